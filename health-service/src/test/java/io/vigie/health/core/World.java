package io.vigie.health.core;

import io.vigie.event.CheckResult;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.Target.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A small world that answers the probes of one observer; time moves from event to event. */
final class World {

  static final long MS = 1_000_000;
  static final Rule RULE = new Rule(2_000 * MS, 200 * MS, 2_000 * MS, 0, 500 * MS, 2, 2, true);
  static final Damping DAMPING = new Damping(true, 1000, 300_000 * MS, 2000, 750, 600_000 * MS);

  final Watch watch;
  final List<Fact> told = new ArrayList<>();

  /** Hosts, or single targets, that do not answer. */
  final Set<Object> silent = new HashSet<>();

  /** Hosts, or single targets, that refuse. */
  final Set<Object> refusing = new HashSet<>();

  /** Whether we have no sockets left. */
  boolean helpless;

  final Map<Target, Integer> probes = new HashMap<>();
  long now;

  private final PriorityQueue<Ending> endings =
      new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
  private final Set<String> outside;
  private int ids;

  private record Ending(long at, long started, Target target, Outcome outcome) {}

  World(Set<String> outside, Target... targets) {
    this.outside = outside;
    watch = new Watch(plan(targets), () -> "id-" + ++ids, new SplittableRandom(1), 0);
    take(new Input.Tick());
  }

  /** Two nodes outside, one beside us, each with one check. */
  static World threeNodes() {
    return new World(
        Set.of("k3s-2", "k3s-3"),
        new NodeCheck("k3s-1", "tcp"),
        new NodeCheck("k3s-2", "tcp"),
        new NodeCheck("k3s-3", "tcp"));
  }

  Plan plan(Target... targets) {
    Map<Target, Rule> rules = new LinkedHashMap<>();
    for (Target target : targets) {
      rules.put(target, RULE);
    }
    return new Plan("lb-1", rules, outside, Map.of("web", "tcp"), DAMPING);
  }

  void take(Input input) {
    for (Effect effect : watch.on(input, now)) {
      switch (effect) {
        case Effect.Publish(Fact fact) -> told.add(fact);
        case Effect.Probe(Target target) -> endings.add(answer(target));
      }
    }
  }

  private Ending answer(Target target) {
    probes.merge(target, 1, Integer::sum);
    if (helpless) {
      return ending(target, CheckResult.SOCKERR, false, 0);
    }
    String host =
        switch (target) {
          case NodeCheck(String node, String _) -> node;
          case Witness(String name) -> name;
          case Target.Frontend(String name, String _) -> name;
        };
    if (silent.contains(host) || silent.contains(target)) {
      return ending(target, CheckResult.L4TOUT, false, 500 * MS);
    }
    boolean refused = refusing.contains(host) || refusing.contains(target);
    return ending(target, refused ? CheckResult.L4CON : CheckResult.L4OK, true, MS);
  }

  private Ending ending(Target target, CheckResult result, boolean answered, long took) {
    return new Ending(now + took, now, target, new Outcome(result, "detail", answered, took));
  }

  void run(long millis) {
    runUntil(now + millis * MS);
  }

  void runUntil(long until) {
    while (true) {
      long tick = watch.nextNanos(now);
      Ending ending = endings.peek();
      long next = ending == null ? tick : Math.min(tick, ending.at);
      if (next > until) {
        now = until;
        return;
      }
      now = Math.max(now, next);
      if (ending != null && ending.at <= now) {
        endings.poll();
        take(new Input.Probed(ending.target, ending.started, ending.outcome));
      } else {
        take(new Input.Tick());
      }
    }
  }

  <E extends Event> Stream<E> events(Class<E> type) {
    return told.stream().map(Fact::event).filter(type::isInstance).map(type::cast);
  }

  List<NodeChanged> downs() {
    return events(NodeChanged.class).filter(n -> n.status() == NodeStatus.DOWN).toList();
  }

  /** The nodes that were said to be down by a word that counts. */
  List<String> plainDowns() {
    return downs().stream().filter(n -> !n.impaired()).map(NodeChanged::node).toList();
  }

  List<ObserverState> doubts() {
    return events(ObserverChanged.class).map(ObserverChanged::state).toList();
  }
}
