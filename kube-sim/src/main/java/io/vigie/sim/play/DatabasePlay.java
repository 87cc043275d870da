package io.vigie.sim.play;

import io.vigie.sim.play.Database.Phase;
import io.vigie.sim.play.Database.Stage;
import io.vigie.sim.play.Instance.Role;
import java.util.Map;
import java.util.Optional;

/** CloudNativePG's operator and the instances' own managers. */
final class DatabasePlay {

  private static final double RECEIVERS_DOWN = 1.5;
  private static final double LEASE_WAIT = 16;
  private static final double PROMOTE = 3;
  private static final double SHUTDOWN = 3;
  private static final double LEASE_FREE = 1.5;
  private static final double STATUS = 5;
  private static final double DEMOTED = 10;
  private static final double RENEW = 2;
  private static final long RENEW_MILLIS = 1_000;
  private static final int SYNCHRONOUS = 1;

  private static final String FAILING_OVER = "Failing over";
  private static final String SWITCHOVER = "Switchover in progress";
  private static final String WAITING = "Waiting for the instances to become active";

  private final Tempo tempo;
  private final Map<String, Machine> machines;
  private final long now;

  DatabasePlay(Tempo tempo, Map<String, Machine> machines, long now) {
    this.tempo = tempo;
    this.machines = machines;
    this.now = now;
  }

  Database step(Database db) {
    Database next =
        switch (db.stage()) {
          case STEADY, RECOVERING -> steady(db);
          case PENDING -> pending(db);
          case TARGET -> target(db);
          case PROMOTING -> promoting(db);
          case SWITCHING -> switching(db);
          case RELEASED -> released(db);
        };
    return renew(next);
  }

  private Database steady(Database db) {
    String current = db.primary().current();
    if (!db.answers(current)) {
      return allowed(db) ? failover(db) : db;
    }
    Optional<Switch> asked = asked(db);
    if (asked.isPresent()) {
      Switch to = asked.get();
      return db.ask("")
          .primary(db.primary().aim(to.instance(), now))
          .phase(db.phase().says(SWITCHOVER, to.reason(), now))
          .to(Stage.SWITCHING, now + tempo.millis(SHUTDOWN));
    }
    if (!db.askedFor().isEmpty()) {
      return db.ask(""); // not possible now, and nobody remembers
    }
    return whole(db);
  }

  /** The phase follows what is so, but not at once. */
  private Database whole(Database db) {
    boolean all = db.instances().stream().allMatch(Instance::answers);
    boolean waiting =
        db.instances().stream().anyMatch(one -> !one.there() || one.terminatingAt() > 0);
    if (waiting) {
      return db.phase(
              db.phase().says(WAITING, "Some instances are not yet active. Please wait.", now))
          .to(Stage.RECOVERING, now + tempo.millis(STATUS));
    }
    if (db.stage() == Stage.STEADY) {
      return db;
    }
    if (!all) {
      return db.to(Stage.RECOVERING, now + tempo.millis(STATUS));
    }
    return now < db.dueAt()
        ? db
        : db.phase(db.phase().says(Phase.HEALTHY, "", now)).to(Stage.STEADY, 0);
  }

  /** Standbys that answer and those that a commit waits for must be more than all standbys. */
  private static boolean allowed(Database db) {
    int all = db.instances().size() - 1;
    int ready = db.candidates().size();
    return ready > 0 && ready + SYNCHRONOUS > all;
  }

  private Database failover(Database db) {
    String current = db.primary().current();
    return db.role(current, Role.UNHEALTHY)
        .primary(db.primary().aim(Database.PENDING, now))
        .phase(db.phase().says(FAILING_OVER, "Initiating a failover from " + current, now))
        .to(Stage.PENDING, now + tempo.millis(RECEIVERS_DOWN));
  }

  private Database pending(Database db) {
    if (now < db.dueAt()) {
      return db;
    }
    if (db.candidates().isEmpty()) {
      return db.answers(db.primary().current()) ? abandoned(db) : db;
    }
    String from = db.primary().current();
    String to = db.candidates().getFirst().name();
    return aim(db, to, FAILING_OVER, "Failing over from " + from + " to " + to);
  }

  private Database aim(Database db, String to, String phase, String reason) {
    return db.primary(db.primary().aim(to, now))
        .phase(db.phase().says(phase, reason, now))
        .to(Stage.TARGET, now + tempo.millis(LEASE_WAIT));
  }

  private Database target(Database db) {
    String to = db.primary().target();
    if (!db.answers(to)) {
      return retargeted(db);
    }
    return now < db.dueAt()
        ? db
        : db.lease(db.lease().taken(to, now)).to(Stage.PROMOTING, now + tempo.millis(PROMOTE));
  }

  /** The target does not answer either. The words are the operator's, the phase is too. */
  private Database retargeted(Database db) {
    if (db.candidates().isEmpty()) {
      return db.answers(db.primary().current()) ? abandoned(db) : db;
    }
    String before = db.primary().target();
    String to = db.candidates().getFirst().name();
    return aim(db, to, SWITCHOVER, "Switching over to " + to + " from " + before);
  }

  private Database promoting(Database db) {
    if (!db.answers(db.primary().target())) {
      return retargeted(db);
    }
    return now < db.dueAt() ? db : promoted(db);
  }

  private Database promoted(Database db) {
    String old = db.primary().current();
    return db.role(old, Role.REPLICA)
        .role(db.primary().target(), Role.PRIMARY)
        .primary(db.primary().promoted(now))
        .to(Stage.RECOVERING, now + tempo.millis(STATUS));
  }

  private Database abandoned(Database db) {
    String current = db.primary().current();
    Database back = db.role(current, Role.PRIMARY).primary(db.primary().aim(current, now));
    boolean holds = back.lease().holder().equals(current);
    return (holds ? back : back.lease(back.lease().taken(current, now)))
        .to(Stage.RECOVERING, now + tempo.millis(STATUS));
  }

  /** Where to, and the operator's words for it. */
  private record Switch(String instance, String reason) {}

  private Optional<Switch> asked(Database db) {
    String wanted = db.askedFor();
    boolean other = !wanted.equals(db.primary().current()) && db.answers(wanted);
    if (other) {
      return Optional.of(new Switch(wanted, "Switching over to " + wanted));
    }
    String node = db.find(db.primary().current()).map(Instance::node).orElse("");
    boolean all = db.instances().stream().allMatch(Instance::answers);
    if (db.stage() != Stage.STEADY || !cordoned(node) || !all) {
      return Optional.empty();
    }
    return db.candidates().stream()
        .filter(one -> !cordoned(one.node()))
        .findFirst()
        .map(
            one ->
                new Switch(
                    one.name(),
                    "Switching over to %s, because primary instance was running on unschedulable node %s"
                        .formatted(one.name(), node)));
  }

  private boolean cordoned(String node) {
    Machine machine = machines.get(node);
    return machine != null && machine.cordoned().is();
  }

  private Database switching(Database db) {
    if (!db.answers(db.primary().target())) {
      return abandoned(db);
    }
    return now < db.dueAt()
        ? db
        : db.lease(db.lease().released(now)).to(Stage.RELEASED, now + tempo.millis(LEASE_FREE));
  }

  private Database released(Database db) {
    String to = db.primary().target();
    if (!db.answers(to)) {
      return abandoned(db);
    }
    if (now < db.dueAt()) {
      return db;
    }
    String old = db.primary().current();
    return promoted(db.lease(db.lease().taken(to, now)))
        .each(
            one ->
                one.name().equals(old) && one.ready().is()
                    ? one.ready(false, now).due(now + tempo.millis(DEMOTED))
                    : one);
  }

  /** As long as the holder's node can be reached, its lease is renewed. */
  private Database renew(Database db) {
    Optional<Machine> on =
        db.find(db.lease().holder()).filter(Instance::answers).map(one -> machines.get(one.node()));
    long every = Math.max(tempo.millis(RENEW), RENEW_MILLIS);
    boolean renews =
        on.filter(m -> m.power().is()).isPresent() && now - db.lease().renewedAt() >= every;
    return renews ? db.lease(db.lease().renewed(now)) : db;
  }
}
