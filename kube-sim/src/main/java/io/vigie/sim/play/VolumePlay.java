package io.vigie.sim.play;

import io.vigie.sim.play.Copy.Marks;
import io.vigie.sim.play.Copy.Stage;
import io.vigie.sim.play.Volume.Engine.State;
import io.vigie.sim.play.Volume.Robustness;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Longhorn's volume, engine and replica controllers, for all volumes in one step. */
final class VolumePlay {

  /** How many bytes of a replica are copied in a second. */
  static final long RATE = 40L << 20;

  static final Duration REPLENISH_WAIT = Duration.ofMinutes(10);
  static final Duration STALE = Duration.ofMinutes(30);

  private static final double POLL = 5;
  private static final double ERR_SEEN = 0.5;
  private static final double SALVAGE_WINDOW = 60;
  private static final double ATTACH = 8;
  private static final double FORCED_DETACH = 300 + 360;
  private static final double PROCESS_START = 3;
  private static final double ENGINE_TOLD = 4;
  private static final double SHORTEST_COPY = 15;
  private static final int DELTA_PERCENT = 60;
  private static final int LAST_PERCENT = 99;

  private final Scene scene;
  private final Map<String, Machine> machines;
  private final Map<String, Integer> loads = new HashMap<>();
  private final long now;

  VolumePlay(Scene scene, Map<String, Machine> machines, long now) {
    this.scene = scene;
    this.machines = machines;
    this.now = now;
  }

  List<Volume> step(List<Volume> volumes) {
    for (Volume volume : volumes) {
      volume.copies().stream()
          .filter(Copy::loads)
          .forEach(copy -> loads.merge(copy.node(), 1, Integer::sum));
    }
    return volumes.stream().map(this::step).toList();
  }

  private Volume step(Volume v) {
    if (v.disk().node().isEmpty()) {
      return v;
    }
    return switch (v.engine().state()) {
      case RUNNING -> running(v);
      case UNKNOWN -> unknown(v);
      case STOPPED -> stopped(v);
    };
  }

  private Volume running(Volume v) {
    Machine at = machine(v.node());
    if (!at.storage().is()) {
      return v.engine(State.UNKNOWN, v.engine().boots(), Robustness.UNKNOWN, now);
    }
    if (!at.power().is()) {
      return v; // nobody can ask its engine, and nobody has noticed yet
    }
    if (at.boots() != v.engine().boots()) {
      return crashed(v);
    }
    Volume seen = judge(v.each(copy -> detect(v, copy)));
    return seen.engine().runs() ? judge(rebuild(replenish(prune(seen)))) : seen;
  }

  /** The engine's process is gone: detached, and attached again when that is possible. */
  private Volume crashed(Volume v) {
    Volume stopped = v.engine(State.STOPPED, 0, Robustness.UNKNOWN, now);
    boolean others =
        v.copies().stream().anyMatch(copy -> copy.inUse() && !copy.node().equals(v.node()));
    return stopped.each(
        copy -> {
          boolean local = copy.node().equals(v.node());
          return copy.failed() || (copy.inUse() && !(local && others)) ? copy : copy.fail(now);
        });
  }

  private Volume unknown(Volume v) {
    Machine at = machine(v.node());
    if (at.storage().is()) {
      return at.boots() == v.engine().boots() ? resumed(v) : crashed(v);
    }
    boolean moves = v.disk().kind().equals("Deployment");
    if (moves && now - v.engine().since() >= scene.tempo().millis(FORCED_DETACH)) {
      Optional<Machine> other = machines.values().stream().filter(Machine::takes).findFirst();
      return other
          .map(m -> v.at(m.name()).engine(State.STOPPED, 0, Robustness.UNKNOWN, now))
          .orElse(v);
    }
    return v;
  }

  /** The engine was cut off from the others, which it could not write to in the meantime. */
  private Volume resumed(Volume v) {
    Volume runs = v.engine(State.RUNNING, v.engine().boots(), Robustness.UNKNOWN, now);
    boolean own =
        v.copies().stream().anyMatch(copy -> copy.inUse() && copy.node().equals(v.node()));
    if (!own || !v.disk().busy()) {
      return judge(runs);
    }
    return judge(
        runs.each(
            copy ->
                copy.inUse() && !copy.node().equals(v.node()) ? copy.in(Stage.ERR, now) : copy));
  }

  private Volume stopped(Volume v) {
    Machine at = machine(v.node());
    boolean early = now - v.engine().since() < scene.tempo().millis(ATTACH);
    if (early || !at.serves()) {
      return v;
    }
    Volume usable = v.copies().stream().anyMatch(Copy::inUse) ? v : salvaged(v);
    boolean any = usable.copies().stream().anyMatch(c -> c.inUse() && machine(c.node()).serves());
    if (!any) {
      return usable;
    }
    Volume attached =
        usable
            .engine(State.RUNNING, at.boots(), Robustness.UNKNOWN, now)
            .each(
                copy -> {
                  Machine on = machine(copy.node());
                  if (!copy.inUse()) {
                    return copy;
                  }
                  return on.serves() ? copy.use(on.boots(), now) : copy.fail(now);
                });
    return judge(attached);
  }

  /** All have failed: those that failed last are used as they are, once they are there. */
  private Volume salvaged(Volume v) {
    long last = v.copies().stream().mapToLong(copy -> copy.marks().failedAt()).max().orElse(0);
    long from = last - scene.tempo().millis(SALVAGE_WINDOW);
    boolean back =
        v.copies().stream()
            .anyMatch(c -> c.marks().failedAt() == last && machine(c.node()).serves());
    if (!back) {
      return v.robust(Robustness.FAULTED, 0);
    }
    return v.each(
        copy -> {
          Machine on = machine(copy.node());
          boolean takes =
              copy.failed()
                  && copy.marks().failedAt() >= from
                  && copy.marks().healthyAt() > 0
                  && on.serves();
          return takes ? copy.use(on.boots(), now) : copy;
        });
  }

  private Copy detect(Volume v, Copy copy) {
    if (copy.failed()) {
      return copy;
    }
    if (copy.stage() == Stage.ERR) {
      boolean seen = now - copy.since() >= scene.tempo().millis(ERR_SEEN);
      return seen ? copy.fail(now) : copy;
    }
    Machine on = machine(copy.node());
    boolean silent = !on.power().is() && now - on.power().at() >= scene.tempo().millis(patience(v));
    boolean ended = copy.boots() != on.boots() && copy.stage() != Stage.QUEUED;
    if (!silent && !ended) {
      return copy;
    }
    boolean known = copy.inUse() || copy.stage() == Stage.COPYING;
    return known ? copy.in(Stage.ERR, now) : copy.fail(now);
  }

  /** A write tells within 8 s, and the engine is asked every 5 s; without one TCP has to. */
  private static double patience(Volume v) {
    int phase = Math.floorMod(v.name().hashCode(), 6);
    return v.disk().busy() ? 6 + phase : 100 + 5 * phase;
  }

  private Volume judge(Volume v) {
    long err = v.copies().stream().filter(copy -> copy.stage() == Stage.ERR).count();
    long good = v.inUse() + err;
    if (good == 0) {
      return v.engine(State.STOPPED, 0, Robustness.FAULTED, now)
          .each(copy -> copy.failed() ? copy : copy.fail(now));
    }
    if (good >= v.disk().replicas()) {
      return v.robust(Robustness.HEALTHY, 0).placeable(true, now);
    }
    return v.robust(Robustness.DEGRADED, v.degradedAt() == 0 ? now : v.degradedAt());
  }

  /** Failed replicas that are of no use any more. */
  private Volume prune(Volume v) {
    long stale = now - scene.tempo().minutes(STALE) * 60_000L;
    boolean some = v.inUse() > 0;
    boolean enough = v.inUse() >= v.disk().replicas();
    return v.copies(
        v.copies().stream()
            .filter(
                copy -> {
                  boolean useless =
                      copy.marks().failedAt() < stale || copy.marks().retries() >= Marks.NEW;
                  return !copy.failed() || !(enough || (some && useless));
                })
            .toList());
  }

  private Volume replenish(Volume v) {
    long wanted = v.disk().replicas();
    boolean rebuilds = v.copies().stream().anyMatch(Copy::rebuilds);
    if (rebuilds || v.copies().stream().filter(copy -> !copy.failed()).count() >= wanted) {
      return v;
    }
    Optional<Copy> reusable =
        v.copies().stream()
            .filter(copy -> copy.failed() && machine(copy.node()).takes())
            .max(Comparator.comparingLong(copy -> copy.marks().failedAt()));
    if (reusable.isPresent()) {
      Copy chosen = reusable.get();
      return v.each(copy -> copy.name().equals(chosen.name()) ? copy.reuse(now) : copy)
          .placeable(true, now);
    }
    boolean mayReturn = v.copies().stream().anyMatch(Copy::failed);
    if (mayReturn && now - v.degradedAt() < scene.tempo().seconds(REPLENISH_WAIT) * 1000) {
      return v;
    }
    return machines.values().stream()
        .filter(Machine::takes)
        .filter(m -> v.copies().stream().noneMatch(copy -> copy.node().equals(m.name())))
        .findFirst()
        .map(place -> v.add(place, now).placeable(true, now))
        .orElseGet(() -> v.placeable(false, now));
  }

  private Volume rebuild(Volume v) {
    return v.each(
        copy ->
            switch (copy.stage()) {
              case QUEUED -> queued(copy);
              case STARTING -> due(copy, PROCESS_START) ? copy.in(Stage.RUNNING, now) : copy;
              case RUNNING -> due(copy, ENGINE_TOLD) ? copy.in(Stage.COPYING, now) : copy;
              case COPYING -> copying(v, copy);
              case IN_USE, ERR, FAILED -> copy;
            });
  }

  private Copy queued(Copy copy) {
    Machine on = machine(copy.node());
    if (!on.serves() || loads.getOrDefault(copy.node(), 0) >= scene.rebuilds()) {
      return copy;
    }
    loads.merge(copy.node(), 1, Integer::sum);
    return copy.start(on.boots(), now);
  }

  private Copy copying(Volume v, Copy copy) {
    if (now - copy.polledAt() < scene.tempo().millis(POLL)) {
      return copy;
    }
    long length = scene.tempo().millis(seconds(v, copy));
    long passed = now - copy.since();
    if (passed >= length) {
      return copy.use(copy.boots(), now);
    }
    return copy.copied((int) Math.min(LAST_PERCENT, passed * 100 / length), now);
  }

  /** What is left of a replica saves a part of the work. */
  static double seconds(Volume v, Copy copy) {
    long bytes = v.disk().used();
    long part = copy.marks().lastHealthyAt() == 0 ? bytes : bytes * DELTA_PERCENT / 100;
    return Math.max(SHORTEST_COPY, (double) part / RATE);
  }

  private boolean due(Copy copy, double seconds) {
    return now - copy.since() >= scene.tempo().millis(seconds);
  }

  private Machine machine(String name) {
    Machine found = machines.get(name);
    if (found == null) {
      throw new IllegalStateException("there is no node " + name);
    }
    return found;
  }
}
