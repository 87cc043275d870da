package io.vigie.health.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of host names, looked up off the event loop. A name that could be resolved before
 * keeps its address while it cannot. Thread rule: on the service's own context only.
 */
final class Names {

  private static final Logger LOG = LoggerFactory.getLogger(Names.class);

  private final Vertx vertx;
  private final Map<String, InetAddress> known = new HashMap<>();
  private final Set<String> failing = new TreeSet<>();
  private Set<String> wanted = Set.of();

  Names(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Goes over to these names; done when each was asked for once. */
  Future<Void> follow(Collection<String> names) {
    wanted = new HashSet<>(names);
    known.keySet().retainAll(wanted);
    failing.retainAll(wanted);
    return refresh();
  }

  /** Looks every name up again. */
  Future<Void> refresh() {
    List<Future<Void>> asked = new ArrayList<>();
    for (String name : wanted) {
      InetAddress literal = literal(name);
      if (literal != null) {
        known.put(name, literal);
      } else {
        asked.add(
            vertx.executeBlocking(() -> lookUp(name), false).map(found -> learn(name, found)));
      }
    }
    return Future.join(asked).mapEmpty();
  }

  /** The address of a name; null if it never could be resolved. */
  @Nullable InetAddress address(String name) {
    return known.get(name);
  }

  /** For people. */
  List<String> warnings() {
    return failing.stream().map(name -> "cannot resolve " + name).toList();
  }

  @SuppressWarnings("NullAway") // a Future<Void> holds nothing but null
  private Void learn(String name, @Nullable InetAddress found) {
    if (!wanted.contains(name)) {
      return null;
    }
    if (found != null) {
      known.put(name, found);
      failing.remove(name);
    } else if (failing.add(name)) {
      LOG.atWarn().addKeyValue("name", name).log("cannot resolve");
    }
    return null;
  }

  private static @Nullable InetAddress lookUp(String name) {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      return null; // no address: that is the answer
    }
  }

  private static @Nullable InetAddress literal(String name) {
    try {
      return InetAddress.ofLiteral(name);
    } catch (IllegalArgumentException e) {
      return null; // a name: that is the answer
    }
  }
}
