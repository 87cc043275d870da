package io.vigie.kube.gate;

import io.vigie.kit.config.VigieConfig;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  /** As a configuration has it. */
  public static Layout of(VigieConfig config) {
    Map<String, Place> nodes = new LinkedHashMap<>();
    config.nodes().forEach((name, node) -> nodes.put(name, new Place(node.address(), node.host())));
    Map<String, Place> balancers = new LinkedHashMap<>();
    config.balancers().forEach((name, b) -> balancers.put(name, new Place(b.address(), b.host())));
    Map<String, Set<String>> pools = new LinkedHashMap<>();
    Set<String> probed = new LinkedHashSet<>();
    config
        .pools()
        .forEach(
            (name, pool) -> {
              Set<String> servers = new LinkedHashSet<>();
              pool.servers()
                  .forEach(
                      (server, with) -> {
                        if (with.weight() > 0) {
                          servers.add(server);
                        }
                      });
              pools.put(name, servers);
              if (pool.check() != null) {
                probed.addAll(pool.servers().keySet());
              }
            });
    return new Layout(nodes, balancers, pools, config.vips().keySet(), probed);
  }
}
