package io.vigie.storage.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.model.Kubernetes;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A node dies and comes back, and another one with it, told in any order that the watches allow:
 * see {@link Play}. {@code -Dvigie.seed} repeats one run, {@code -Dvigie.runs} is how many there
 * are.
 */
class NodeDeathSimTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 2_000);
  private static final VolumeChanged WELL =
      new VolumeChanged(
          Longhorn.VOLUME,
          VolumeHealth.HEALTHY,
          "k3s-1",
          "git/data-gitea-0",
          "StatefulSet git/gitea",
          20 * Longhorn.GIB,
          3,
          3,
          "");

  @Test
  void whateverTheOrderTheStoryIsTheSame() {
    run(NodeDeath.before(), NodeDeath.one(), NodeDeathSimTest::checkOne);
  }

  @Test
  void aSecondDeathDuringTheRebuildIsToldToItsEnd() {
    run(NodeDeath.before(), NodeDeath.two(), NodeDeathSimTest::checkTwo);
  }

  @Test
  void theSampleSceneIsToldToItsEnd() {
    assumeTrue(SampleScene.isThere(), "no sample objects beside the repository");
    run(
        SampleScene.before(),
        SampleScene.streams(),
        play -> {
          clearInTheEnd(play, "k3s-2");
          rebuiltOnce(play, SampleScene.REPLICA);
          VolumeChanged last = play.all(VolumeChanged.class).getLast();
          assertEquals(VolumeHealth.HEALTHY, last.health(), play::story);
          assertEquals(3, last.replicasHealthy(), play::story);
          assertEquals(List.of(), play.all(LastReplica.class), play::story);
        });
  }

  private static void run(
      List<Kubernetes> before, List<List<Play.Step>> streams, Consumer<Play> check) {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int run = 0; run < (only == null ? RUNS : 1); run++) {
      long seed = first + run;
      try {
        Play play = new Play(seed);
        play.play(before, streams);
        check.accept(play);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void checkOne(Play play) {
    ended(play);
    clearInTheEnd(play, "k3s-2");
    assertEquals(List.of(), play.all(LastReplica.class), play::story);
    rebuiltOnce(play, Longhorn.replica(2));
  }

  private static void checkTwo(Play play) {
    ended(play);
    clearInTheEnd(play, "k3s-2");
    clearInTheEnd(play, "k3s-3");
    List<LastReplica> alarms = play.all(LastReplica.class);
    assertTrue(alarms.isEmpty() || !alarms.getLast().alarm(), play::story);
    rebuiltOnce(play, Longhorn.replica(2));
    rebuiltOnce(play, Longhorn.replica(3));
  }

  /** How it ends in any case. */
  private static void ended(Play play) {
    assertEquals(WELL, play.all(VolumeChanged.class).getLast(), play::story);
    assertFalse(Told.isOpen(play.all(RebuildChanged.class).getLast()), play::story);
    boolean caused =
        play.log().stream()
            .filter(fact -> fact.event() instanceof RebuildChanged)
            .allMatch(fact -> fact.causationId() != null);
    assertTrue(caused, play::story);
  }

  /** A rebuild that was told to have begun is told to be done, once, and its replica healthy. */
  private static void rebuiltOnce(Play play, String replica) {
    List<ReplicaState> states =
        play.all(ReplicaChanged.class).stream()
            .filter(one -> one.replica().equals(replica))
            .map(ReplicaChanged::state)
            .toList();
    List<RebuildChanged> rebuilds =
        play.all(RebuildChanged.class).stream()
            .filter(one -> replica.equals(one.replica()))
            .toList();
    long done = rebuilds.stream().filter(one -> one.stage() == RebuildStage.DONE).count();
    boolean began = rebuilds.stream().anyMatch(Told::began);
    assertTrue(began ? done == 1 : done <= 1, () -> done + " times done" + play.story());
    assertEquals(
        states.isEmpty() ? 0 : 1,
        states.stream().filter(ReplicaState.HEALTHY::equals).count(),
        play::story);
    assertTrue(states.isEmpty() || states.getLast() == ReplicaState.HEALTHY, play::story);
  }

  /** At risk and clear in turns: who says so first is not always who says so last. */
  private static void clearInTheEnd(Play play, String node) {
    List<Risk> risks =
        play.all(NodeAtRisk.class).stream()
            .filter(risk -> risk.node().equals(node))
            .map(NodeAtRisk::risk)
            .toList();
    assertFalse(risks.isEmpty(), play::story);
    for (int i = 0; i < risks.size(); i++) {
      assertEquals(i % 2 == 0 ? Risk.AT_RISK : Risk.CLEAR, risks.get(i), play::story);
    }
    assertEquals(Risk.CLEAR, risks.getLast(), play::story);
  }
}
