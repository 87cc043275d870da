package io.vigie.kit.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.InTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of host names, looked up off the event loop. A name that could be resolved before
 * keeps its last address while it cannot, and as long as it is one of the answers: nobody waits for
 * a name server. An IP address is its own answer, at once.
 *
 * <p>Thread rule: on one Vert.x context only.
 */
public final class HostNames {

  /** How often names are to be looked up again, in ms. */
  public static final long AGAIN_MILLIS = 30_000;

  private static final long PATIENCE_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(HostNames.class);

  private final Vertx vertx;
  private final BiConsumer<String, @Nullable InetAddress> answered;
  private final Map<String, InetAddress> known = new HashMap<>();
  private final Set<String> failing = new TreeSet<>();
  private final Set<String> asking = new HashSet<>();
  private Set<String> wanted = Set.of();

  /**
   * Nothing known yet.
   *
   * @param answered told of a name's address when it is another one than before; of null as long as
   *     there never was one
   */
  public HostNames(Vertx vertx, BiConsumer<String, @Nullable InetAddress> answered) {
    this.vertx = vertx;
    this.answered = answered;
  }

  /**
   * Goes over to these names. Done on the caller's context when each was asked for once or a second
   * is over, whatever the answers.
   */
  public Future<Void> follow(Collection<String> names) {
    wanted = Set.copyOf(names);
    known.keySet().retainAll(wanted);
    failing.retainAll(wanted);
    return refresh();
  }

  /** Looks every name up again. Done as {@link #follow}. */
  public Future<Void> refresh() {
    List<Future<Void>> asked = new ArrayList<>();
    for (String name : wanted) {
      InetAddress literal = literal(name);
      if (literal != null) {
        learn(name, List.of(literal));
      } else if (asking.add(name)) {
        asked.add(ask(name));
      }
    }
    return InTime.of(vertx, Future.join(asked), PATIENCE_MILLIS).otherwiseEmpty().mapEmpty();
  }

  /** The address of a name; null if it never could be resolved. */
  public @Nullable InetAddress address(String name) {
    return known.get(name);
  }

  /** The names that cannot be resolved, sorted. */
  public Set<String> failing() {
    return new TreeSet<>(failing);
  }

  private Future<Void> ask(String name) {
    return vertx
        .executeBlocking(() -> lookUp(name), false)
        .andThen(
            found -> {
              asking.remove(name);
              learn(name, found.succeeded() ? found.result() : List.of());
            })
        .mapEmpty();
  }

  private void learn(String name, List<InetAddress> answers) {
    if (!wanted.contains(name)) {
      return; // nobody wants it any more
    }
    InetAddress before = known.get(name);
    if (answers.isEmpty()) {
      if (failing.add(name)) {
        LOG.atWarn().addKeyValue("name", name).addKeyValue("keeps", before).log("cannot resolve");
      }
      if (before == null) {
        answered.accept(name, null);
      }
      return;
    }
    failing.remove(name);
    if (before == null || !answers.contains(before)) {
      known.put(name, answers.getFirst());
      answered.accept(name, answers.getFirst());
    }
  }

  private static List<InetAddress> lookUp(String name) {
    try {
      return Arrays.asList(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of(); // no address: that is the answer
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
