package io.vigie.lb.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.service.HostNames;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where nodes are: their hosts' names, looked up at start, after a reload and again and again.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class Addresses {

  private final HostNames names;
  private final BiConsumer<String, @Nullable InetAddress> located;

  /** Configured host by node. */
  private Map<String, String> hosts = Map.of();

  /**
   * Nothing known yet.
   *
   * @param located told of each node's address that is new
   */
  Addresses(Vertx vertx, BiConsumer<String, @Nullable InetAddress> located) {
    this.located = located;
    this.names = new HostNames(vertx, this::answered);
  }

  /** Goes over to these nodes. Done when all names were asked for once, whatever the answer. */
  Future<Void> follow(Map<String, VigieConfig.NodeConfig> nodes) {
    Map<String, String> before = hosts;
    hosts = new HashMap<>();
    nodes.forEach((node, config) -> hosts.put(node, config.address()));
    hosts.forEach(
        (node, host) -> {
          InetAddress known = names.address(host);
          if (known != null && !host.equals(before.get(node))) {
            located.accept(node, known); // another node's already: there will be no news of it
          }
        });
    return names.follow(hosts.values());
  }

  /** Looks names up again. */
  Future<Void> refresh() {
    return names.refresh();
  }

  /** The nodes whose names cannot be resolved, for people. */
  List<String> warnings() {
    Set<String> failing = names.failing();
    return hosts.entrySet().stream()
        .filter(entry -> failing.contains(entry.getValue()))
        .map(entry -> "node " + entry.getKey() + ": cannot resolve " + entry.getValue())
        .sorted()
        .toList();
  }

  private void answered(String host, @Nullable InetAddress address) {
    hosts.forEach(
        (node, its) -> {
          if (its.equals(host)) {
            located.accept(node, address);
          }
        });
  }
}
