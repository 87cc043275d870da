package io.vigie.sim.play;

import io.vigie.sim.play.Instance.Role;
import io.vigie.sim.play.Scene.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A database and its operator's view of it.
 *
 * @param stage what the operator is about
 * @param dueAt when that goes on, in ms since the epoch
 * @param askedFor the instance that somebody wants as primary; empty if nobody does
 */
record Database(
    Postgres scene,
    List<Instance> instances,
    Primary primary,
    Phase phase,
    Lease lease,
    Stage stage,
    long dueAt,
    String askedFor) {

  static final String PENDING = "pending";

  private static final int FIRST_TIMELINE = 3;

  Database {
    instances = List.copyOf(instances);
  }

  /** What the operator is about. */
  enum Stage {
    STEADY,
    /** A failover has begun, its target is not chosen. */
    PENDING,
    /** The target waits for the lease. */
    TARGET,
    /** The target has the lease and is promoted. */
    PROMOTING,
    /** A switchover: the old primary ends. */
    SWITCHING,
    /** A switchover: the lease is free. */
    RELEASED,
    /** There is a primary, but not all instances follow it. */
    RECOVERING
  }

  /**
   * Who is primary, and who is to be.
   *
   * @param currentAt since when, in ms since the epoch
   * @param targetAt when the target was named
   */
  record Primary(String current, long currentAt, String target, long targetAt, int timeline) {
    Primary aim(String next, long now) {
      return new Primary(current, currentAt, next, now, timeline);
    }

    Primary promoted(long now) {
      return new Primary(target, now, target, targetAt, timeline + 1);
    }
  }

  /** What the status says, which is not always how it is. */
  record Phase(String text, String reason, Since ready) {
    static final String HEALTHY = "Cluster in healthy state";

    Phase says(String next, String why, long now) {
      return new Phase(next, why, ready.now(next.equals(HEALTHY), now));
    }
  }

  /** The primary's lease. */
  record Lease(String holder, long acquiredAt, long renewedAt, int transitions) {
    Lease renewed(long now) {
      return new Lease(holder, acquiredAt, now, transitions);
    }

    Lease released(long now) {
      return new Lease("", acquiredAt, now, transitions);
    }

    Lease taken(String by, long now) {
      return new Lease(by, now, now, transitions + 1);
    }
  }

  static Database of(Postgres scene, Map<String, Machine> machines, long now) {
    List<Instance> instances = new ArrayList<>();
    for (String home : scene.homes()) {
      Machine on = machines.get(home);
      if (on == null) {
        throw new IllegalArgumentException(scene.name() + ": there is no node " + home);
      }
      Role role = instances.isEmpty() ? Role.PRIMARY : Role.REPLICA;
      instances.add(Instance.of(scene.instance(instances.size() + 1), on, role, now));
    }
    String first = instances.getFirst().name();
    return new Database(
        scene,
        instances,
        new Primary(first, now, first, now, FIRST_TIMELINE),
        new Phase(Phase.HEALTHY, "", new Since(true, now)),
        new Lease(first, now, now, 2),
        Stage.STEADY,
        0,
        "");
  }

  Optional<Instance> find(String name) {
    return instances.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  boolean answers(String name) {
    return find(name).filter(Instance::answers).isPresent();
  }

  /** Those that could take over, in the order in which they would be taken. */
  List<Instance> candidates() {
    return instances.stream()
        .filter(one -> !one.name().equals(primary.current()) && one.answers())
        .toList();
  }

  Database each(UnaryOperator<Instance> change) {
    return new Database(
        scene,
        instances.stream().map(change).toList(),
        primary,
        phase,
        lease,
        stage,
        dueAt,
        askedFor);
  }

  Database role(String name, Role role) {
    return each(one -> one.name().equals(name) ? one.role(role) : one);
  }

  Database to(Stage next, long due) {
    return new Database(scene, instances, primary, phase, lease, next, due, askedFor);
  }

  Database lease(Lease next) {
    return new Database(scene, instances, primary, phase, next, stage, dueAt, askedFor);
  }

  Database primary(Primary next) {
    return new Database(scene, instances, next, phase, lease, stage, dueAt, askedFor);
  }

  Database phase(Phase next) {
    return new Database(scene, instances, primary, next, lease, stage, dueAt, askedFor);
  }

  Database ask(String instance) {
    return new Database(scene, instances, primary, phase, lease, stage, dueAt, instance);
  }
}
