package io.vigie.event;

import static io.vigie.event.NodeChanged.NodeStatus.DEGRADED;
import static io.vigie.event.NodeChanged.NodeStatus.DOWN;
import static io.vigie.event.NodeChanged.NodeStatus.FLAPPING;
import static io.vigie.event.NodeChanged.NodeStatus.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged.ObserverState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeViewTest {

  private static final long MS = 1_000_000;

  private NodeView view = NodeView.EMPTY;
  private long n;

  // --- who agrees ---

  @ParameterizedTest(name = "lb-1 {0}, lb-2 {1}: {2}")
  @CsvSource({
    "UP, UP, UP",
    "UP, DEGRADED, DEGRADED",
    "UP, FLAPPING, FLAPPING",
    "UP, DOWN, DISPUTED",
    "DEGRADED, DEGRADED, DEGRADED",
    "DEGRADED, FLAPPING, FLAPPING",
    "DEGRADED, DOWN, DISPUTED",
    "FLAPPING, FLAPPING, FLAPPING",
    "FLAPPING, DOWN, DISPUTED",
    "DOWN, DOWN, DOWN",
    "UP, , UP",
    "DEGRADED, , DEGRADED",
    "FLAPPING, , FLAPPING",
    "DOWN, , DOWN",
    ", , UNKNOWN",
  })
  void twoObserversTogether(
      @Nullable NodeStatus first, @Nullable NodeStatus second, Standing expected) {
    for (boolean swapped : new boolean[] {false, true}) {
      view = NodeView.EMPTY;
      say("lb-1", swapped ? second : first, 0);
      say("lb-2", swapped ? first : second, 0);
      assertEquals(expected, view.agreed("k3s-1", 0).standing());
    }
  }

  @Test
  void aThirdWhoSeesItMakesItDisputed() {
    say("lb-1", DOWN, 0);
    say("lb-2", DOWN, 0);
    say("lb-3", UP, 0);
    assertEquals(Standing.DISPUTED, view.agreed("k3s-1", 0).standing());
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-2", 0).standing());
  }

  @Test
  void anObserverCountsForSixSecondsAfterItsLastSignOfLife() {
    say("lb-1", DOWN, 0);
    assertEquals(Standing.DOWN, view.agreed("k3s-1", 6000 * MS).standing());
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", 6000 * MS + 1).standing());
    alive("lb-1", 5000 * MS);
    assertEquals(Standing.DOWN, view.agreed("k3s-1", 11_000 * MS).standing());
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", 11_000 * MS + 1).standing());
  }

  @Test
  void aDisputeEndsWhenOneSideFallsSilent() {
    say("lb-1", DOWN, 0);
    say("lb-2", UP, 4000 * MS);
    assertEquals(Standing.DISPUTED, view.agreed("k3s-1", 6000 * MS).standing());
    assertEquals(Standing.UP, view.agreed("k3s-1", 7000 * MS).standing());
  }

  @Test
  void historyChangesStateButIsNoSignOfLife() {
    hear("lb-1", node("k3s-1", DOWN, false), false, 0);
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", 0).standing());
    alive("lb-1", 1);
    assertEquals(Standing.DOWN, view.agreed("k3s-1", 1).standing());
  }

  @Test
  void theClockMayBeginAnywhere() {
    long begin = Long.MAX_VALUE - 1000 * MS;
    say("lb-1", DOWN, begin);
    assertEquals(Standing.DOWN, view.agreed("k3s-1", begin + 5000 * MS).standing());
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", begin + 6001 * MS).standing());
  }

  // --- doubt ---

  @Test
  void anImpairedObserverDoesNotCountUntilItIsClear() {
    say("lb-1", DOWN, 0);
    say("lb-2", UP, 0);
    doubt("lb-1", ObserverState.IMPAIRED, 0);
    assertTrue(view.impaired("lb-1"));
    assertEquals(Standing.UP, view.agreed("k3s-1", 0).standing());
    doubt("lb-1", ObserverState.CLEAR, 0);
    assertFalse(view.impaired("lb-1"));
    assertEquals(Standing.DISPUTED, view.agreed("k3s-1", 0).standing());
  }

  @Test
  void aWordGivenInDoubtDoesNotCountEvenAfterTheDoubt() {
    say("lb-1", UP, 0);
    hear("lb-1", node("k3s-1", DOWN, true), true, 0);
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", 0).standing());
    say("lb-1", UP, 0);
    assertEquals(Standing.UP, view.agreed("k3s-1", 0).standing());
  }

  @Test
  void historyCanTellOfDoubt() {
    hear("lb-1", observer("lb-1", ObserverState.IMPAIRED), false, 0);
    say("lb-1", DOWN, 0);
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", 0).standing());
  }

  // --- what a balancer holds ---

  @Test
  void theOwnObserverOverTheLinkComesFirst() {
    say("lb-1", UP, 0);
    say("lb-2", DOWN, 0);
    view = view.linkAlive("lb-1", 0);
    assertEquals(Standing.UP, view.seenFrom("lb-1", "k3s-1", 0).standing());
    assertEquals(Standing.UP, view.seenFrom("lb-2", "k3s-1", 0).standing(), "no link: the other");
    assertEquals(Standing.DISPUTED, view.agreed("k3s-1", 0).standing());
  }

  @Test
  void afterASecondOfSilenceTheOthersAreAsked() {
    say("lb-1", UP, 0);
    view = view.linkAlive("lb-1", 0);
    say("lb-2", DOWN, 0);
    assertEquals(Standing.UP, view.seenFrom("lb-1", "k3s-1", 1000 * MS).standing());
    assertEquals(Standing.DOWN, view.seenFrom("lb-1", "k3s-1", 1000 * MS + 1).standing());
    view = view.linkAlive("lb-1", 1200 * MS);
    assertEquals(Standing.UP, view.seenFrom("lb-1", "k3s-1", 1200 * MS).standing());
  }

  @Test
  void signsOverKafkaAreNoLinkPings() {
    say("lb-1", UP, 0);
    view = view.linkAlive("lb-1", 0);
    say("lb-2", DOWN, 0);
    alive("lb-1", 1500 * MS);
    assertEquals(Standing.DOWN, view.seenFrom("lb-1", "k3s-1", 1500 * MS).standing());
  }

  @Test
  void whenTheLinkEndsTheOthersAreAskedAtOnce() {
    say("lb-1", UP, 0);
    say("lb-2", DOWN, 0);
    view = view.linkAlive("lb-1", 0).linkLost("lb-1");
    assertEquals(Standing.DOWN, view.seenFrom("lb-1", "k3s-1", 0).standing());
  }

  @Test
  void aloneTheOwnObserverCountsAsLongAsItIsPresent() {
    say("lb-1", DOWN, 0);
    view = view.linkAlive("lb-1", 0).linkLost("lb-1");
    assertEquals(Standing.DOWN, view.seenFrom("lb-1", "k3s-1", 6000 * MS).standing());
    assertEquals(Standing.UNKNOWN, view.seenFrom("lb-1", "k3s-1", 6000 * MS + 1).standing());
  }

  @Test
  void linkPingsAreSignsOfLifeForEverybody() {
    hear("lb-1", node("k3s-1", DOWN, false), false, 0);
    view = view.linkAlive("lb-1", 0);
    assertTrue(view.counts("lb-1", 6000 * MS));
    assertEquals(Standing.DOWN, view.agreed("k3s-1", 6000 * MS).standing());
  }

  @Test
  void anImpairedOwnObserverIsNotAskedWhateverTheOthersSay() {
    say("lb-1", DOWN, 0);
    view = view.linkAlive("lb-1", 0);
    doubt("lb-1", ObserverState.IMPAIRED, 0);
    assertEquals(Standing.UNKNOWN, view.seenFrom("lb-1", "k3s-1", 0).standing());
    say("lb-2", UP, 0);
    assertEquals(Standing.UP, view.seenFrom("lb-1", "k3s-1", 0).standing());
  }

  @Test
  void anOwnObserverWithoutAWordLeavesItToTheOthers() {
    view = view.linkAlive("lb-1", 0);
    say("lb-2", FLAPPING, 0);
    assertEquals(Standing.FLAPPING, view.seenFrom("lb-1", "k3s-1", 0).standing());
    say("lb-1", DEGRADED, 0);
    assertEquals(Standing.DEGRADED, view.seenFrom("lb-1", "k3s-1", 0).standing());
  }

  @Test
  void checksFollowTheSameRule() {
    hear("lb-1", check("k3s-1", "traefik", CheckStatus.DOWN, false), true, 0);
    hear("lb-2", check("k3s-1", "traefik", CheckStatus.UP, false), true, 0);
    view = view.linkAlive("lb-1", 0);
    assertEquals(Standing.DOWN, view.checkSeenFrom("lb-1", "k3s-1", "traefik", 0).standing());
    assertEquals(Standing.UP, view.checkSeenFrom("lb-1", "k3s-1", "traefik", 1001 * MS).standing());
    assertEquals(Standing.UNKNOWN, view.checkSeenFrom("lb-1", "k3s-1", "api", 0).standing());
    assertEquals(Standing.UNKNOWN, view.agreed("k3s-1", 0).standing(), "a check is not a node");
    hear("lb-1", check("k3s-1", "traefik", CheckStatus.DOWN, true), true, 0);
    assertEquals(Standing.UP, view.checkSeenFrom("lb-1", "k3s-1", "traefik", 0).standing());
  }

  // --- order ---

  @Test
  void lateAndDoubledNewsChangeNothing() {
    Envelope seven = envelope("lb-1", node("k3s-1", DOWN, false), new Sequence(1, 7));
    Envelope eight = envelope("lb-1", node("k3s-1", UP, false), new Sequence(1, 8));
    NodeView once = NodeView.EMPTY.heard(eight, true, 0);
    assertEquals(once, once.heard(seven, true, 0));
    assertEquals(once, once.heard(eight, true, 0));
    assertEquals(Standing.UP, once.heard(seven, true, 0).agreed("k3s-1", 0).standing());
  }

  @Test
  void lateDoubtChangesNothing() {
    Envelope seven = envelope("lb-1", observer("lb-1", ObserverState.IMPAIRED), new Sequence(1, 7));
    Envelope eight = envelope("lb-1", observer("lb-1", ObserverState.CLEAR), new Sequence(1, 8));
    assertFalse(NodeView.EMPTY.heard(eight, true, 0).heard(seven, true, 0).impaired("lb-1"));
  }

  @Test
  void aLaterLifeOfTheObserverOutranksTheEarlierOne() {
    view = view.heard(envelope("lb-1", node("k3s-1", DOWN, false), new Sequence(1, 999)), true, 0);
    view = view.heard(envelope("lb-1", node("k3s-1", UP, false), new Sequence(2, 1)), true, 0);
    assertEquals(Standing.UP, view.agreed("k3s-1", 0).standing());
  }

  // --- who is heard ---

  @Test
  void onlyObserversAreHeard() {
    Envelope liar =
        new Envelope(
            Fact.root("id", node("k3s-1", DOWN, false)),
            Envelope.source("lb-1", "lb-service"),
            new Sequence(1, 1),
            Instant.EPOCH);
    assertSame(view, view.heard(liar, true, 0));
    ServiceAlive other = new ServiceAlive("lb-1", "lb-service", "1", 1);
    assertSame(
        view,
        view.heard(
            new Envelope(
                Fact.root("id", other),
                Envelope.source("lb-1", "lb-service"),
                new Sequence(1, 1),
                Instant.EPOCH),
            true,
            0));
  }

  @Test
  void knowsTheNodesAnybodySpokeOf() {
    hear("lb-1", node("k3s-2", UP, false), false, 0);
    hear("lb-2", node("k3s-1", UP, true), false, 0);
    hear("lb-2", check("k3s-3", "api", CheckStatus.UP, false), false, 0);
    assertEquals(Set.of("k3s-1", "k3s-2"), view.nodes());
  }

  @Test
  void tellsWhoseWordTippedIt() {
    assertTrue(view.agreed("k3s-1", 0).tippedBy().isEmpty());
    say("lb-2", DOWN, 5);
    say("lb-1", DOWN, 3);
    Opinion opinion = view.agreed("k3s-1", 10);
    assertEquals(List.of("lb-1", "lb-2"), opinion.words().stream().map(Word::observer).toList());
    Word tipped = opinion.tippedBy().orElseThrow();
    assertEquals("lb-2", tipped.observer());
    assertEquals(new Fact.Ref("id-1", "id-1"), tipped.ref());
    assertEquals(node("k3s-1", DOWN, false), tipped.said());
  }

  @Test
  void strangersCannotFillTheMemory() {
    for (int i = 0; i <= NodeView.MOST_OBSERVERS; i++) {
      say("lb-" + i, DOWN, 0);
    }
    assertTrue(view.counts("lb-63", 0));
    assertFalse(view.counts("lb-64", 0));

    for (int i = 0; i <= NodeView.MOST_SUBJECTS; i++) {
      hear("lb-1", node("node-" + i, UP, false), true, 0);
    }
    assertTrue(view.nodes().contains("node-19998"), "beside the one of above");
    assertFalse(view.nodes().contains("node-20000"));
    hear("lb-1", node("node-0", DOWN, false), true, 0);
    assertEquals(Standing.DOWN, view.agreed("node-0", 0).standing(), "known ones still change");
  }

  private void say(String observer, @Nullable NodeStatus status, long now) {
    if (status != null) {
      hear(observer, node("k3s-1", status, false), true, now);
    }
  }

  private void doubt(String observer, ObserverState state, long now) {
    hear(observer, observer(observer, state), true, now);
  }

  private void alive(String observer, long now) {
    hear(observer, new ServiceAlive(observer, "health-service", "1", 1), true, now);
  }

  private void hear(String observer, Event event, boolean fresh, long now) {
    n++;
    view = view.heard(envelope(observer, event, new Sequence(1, n)), fresh, now);
  }

  private static Envelope envelope(String observer, Event event, Sequence sequence) {
    return new Envelope(
        Fact.root("id-" + sequence.n(), event),
        Envelope.source(observer, "health-service"),
        sequence,
        Instant.EPOCH);
  }

  private static NodeChanged node(String node, NodeStatus status, boolean impaired) {
    return new NodeChanged(node, status, List.of(), List.of(), 0, 0, impaired);
  }

  private static CheckChanged check(
      String node, String check, CheckStatus status, boolean impaired) {
    return new CheckChanged(node, check, status, CheckResult.L4CON, "", 0, 0, 2, 2, impaired);
  }

  private static ObserverChanged observer(String observer, ObserverState state) {
    return new ObserverChanged(observer, state, "", List.of());
  }
}
