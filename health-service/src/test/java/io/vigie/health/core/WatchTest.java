package io.vigie.health.core;

import static io.vigie.health.core.World.MS;
import static io.vigie.health.core.World.RULE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.health.core.Target.NodeCheck;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole stories in virtual time: the probes are answered by a small world. */
class WatchTest {

  @Test
  void aNodeThatFallsSilentIsDownWithinTheWorstDetectionTimeAndTheCheckIsItsCause() {
    World world = World.threeNodes();
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
  void aNodeThatDropsEveryMinuteIsKeptOutUntilItIsQuiet() {
    World world = World.threeNodes();
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
    World world = World.threeNodes();
    world.runUntil(10_500 * MS);
    world.refusing.add("k3s-1");
    Fact.Ref trouble = new Fact.Ref("connect-1", "root-1");
    world.take(new Input.ConnectFailed("k3s-1", "web", trouble));
    world.run(210); // the first probe at once, the second after the fast interval

    assertEquals(List.of("k3s-1"), world.plainDowns());
    assertChainBeginsWith("connect-1", world);
  }

  @Test
  void aFailedConnectDuringAProbeIsTheCauseOfWhatTheNextOneFinds() {
    World world = World.threeNodes();
    NodeCheck target = new NodeCheck("k3s-1", "tcp");
    world.runUntil(10_000 * MS);
    int before = world.probes.getOrDefault(target, 0);
    while (world.probes.getOrDefault(target, 0) == before) {
      world.runUntil(world.watch.nextNanos(world.now));
    }
    world.refusing.add("k3s-1"); // the probe under way was answered before
    world.take(new Input.ConnectFailed("k3s-1", "web", new Fact.Ref("connect-1", "root-1")));
    world.run(210);

    assertEquals(before + 3, world.probes.get(target));
    assertEquals(List.of("k3s-1"), world.plainDowns());
    assertChainBeginsWith("connect-1", world);
  }

  private static void assertChainBeginsWith(String cause, World world) {
    Fact check = world.told.get(world.told.size() - 2);
    Fact node = world.told.getLast();
    assertTrue(check.event() instanceof CheckChanged);
    assertEquals(cause, check.causationId());
    assertEquals(check.id(), node.causationId());
    assertEquals("root-1", node.correlationId());
  }

  @Test
  void aNodeIsJudgedAnewWhenItsFailingCheckIsNoLongerWanted() {
    NodeCheck tcp = new NodeCheck("k3s-1", "tcp");
    NodeCheck http = new NodeCheck("k3s-1", "http");
    World world = new World(Set.of(), tcp, http);
    world.refusing.add(http);
    world.run(10_000);
    assertEquals(NodeStatus.DEGRADED, lastOf(world, "k3s-1").status());

    world.take(new Input.Replanned(world.plan(tcp)));
    assertEquals(NodeStatus.UP, lastOf(world, "k3s-1").status());
    assertEquals(List.of(), lastOf(world, "k3s-1").failing());
  }

  @Test
  void othersAreNotAskedMoreOftenWhileANodeIsKnownToBeDown() {
    World world = World.threeNodes();
    world.silent.add("k3s-2");
    world.run(10_000);
    int before = world.probes.getOrDefault(new NodeCheck("k3s-3", "tcp"), 0);
    world.run(60_000);
    int asked = world.probes.getOrDefault(new NodeCheck("k3s-3", "tcp"), 0) - before;
    assertTrue(asked >= 29 && asked <= 31, asked + " probes in a minute, one in 2 s expected");
  }

  private static NodeChanged lastOf(World world, String node) {
    return world
        .events(NodeChanged.class)
        .filter(n -> n.node().equals(node))
        .reduce((a, b) -> b)
        .orElseThrow();
  }
}
