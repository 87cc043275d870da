package io.vigie.vrrp.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One host in the simulation: its own clock, its mailbox, what it has on its interface. */
final class SimRouter {

  private final int number;
  private final Group group;
  private final double speed;
  private final long origin;
  private final boolean[] holds;

  /** Serves what has begun there, but tells nobody where the address is. */
  private final boolean[] lingers;

  private State state;
  private List<Mail> mail = new ArrayList<>();
  private long mailAt = Long.MAX_VALUE;
  private long pausedUntil;
  private long tookAt;

  /** An advert that has arrived and was not read yet. */
  record Mail(int from, int priority) {}

  SimRouter(int number, int priority, Preempt preempt, int members, double speed, long origin) {
    this.number = number;
    this.speed = speed;
    this.origin = origin;
    List<Router> routers = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      routers.add(new Router("vip" + i, 51 + i, 3, 10, 3, List.of("10.0.0.1" + i)));
    }
    group =
        new Group(
            "group",
            "host-" + number,
            routers,
            priority,
            preempt,
            0,
            0,
            Scene.millis(20),
            (origin & 1) == 0 ? Scene.millis(500) : 0, // some linger, some do not
            new Stability(Scene.millis(5_000), Scene.millis(20_000)),
            new Group.Announcing(Scene.millis(500), 0),
            List.of(),
            Map.of());
    state = State.initial(group);
    holds = new boolean[members];
    lingers = new boolean[members];
  }

  /** The own clock: of another speed, and of any origin, so that it may wrap. */
  private long clock(long worldMicros) {
    return origin + (long) (worldMicros * 1_000 * speed);
  }

  /** When it does something next, in the world's time. */
  long wakesAt(long now) {
    long own = Election.nextNanos(state, group, clock(now)) - origin;
    long due = Math.max(tookAt, (long) Math.ceil(own / 1_000.0 / speed) + 1);
    return Math.max(pausedUntil, Math.min(due, mailAt));
  }

  void arrived(int from, int priority) {
    mail.add(new Mail(from, priority));
    mailAt = 0;
  }

  List<Mail> mail() {
    List<Mail> read = mail;
    mail = new ArrayList<>();
    mailAt = Long.MAX_VALUE;
    return read;
  }

  void pauseUntil(long micros) {
    pausedUntil = micros;
  }

  List<Effect> take(Input input, long now) {
    Step step = Election.step(group, state, input, () -> "id", clock(now));
    state = step.next();
    tookAt = now;
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.AddAddresses(int member) -> {
          holds[member] = true;
          lingers[member] = false;
        }
        case Effect.Linger(int member, _) -> {
          holds[member] = false;
          lingers[member] = true;
        }
        case Effect.RemoveAddresses(int member) -> {
          holds[member] = false;
          lingers[member] = false;
        }
        default -> {}
      }
    }
    return step.effects();
  }

  void checkHoldsWhatItsRoleSays() {
    boolean lingering = state.role() instanceof Role.Backup backup && backup.lingering() != null;
    for (int i = 0; i < holds.length; i++) {
      assertEquals(isActive(), holds[i], "addresses held if and only if active: " + this);
      assertEquals(lingering, lingers[i], "and in silence only while it lingers: " + this);
    }
  }

  boolean isActive() {
    return state.role() instanceof Role.Active;
  }

  boolean hasYielded() {
    return state.yielded();
  }

  int priority() {
    return state.priority();
  }

  int number() {
    return number;
  }

  int members() {
    return holds.length;
  }

  @Override
  public String toString() {
    return group.host() + " " + state.priority() + " " + state.role();
  }
}
