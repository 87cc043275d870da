package io.vigie.health.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckResult;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.Target.Witness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whole stories in virtual time: the probes are answered by a small world. */
class WatchTest {

  private static final long MS = 1_000_000;
  private static final Rule RULE =
      new Rule(2_000 * MS, 200 * MS, 2_000 * MS, 0, 500 * MS, 2, 2, true);

  /** Who answers, and how; time moves from event to event. */
  private static final class World {
    final Watch watch;
    final List<Fact> told = new ArrayList<>();
    final Set<String> silent = new HashSet<>();
    final Set<String> refusing = new HashSet<>();
    private final PriorityQueue<Ending> endings =
        new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private int ids;
    long now;

    private record Ending(long at, long started, Target target, Outcome outcome) {}

    World(Set<String> outside, Target... targets) {
      Map<Target, Rule> rules = new LinkedHashMap<>();
      for (Target target : targets) {
        rules.put(target, RULE);
      }
      Damping damping = new Damping(true, 1000, 300_000 * MS, 2000, 750, 600_000 * MS);
      Plan plan = new Plan("lb-1", rules, outside, Map.of("web", "tcp"), damping);
      watch = new Watch(plan, () -> "id-" + ++ids, new SplittableRandom(1), 0);
      take(new Input.Tick());
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
      String host =
          switch (target) {
            case NodeCheck(String node, String _) -> node;
            case Witness(String name) -> name;
            case Target.Frontend(String name, String _) -> name;
          };
      if (silent.contains(host)) {
        long took = 500 * MS;
        return new Ending(
            now + took, now, target, new Outcome(CheckResult.L4TOUT, "no answer", false, took));
      }
      CheckResult result = refusing.contains(host) ? CheckResult.L4CON : CheckResult.L4OK;
      return new Ending(now + MS, now, target, new Outcome(result, "answer", true, MS));
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

    List<NodeChanged> downs() {
      return told.stream()
          .map(Fact::event)
          .filter(e -> e instanceof NodeChanged n && n.status() == NodeStatus.DOWN)
          .map(NodeChanged.class::cast)
          .toList();
    }

    List<ObserverState> doubts() {
      return told.stream()
          .map(Fact::event)
          .filter(ObserverChanged.class::isInstance)
          .map(e -> ((ObserverChanged) e).state())
          .toList();
    }
  }

  private static World threeNodes() {
    return new World(
        Set.of("k3s-2", "k3s-3"),
        new NodeCheck("k3s-1", "tcp"),
        new NodeCheck("k3s-2", "tcp"),
        new NodeCheck("k3s-3", "tcp"));
  }

  @Test
  void aNodeThatFallsSilentIsDownWithinTheWorstDetectionTimeAndTheCheckIsItsCause() {
    World world = threeNodes();
    world.runUntil(10_000 * MS);
    world.silent.add("k3s-2");
    long since = world.now;
    world.runUntil(since + RULE.worstDetectionNanos() + MS);

    assertEquals(1, world.downs().size());
    assertFalse(world.downs().getFirst().impaired());
    Fact node = world.told.getLast();
    Fact check = world.told.get(world.told.size() - 2);
    assertTrue(check.event() instanceof CheckChanged);
    assertEquals(check.id(), node.causationId());
    assertEquals(check.id(), node.correlationId());
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void anObserverThatIsCutOffDoubtsItselfAndNoDownOfItsCounts() {
    for (long cut = 10_000; cut < 12_000; cut += 37) { // whatever the probes are doing then
      World world = threeNodes();
      world.runUntil(cut * MS);
      world.silent.addAll(Set.of("k3s-2", "k3s-3"));
      world.runUntil((cut + 20_000) * MS);
      assertEquals(List.of(ObserverState.IMPAIRED), world.doubts(), "cut at " + cut + " ms");
      assertTrue(world.downs().stream().allMatch(NodeChanged::impaired), "cut at " + cut + " ms");

      world.silent.clear();
      world.runUntil((cut + 40_000) * MS);
      assertEquals(List.of(ObserverState.IMPAIRED, ObserverState.CLEAR), world.doubts());
      assertTrue(world.downs().stream().allMatch(NodeChanged::impaired));
    }
  }

  @Test
  void aWitnessThatAnswersMakesTheSilenceOfAllNodesBelieved() {
    World world =
        new World(
            Set.of("k3s-2", "k3s-3"),
            new NodeCheck("k3s-2", "tcp"),
            new NodeCheck("k3s-3", "tcp"),
            new Witness("gateway"));
    world.refusing.add("gateway"); // a refusal is an answer
    world.runUntil(10_000 * MS);
    world.silent.addAll(Set.of("k3s-2", "k3s-3"));
    world.runUntil(20_000 * MS);
    assertEquals(List.of(), world.doubts());
    assertEquals(2, world.downs().size());
    assertFalse(world.downs().getFirst().impaired());
  }

  @Test
  void nodesThatRefuseAreDownAtOnceEvenAllTogether() {
    World world = threeNodes();
    world.runUntil(10_000 * MS);
    world.refusing.addAll(Set.of("k3s-1", "k3s-2", "k3s-3"));
    world.runUntil(14_000 * MS);
    assertEquals(3, world.downs().size());
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void theLastOneLostLongAfterTheOthersIsDown() {
    World world = threeNodes();
    world.runUntil(10_000 * MS);
    world.silent.add("k3s-2");
    world.runUntil(60_000 * MS);
    world.silent.add("k3s-3");
    world.runUntil(80_000 * MS);
    assertEquals(2, world.downs().size());
    assertTrue(world.downs().stream().noneMatch(NodeChanged::impaired));
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void aNodeThatDropsEveryMinuteIsKeptOutUntilItIsQuiet() {
    World world = threeNodes();
    for (long minute = 1; minute <= 10; minute++) {
      world.runUntil(minute * 60_000 * MS);
      world.silent.add("k3s-2");
      world.runUntil((minute * 60_000 + 10_000) * MS);
      world.silent.remove("k3s-2");
    }
    List<NodeStatus> story =
        world.told.stream()
            .map(Fact::event)
            .filter(e -> e instanceof NodeChanged n && n.node().equals("k3s-2"))
            .map(e -> ((NodeChanged) e).status())
            .toList();
    assertEquals(
        List.of(
            NodeStatus.UP,
            NodeStatus.DOWN,
            NodeStatus.UP,
            NodeStatus.DOWN,
            NodeStatus.UP,
            NodeStatus.DOWN,
            NodeStatus.FLAPPING),
        story.subList(0, 7));
    assertFalse(
        story.subList(3, story.size()).subList(2, story.size() - 3).contains(NodeStatus.UP));

    world.runUntil(world.now + 600_000 * MS);
    NodeChanged last =
        (NodeChanged)
            world.told.stream()
                .map(Fact::event)
                .filter(e -> e instanceof NodeChanged n && n.node().equals("k3s-2"))
                .reduce((a, b) -> b)
                .orElseThrow();
    assertEquals(NodeStatus.UP, last.status(), "quiet for ten minutes");
  }

  @Test
  void aFailedConnectIsProbedAtOnceAndIsTheCauseOfWhatIsFound() {
    World world = threeNodes();
    world.runUntil(10_500 * MS);
    world.refusing.add("k3s-1");
    Fact.Ref trouble = new Fact.Ref("connect-1", "root-1");
    world.take(new Input.ConnectFailed("k3s-1", "web", trouble));
    world.runUntil(world.now + 2 * MS);
    world.take(new Input.ConnectFailed("k3s-1", "web", trouble));
    world.runUntil(world.now + 2 * MS);
    assertEquals(1, world.downs().size());
    Fact check = world.told.get(world.told.size() - 2);
    assertEquals("connect-1", check.causationId());
    assertEquals("root-1", world.told.getLast().correlationId());
  }
}
