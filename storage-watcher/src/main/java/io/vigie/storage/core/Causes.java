package io.vigie.storage.core;

import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.kube.model.Replica;
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What set off what is told. */
final class Causes {

  private final Said said;

  Causes(Said said) {
    this.said = said;
  }

  /** A node's risk while it is open; null if it is not. */
  @Nullable NodeAtRisk openRisk(String node) {
    NodeAtRisk last = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, node);
    return last != null && last.risk() == Risk.AT_RISK ? last : null;
  }

  /** The risk of the node as a cause, while it is open. */
  Fact.@Nullable Ref risk(String node) {
    return openRisk(node) == null ? null : said.ref(EventType.NODE_AT_RISK, node);
  }

  /** What has befallen a volume: a node at risk that it has to do with, or a failed replica. */
  Fact.@Nullable Ref trouble(VolumeView view) {
    List<String> nodes = new ArrayList<>(List.of(view.volume().node()));
    view.missing().forEach(replica -> nodes.add(replica.node()));
    for (String node : nodes) {
      Fact.Ref risk = risk(node);
      if (risk != null) {
        return risk;
      }
    }
    for (Replica replica : view.missing()) {
      Fact.Ref failed = said.ref(EventType.REPLICA_CHANGED, replica.key());
      if (failed != null) {
        return failed;
      }
    }
    return null;
  }

  /** What is better again is so by its rebuild, what is worse by what befell it. */
  Fact.@Nullable Ref of(boolean better, String volume, Fact.@Nullable Ref trouble) {
    return better ? said.ref(EventType.REBUILD_CHANGED, volume) : trouble;
  }
}
