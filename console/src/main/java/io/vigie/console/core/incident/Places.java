package io.vigie.console.core.incident;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fails together: nodes and balancers on the same physical machine.
 *
 * @param nodes by node, the failure domain it is in; those that are in none are not here
 * @param balancers the same by balancer; those that are in none are here with an empty text
 */
public record Places(Map<String, String> nodes, Map<String, String> balancers) {

  /** Each is a failure domain of its own. */
  public static final Places NONE = new Places(Map.of(), Map.of());

  public Places {
    nodes = Map.copyOf(nodes);
    balancers = Map.copyOf(balancers);
  }

  /** Where a node stands. */
  String ofNode(String node) {
    return place(nodes.get(node), "node/" + node);
  }

  /** Where a balancer stands. */
  String ofBalancer(String balancer) {
    return place(balancers.get(balancer), "balancer/" + balancer);
  }

  /** Whether this is one of our balancers, rather than a router of others. */
  boolean isBalancer(String name) {
    return balancers.containsKey(name);
  }

  private static String place(@Nullable String host, String alone) {
    return host == null || host.isEmpty() ? alone : "host/" + host;
  }
}
