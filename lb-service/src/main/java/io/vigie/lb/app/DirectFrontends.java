package io.vigie.lb.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.service.StartFailure;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.Target;
import io.vigie.lb.direct.Conntrack;
import io.vigie.lb.direct.Counts;
import io.vigie.lb.direct.Look;
import io.vigie.lb.direct.Marks;
import io.vigie.lb.direct.Nft;
import io.vigie.lb.direct.Plan;
import io.vigie.lb.direct.Plan.Front;
import io.vigie.lb.direct.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the kernel's rules for frontends of {@code mode: direct} in step with the director, and
 * tells it what went through them. One job at a time talks to the kernel, on a worker thread, in
 * the order in which it was asked.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class DirectFrontends {

  private static final Logger LOG = LoggerFactory.getLogger(DirectFrontends.class);

  /** For one part of time that the kernel is asked, so many are let pass. */
  private static final long LOOK_SHARE = 100;

  private final Vertx vertx;
  private final Function<String, List<Target>> targets;
  private final Consumer<Input.Forwarded> forwarded;

  private VigieConfig config;
  private Future<?> jobs = Future.succeededFuture();
  private boolean redirecting;
  private boolean looking;
  private long nextLookNanos = System.nanoTime();

  /** Whether rules may be changed: not before they are known to be wanted, nor after the end. */
  private boolean running;

  /** Whether a table of an earlier run was found. */
  private boolean found;

  /** What the kernel has, as far as we know; null if there is no table. */
  private @Nullable Placed placed;

  /** Whether there has been one: then it is taken away at the end, whatever became of it. */
  private boolean made;

  private Counts counts = Counts.ZERO;

  /** Why the kernel is not as it should be; empty if it is. */
  private String trouble = "";

  /** What the kernel said of itself last. */
  private Look last = Look.NOT_YET;

  /** A plan, and the table that was made of it. */
  private record Placed(Plan plan, Ruleset rules) {}

  /**
   * Does nothing yet.
   *
   * @param targets the servers in use of a pool
   * @param forwarded told what went through each frontend
   */
  DirectFrontends(
      Vertx vertx,
      VigieConfig config,
      Function<String, List<Target>> targets,
      Consumer<Input.Forwarded> forwarded) {
    this.vertx = vertx;
    this.config = config;
    this.targets = targets;
    this.forwarded = forwarded;
  }

  /**
   * Makes sure that rules can be made where a configuration wants some. Nothing is forwarded yet
   * that was not before.
   *
   * @return fails with what is missing
   */
  Future<Void> prepare(VigieConfig next) {
    Optional<String> direct = anyDirect(next);
    if (placed != null) {
      return Future.succeededFuture();
    }
    if (direct.isEmpty()) {
      return sweep();
    }
    String who = "frontend " + direct.get() + " is direct";
    return job(() -> Nft.run(Ruleset.LOOK))
        .compose(
            look -> {
              found = look instanceof Nft.Ran.Well;
              return job(() -> Nft.run(Ruleset.PRESENT));
            })
        .compose(
            ran ->
                switch (ran) {
                  case Nft.Ran.Well _ -> Future.succeededFuture();
                  case Nft.Ran.Refused no -> Future.failedFuture(missing(who, no));
                  case Nft.Ran.Failed(String why) ->
                      Future.failedFuture(
                          new StartFailure(
                              StartFailure.PRIVILEGE,
                              who + ": " + why + "; apt install nftables, or mode: proxy",
                              null));
                });
  }

  private static Optional<String> anyDirect(VigieConfig config) {
    return config.frontends().entrySet().stream()
        .filter(entry -> entry.getValue().isDirect())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static StartFailure missing(String who, Nft.Ran.Refused no) {
    return no.forWantOfPrivilege()
        ? new StartFailure(
            StartFailure.PRIVILEGE,
            who
                + ", which needs CAP_NET_ADMIN ("
                + no.why()
                + "); add it to AmbientCapabilities and CapabilityBoundingSet of vigie-lb.service",
            null)
        : new StartFailure(StartFailure.FAILED, who + ": " + no.why(), null);
  }

  /** Rules that a killed process left would hide a proxy's socket. Best effort: there are none. */
  private Future<Void> sweep() {
    return job(() -> Nft.run(Ruleset.LOOK))
        .compose(
            look -> {
              if (!(look instanceof Nft.Ran.Well)) {
                return Future.succeededFuture();
              }
              LOG.atInfo().addKeyValue("table", Ruleset.TABLE).log("removing leftover rules");
              return job(() -> Nft.run(Ruleset.ABSENT)).mapEmpty();
            });
  }

  /** Whether a table of an earlier run forwards meanwhile: there is time to learn who is well. */
  boolean isAdopting() {
    return found && placed == null;
  }

  /** Goes over to a configuration; done when the kernel does as it says. */
  Future<Void> follow(VigieConfig next) {
    config = next;
    if (placed == null && anyDirect(next).isEmpty()) {
      return Future.succeededFuture();
    }
    running = true;
    return step(() -> look().transform(_ -> place())); // with other rules, counters begin anew
  }

  /** The servers in use changed, or their shares: soon. */
  void redirect() {
    if (running && !redirecting) {
      redirecting = true;
      step(this::place);
    }
  }

  /** Ends what goes to a server, after what was asked before. */
  void cut(String pool, String server) {
    step(() -> cutNow(pool, server));
  }

  private Future<Void> cutNow(String pool, String server) {
    List<Integer> marks = new ArrayList<>();
    for (Front front : placed == null ? List.<Front>of() : placed.plan().fronts()) {
      FrontendConfig its = config.frontends().get(front.name());
      if (its != null && pool.equals(its.pool())) {
        front.servers().stream()
            .filter(backend -> backend.name().equals(server))
            .forEach(backend -> marks.add(backend.mark()));
      }
    }
    return job(() -> {
          for (int mark : marks) {
            Conntrack.forget(mark, ~0);
          }
          return marks.size();
        })
        .<Void>mapEmpty()
        .onFailure(cause -> LOG.warn("server={}/{} connections not cut", pool, server, cause));
  }

  /**
   * Reads back what was forwarded; mends what is not as it should be. Less often where a look takes
   * more than a hundredth of a core.
   */
  void everySecond() {
    boolean due = System.nanoTime() - nextLookNanos >= 0;
    if ((running || placed != null) && !looking && due) {
      looking = true;
      step(() -> look().transform(_ -> place())).onComplete(_ -> looking = false);
    }
  }

  private Future<Void> look() {
    Placed at = placed;
    if (at == null) {
      return Future.succeededFuture();
    }
    return job(() -> Look.now(at.plan()))
        .onSuccess(
            seen -> {
              nextLookNanos = System.nanoTime() + LOOK_SHARE * seen.tookNanos();
              at.plan()
                  .fronts()
                  .forEach(f -> forwarded.accept(seen.counts().since(counts, f, seen.open())));
              counts = seen.counts();
              last = seen;
            })
        .onFailure(
            cause -> {
              LOG.warn("rules are gone, and put back: {}", cause.getMessage());
              placed = null;
            })
        .mapEmpty();
  }

  /** Brings the kernel's rules to what is wanted now. */
  private Future<Void> place() {
    redirecting = false;
    if (!running) {
      return Future.succeededFuture();
    }
    Plan plan = Mapping.plan(config, targets);
    Placed next = new Placed(plan, Ruleset.of(plan));
    Placed before = placed;
    String script = before == null ? next.rules().text() : next.rules().changeFrom(before.rules());
    if (script.isEmpty()) {
      return Future.succeededFuture();
    }
    return job(() -> Nft.run(script))
        .compose(
            ran ->
                switch (ran) {
                  case Nft.Ran.Well _ -> {
                    in(next, before);
                    yield Future.<Void>succeededFuture();
                  }
                  case Nft.Ran.Refused(String why) -> Future.<Void>failedFuture(why);
                  case Nft.Ran.Failed(String why) -> Future.<Void>failedFuture(why);
                })
        .onFailure(
            cause -> {
              String why = String.valueOf(cause.getMessage());
              if (!why.equals(trouble)) {
                LOG.error("rules not in place: {}", why);
              }
              trouble = why;
            });
  }

  private void in(Placed next, @Nullable Placed before) {
    placed = next;
    made = true;
    trouble = "";
    if (before == null || !next.rules().hasShapeOf(before.rules())) {
      counts = Counts.ZERO;
      LOG.atInfo()
          .addKeyValue("table", Ruleset.TABLE)
          .addKeyValue("frontends", next.plan().fronts().stream().map(Front::name).toList())
          .log(before == null && found ? "rules adopted" : "rules in place");
    }
  }

  /** The frontends whose rules are in place. */
  List<String> inPlace() {
    return placed == null || !trouble.isEmpty()
        ? List.of()
        : placed.plan().fronts().stream().map(Front::name).toList();
  }

  /** Connections that are forwarded, as of when the kernel was asked last. */
  int open() {
    return last.connections();
  }

  /** What a person should look at. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!trouble.isEmpty()) {
      warnings.add("rules not in place: " + trouble);
    }
    if (placed != null) {
      warnings.addAll(last.warnings(placed.plan()));
    }
    return warnings;
  }

  /** Forwards no new connection; those that are there go on. */
  Future<Void> retire() {
    Placed before = placed;
    running = false;
    if (before == null) {
      return Future.succeededFuture();
    }
    Ruleset empty = Ruleset.of(Plan.NOTHING);
    return step(() -> job(() -> Nft.run(empty.changeFrom(before.rules()))).mapEmpty());
  }

  /** Takes everything away; what is still open ends. */
  Future<Void> close() {
    if (!made) {
      return Future.succeededFuture();
    }
    made = false;
    placed = null;
    return step(
        () ->
            job(() -> {
                  Nft.Ran ran = Nft.run(Ruleset.ABSENT);
                  Conntrack.forget(Marks.OURS, Marks.OURS_MASK);
                  return ran;
                })
                .mapEmpty());
  }

  /** Takes a step when all before it are done, whatever became of them. */
  private Future<Void> step(Supplier<Future<Void>> step) {
    Future<Void> done = jobs.transform(_ -> step.get());
    jobs = done;
    return done;
  }

  private <T> Future<T> job(Callable<T> job) {
    return vertx.executeBlocking(job, false).map(Objects::requireNonNull);
  }
}
