package io.vigie.kube.gate;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is where, by the configuration.
 *
 * @param nodes where each node is
 * @param balancers where each balancer is
 * @param pools the servers of each pool that can get connections
 * @param vips the virtual addresses
 * @param probed the nodes that the observers look at
 */
public record Layout(
    Map<String, Place> nodes,
    Map<String, Place> balancers,
    Map<String, Set<String>> pools,
    Set<String> vips,
    Set<String> probed) {

  /**
   * Where a node or a balancer is.
   *
   * @param host its failure domain; null if it is one by itself
   */
  public record Place(String address, @Nullable String host) {

    /** Whether both are gone when one machine is. */
    boolean isTogetherWith(Place other) {
      return address.equals(other.address) || (host != null && host.equals(other.host));
    }
  }
}
