package io.vigie.lb.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.VigieConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where nodes are. Host names are looked up at start, after a reload and every 30 s, off the event
 * loop. One that could be resolved before keeps its last address while it cannot: the data plane
 * waits for no name server.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class Addresses {

  private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

  private final Vertx vertx;
  private final BiConsumer<String, @Nullable InetAddress> located;

  /** Configured address by node, and what it was resolved to. */
  private Map<String, String> wanted = Map.of();

  private final Map<String, InetAddress> known = new HashMap<>();
  private final Map<String, String> failing = new TreeMap<>();
  private final Set<String> asking = new HashSet<>();

  /**
   * Nothing known yet.
   *
   * @param located told of each change
   */
  Addresses(Vertx vertx, BiConsumer<String, @Nullable InetAddress> located) {
    this.vertx = vertx;
    this.located = located;
  }

  /** Goes over to these nodes. Done when all names were asked for once, whatever the answer. */
  Future<Void> follow(Map<String, VigieConfig.NodeConfig> nodes) {
    Map<String, String> before = wanted;
    wanted = new HashMap<>();
    nodes.forEach((name, node) -> wanted.put(name, node.address()));
    known.keySet().retainAll(wanted.keySet());
    failing.keySet().retainAll(wanted.keySet());
    wanted.forEach(
        (node, address) -> {
          if (before.containsKey(node) && !address.equals(before.get(node))) {
            known.remove(node); // another place altogether
          }
        });
    return refresh();
  }

  /** Looks names up again. */
  Future<Void> refresh() {
    List<Future<Void>> asked = new ArrayList<>();
    wanted.forEach(
        (node, address) -> {
          if (asking.add(node)) {
            asked.add(ask(node, address));
          }
        });
    return Future.join(asked).mapEmpty();
  }

  /** The names that cannot be resolved, for people. */
  List<String> warnings() {
    return failing.values().stream().toList();
  }

  private Future<Void> ask(String node, String address) {
    InetAddress literal = literal(address);
    if (literal != null) {
      asking.remove(node);
      answered(node, address, List.of(literal));
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(() -> lookUp(address), false)
        .<Void>map(
            addresses -> {
              asking.remove(node);
              answered(node, address, addresses);
              return null;
            });
  }

  private void answered(String node, String address, List<InetAddress> answers) {
    if (!address.equals(wanted.get(node))) {
      return; // reloaded meanwhile
    }
    InetAddress before = known.get(node);
    if (answers.isEmpty()) {
      String warning = "node " + node + ": cannot resolve " + address;
      if (!warning.equals(failing.put(node, warning))) {
        LOG.atWarn().addKeyValue("keeps", before).log(warning);
      }
      if (before == null) {
        located.accept(node, null);
      }
      return;
    }
    failing.remove(node);
    if (before == null || !answers.contains(before)) {
      known.put(node, answers.getFirst());
      located.accept(node, answers.getFirst());
    }
  }

  /** An address that needs no asking; null for a name. */
  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null; // a name: that is the answer
    }
  }

  private static List<InetAddress> lookUp(String name) {
    try {
      return Arrays.asList(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of(); // no address: that is the answer
    }
  }
}
