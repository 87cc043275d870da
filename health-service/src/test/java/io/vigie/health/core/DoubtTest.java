package io.vigie.health.core;

import static io.vigie.health.core.World.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.Target.Witness;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When an observer believes what it sees, and when it doubts itself. */
class DoubtTest {

  private static final List<ObserverState> CUT_AND_CLEAR =
      List.of(ObserverState.IMPAIRED, ObserverState.CLEAR);

  @Test
  void anObserverThatIsCutOffDoubtsItselfAndNoDownOfItsCounts() {
    for (long cut = 10_000; cut < 12_000; cut += 37) { // whatever the probes are doing then
      World world = World.threeNodes();
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
    World world = World.threeNodes();
    world.runUntil(10_000 * MS);
    world.refusing.addAll(Set.of("k3s-1", "k3s-2", "k3s-3"));
    world.runUntil(14_000 * MS);
    assertEquals(3, world.downs().size());
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void theLastOneLostLongAfterTheOthersIsDown() {
    World world = World.threeNodes();
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
  void aCardThatLosesSomeBeforeAllIsACutAllTheSame() {
    for (long dark = 50; dark <= 1_200; dark += 50) {
      World world = World.threeNodes();
      world.runUntil(10_000 * MS);
      world.silent.add("k3s-3"); // its packets are lost first, the others' are still answered
      world.run(dark);
      world.silent.add("k3s-2");
      world.run(20_000);
      boolean knownBefore = dark > 700; // two probes of k3s-3 may have failed before the dark
      assertTrue(
          knownBefore || world.plainDowns().isEmpty(), "dark after " + dark + " ms: " + world.told);
      assertFalse(world.plainDowns().contains("k3s-2") && !world.doubts().isEmpty());
    }
  }

  @Test
  void aNodeBesideUsThatFallsSilentAloneIsPlainlyDown() {
    World world = World.threeNodes();
    world.run(10_000);
    world.silent.add("k3s-1");
    world.run(World.RULE.worstDetectionNanos() / MS + 2);
    assertEquals(List.of("k3s-1"), world.plainDowns());
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void whoHearsNobodyAtAllBelievesNoSilence() {
    for (long cut = 10_000; cut < 12_000; cut += 37) {
      World world = World.threeNodes();
      world.runUntil(cut * MS);
      world.silent.addAll(Set.of("k3s-1", "k3s-2", "k3s-3"));
      world.run(20_000);
      assertEquals(List.of(ObserverState.IMPAIRED), world.doubts(), "cut at " + cut + " ms");
      assertEquals(List.of(), world.plainDowns(), "cut at " + cut + " ms");
      world.silent.clear();
      world.run(20_000);
      assertEquals(CUT_AND_CLEAR, world.doubts());
      assertEquals(List.of(), world.plainDowns());
    }
  }

  @Test
  void whoNeverHeardAnybodyOutsideDoubtsItself() {
    World world = World.threeNodes();
    world.silent.addAll(Set.of("k3s-2", "k3s-3"));
    world.run(10_000);
    assertEquals(List.of(ObserverState.IMPAIRED), world.doubts());
    assertEquals(List.of(), world.plainDowns());
  }

  @Test
  void theOnlyOneOutsideIsBelievedToBeDown() {
    World world =
        new World(Set.of("k3s-2"), new NodeCheck("k3s-1", "tcp"), new NodeCheck("k3s-2", "tcp"));
    world.run(10_000);
    world.silent.add("k3s-2");
    world.run(10_000);
    assertEquals(List.of("k3s-2"), world.plainDowns());
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void anotherCheckOfTheSameNodeThatAnswersIsAWitness() {
    NodeCheck filtered = new NodeCheck("k3s-2", "http");
    World world =
        new World(
            Set.of("k3s-2", "k3s-3"),
            filtered,
            new NodeCheck("k3s-2", "tcp"),
            new NodeCheck("k3s-3", "tcp"));
    world.run(10_000);
    world.silent.addAll(Set.of(filtered, "k3s-3"));
    world.run(20_000);
    assertEquals(List.of("k3s-3"), world.plainDowns());
    assertEquals(List.of(), world.doubts());
  }

  @Test
  void aNodeThatWasDownAllAlongPaysForOneFall() {
    World world = World.threeNodes();
    world.run(10_000);
    world.refusing.add("k3s-3");
    world.run(10_000);
    world.take(new Input.Unwell("own loop stood still"));
    world.run(10_000);
    world.take(new Input.Well());
    world.run(10_000);
    assertEquals(CUT_AND_CLEAR, world.doubts());
    assertEquals(List.of("k3s-3", "k3s-3"), world.plainDowns(), "told again when clear");
    assertTrue(world.downs().getLast().penalty() <= 1000, world.downs().toString());
  }

  @Test
  void whatIsSaidInDoubtAndAfterItIsCausedByIt() {
    World world = World.threeNodes();
    world.run(10_000);
    world.silent.addAll(Set.of("k3s-2", "k3s-3"));
    world.run(10_000);
    Fact impaired = factOf(world, ObserverState.IMPAIRED);
    assertEquals(List.of("k3s-2", "k3s-3"), ((ObserverChanged) impaired.event()).lost());
    assertEquals(impaired.id(), impaired.correlationId());
    assertEquals(2, causedBy(world, impaired));

    world.silent.clear();
    world.run(10_000);
    assertEquals(2, causedBy(world, factOf(world, ObserverState.CLEAR)));
  }

  @Test
  void aStallIsForgivenEvenIfNobodyOutsideHasLivedForLong() {
    World world = World.threeNodes();
    world.run(10_000);
    world.silent.add("k3s-2");
    world.run(60_000);
    world.silent.add("k3s-3");
    world.run(60_000);
    assertEquals(List.of("k3s-2", "k3s-3"), world.plainDowns());
    world.take(new Input.Unwell("own loop stood still"));
    world.run(1_000);
    world.take(new Input.Well());
    assertEquals(CUT_AND_CLEAR, world.doubts());
  }

  @Test
  void aSocketErrorOfOurOwnSaysNothingOfAnybody() {
    World world = World.threeNodes();
    world.run(10_000);
    world.helpless = true;
    world.run(10_000);
    assertEquals(List.of(ObserverState.IMPAIRED), world.doubts());
    assertEquals(List.of(), world.downs());
    world.helpless = false;
    world.run(10_000);
    assertEquals(CUT_AND_CLEAR, world.doubts());
    assertEquals(List.of(), world.downs());
  }

  private static Fact factOf(World world, ObserverState state) {
    return world.told.stream()
        .filter(f -> f.event() instanceof ObserverChanged o && o.state() == state)
        .findFirst()
        .orElseThrow();
  }

  private static long causedBy(World world, Fact cause) {
    return world.told.stream()
        .filter(f -> f.event() instanceof CheckChanged && cause.id().equals(f.causationId()))
        .count();
  }
}
