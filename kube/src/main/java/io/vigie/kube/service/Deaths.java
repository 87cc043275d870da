package io.vigie.kube.service;

import io.vigie.event.Event;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** When each node was said to be down, until it is told what that puts at risk. */
final class Deaths {

  private final Map<String, Long> diedNanos = new HashMap<>();

  /** An observer's word; the last one is what counts. */
  void heard(NodeChanged word, boolean fresh, long now) {
    if (fresh && word.status() == NodeStatus.DOWN) {
      diedNanos.put(word.node(), now);
    } else {
      diedNanos.remove(word.node());
    }
  }

  /** How long after an observer's word this fact is told, in ns; empty if it tells of no death. */
  OptionalLong told(Event event, long now) {
    @Nullable String node =
        switch (event) {
          case NodeAtRisk risk -> risk.node();
          case PrimaryAtRisk risk -> risk.node();
          default -> null;
        };
    Long died = node == null ? null : diedNanos.remove(node);
    return died == null ? OptionalLong.empty() : OptionalLong.of(now - died);
  }
}
