package io.vigie.lb.core;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.NodeChanged.NodeStatus;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known and wanted of one node, whichever pools it serves. */
final class Node {

  /** The most checks of one node that are kept: more is not a configuration. */
  private static final int MOST_CHECKS = 256;

  /** What an operator wants of a node. */
  enum Will {
    READY,
    DRAIN,
    MAINTENANCE
  }

  final String name;
  final Wish<Will> will = new Wish<>(Will.READY);

  /** The weight in place of the configured one; null for the configured one. */
  final Wish<@Nullable Integer> weight = new Wish<>(null);

  /** Until somebody says otherwise a node is up, as HAProxy's servers are. */
  NodeStatus status = NodeStatus.UP;

  @Nullable InetAddress address;

  private final Map<String, CheckStatus> checks = new HashMap<>();

  Node(String name) {
    this.name = name;
  }

  /** Whether a check passes; unknown checks do. */
  boolean passes(@Nullable String check) {
    return check == null || checks.getOrDefault(check, CheckStatus.UP) == CheckStatus.UP;
  }

  void check(String check, CheckStatus status) {
    if (checks.containsKey(check) || checks.size() < MOST_CHECKS) {
      checks.put(check, status);
    }
  }
}
