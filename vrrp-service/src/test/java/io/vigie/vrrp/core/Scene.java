package io.vigie.vrrp.core;

import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.PeerConflict;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.VipLost;
import io.vigie.event.VipMoved;
import io.vigie.vrrp.core.Tracker.Impact;
import io.vigie.vrrp.core.Tracker.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One group on a stage: gives it inputs at a time, and writes down what it does. */
final class Scene {

  static final String PEER = "192.168.1.7";

  private final List<String> done = new ArrayList<>();
  final List<Fact> facts = new ArrayList<>();

  private Group group;
  private State state;
  private long now;
  private int ids;

  Scene(Group group) {
    this.group = group;
    this.state = State.initial(group);
  }

  /** Version 3, 1 s, this priority, nothing tracked. */
  static Group group(int priority, Preempt preempt, Tracker... trackers) {
    return group(List.of(router("main", 51, 3, 100)), priority, preempt, trackers);
  }

  static Group group(List<Router> routers, int priority, Preempt preempt, Tracker... trackers) {
    return new Group(
        "edge",
        "lb-1",
        routers,
        priority,
        preempt,
        0,
        0,
        trackers.length == 0 ? 0 : millis(200),
        0,
        new Stability(millis(60_000), millis(600_000)),
        new Group.Announcing(millis(5_000), 0),
        List.of(trackers),
        Map.of(PEER, "lb-2"));
  }

  /** One that can linger and relay. */
  static Group graceful(List<Router> routers, int priority, Preempt preempt, Tracker... trackers) {
    Group group = group(routers, priority, preempt, trackers);
    return new Group(
        group.name(),
        group.host(),
        routers,
        priority,
        preempt,
        0,
        0,
        millis(200),
        millis(500),
        group.stability(),
        group.announcing(),
        group.trackers(),
        group.names());
  }

  static Router router(String vip, int vrid, int version, int intervalCentis) {
    return new Router(vip, vrid, version, intervalCentis, 3, List.of("192.168.1." + vrid));
  }

  static Tracker tracker(String name, Impact impact) {
    return new Tracker(name, impact, 0, 0);
  }

  static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Goes to this time, in ms since the beginning. */
  Scene at(double millis) {
    now = (long) (millis * 1_000_000);
    return this;
  }

  /** Gives an input; adverts that are sent have left at once. */
  Scene take(Input input) {
    return take(input, true);
  }

  Scene take(Input input, boolean sends) {
    Step step = Election.step(group, state, input, () -> "id-" + ++ids, now);
    state = step.next();
    for (Effect effect : step.effects()) {
      done.add(text(effect));
      if (sends && effect instanceof Effect.SendAdvert(int router, _)) {
        take(new Input.Sent(router));
      }
    }
    return this;
  }

  Scene start() {
    return take(new Input.Start());
  }

  Scene tick() {
    return take(new Input.Tick(true));
  }

  Scene hears(int priority) {
    return take(new Input.Heard(0, priority, 100, PEER, 1));
  }

  Scene tracked(String name, boolean well) {
    return tracked(name, new Reading(well, 0, name + (well ? " is well" : " is lost")));
  }

  Scene tracked(String name, Reading reading) {
    return take(new Input.Tracked(name, reading, null));
  }

  /** Lets the clock run and ticks whenever one is due, until this time. */
  Scene runTo(double millis) {
    long end = (long) (millis * 1_000_000);
    while (true) {
      long next = Election.nextNanos(state, group, now);
      if (next - end > 0) {
        now = end;
        return this;
      }
      now = Math.max(now, next);
      tick();
    }
  }

  /** What was done since the last call, in order. */
  String done() {
    String text = String.join(" ", done);
    done.clear();
    return text;
  }

  /** Forgets what was done so far. */
  Scene clear() {
    done.clear();
    return this;
  }

  State state() {
    return state;
  }

  Role role() {
    return state.role();
  }

  /** When the next tick is due, in ns since the beginning. */
  long nextNanos() {
    return Election.nextNanos(state, group, now);
  }

  private String text(Effect effect) {
    return switch (effect) {
      case Effect.SendAdvert(int router, int priority) -> "advert" + at(router) + ":" + priority;
      case Effect.AddAddresses(int router) -> "add" + at(router);
      case Effect.RemoveAddresses(int router) -> "remove" + at(router);
      case Effect.Linger(int router, long nanos) -> "linger" + at(router) + ":" + nanos / 1_000_000;
      case Effect.Relay(int router, String to, long nanos) ->
          "relay" + at(router) + "(" + to + " " + nanos / 1_000_000 + ")";
      case Effect.Announce(int router) -> "announce" + at(router);
      case Effect.Publish(Fact fact) -> {
        facts.add(fact);
        yield text(fact.event());
      }
    };
  }

  private String at(int router) {
    return group.routers().size() == 1 ? "" : "#" + router;
  }

  private static String text(Event event) {
    return switch (event) {
      case RoleChanged r -> r.role().wire() + "(" + r.reason().wire() + ")";
      case VipMoved m -> "moved(" + m.from() + " " + m.gapMillis() + ")";
      case PriorityChanged p -> "priority(" + p.was() + "->" + p.priority() + ")";
      case PeerConflict c -> (c.open() ? "conflict(" : "agreed(") + c.kind().wire() + ")";
      case VipLost l -> "lost(" + l.address() + " " + l.cause().wire() + ")";
      default -> throw new AssertionError("not ours: " + event);
    };
  }
}
