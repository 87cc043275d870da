package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.node;
import static io.vigie.db.core.Cnpg.pod;
import static io.vigie.db.core.Cnpg.quorum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.db.core.Cnpg.Draft;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Fact;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Tri;
import io.vigie.kube.read.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A primary is lost, and another takes over. */
class FailoverTest {

  private static final String NOTICED = "2026-08-21T10:00:51Z";
  private static final String PENDING = "2026-08-21T10:00:51.204511Z";
  private static final String CHOSEN = "2026-08-21T10:00:53.010223Z";
  private static final String PROMOTED = "2026-08-21T10:01:12.774120Z";

  private final Watched db =
      Watched.of(database().is(), quorum("pg-1", "pg-2", "pg-3"), Cnpg.lease("pg-1"));

  private static Draft pending() {
    return database().healthy("pg-2", "pg-3").target("pending", PENDING).phase("Failing over");
  }

  private static Draft chosen() {
    return pending().target("pg-2", CHOSEN);
  }

  private static Draft promoted() {
    return chosen().primary("pg-2", PROMOTED);
  }

  private static Draft whole() {
    return promoted().healthy("pg-1", "pg-2", "pg-3").phase("Cluster in healthy state");
  }

  private void nodeDies() {
    db.probe("k3s-1", NodeStatus.DOWN).pass(51);
    db.see(node(1, Tri.UNKNOWN), pod(1, "primary", false, NOTICED));
  }

  private void nodeComesBack() {
    db.probe("k3s-1", NodeStatus.UP);
    db.see(node(1, Tri.TRUE), pod(1, "replica", true, "2026-08-21T10:14:20Z"), whole().is());
  }

  @Test
  void theWholeStoryOfADeadNode() {
    nodeDies();
    db.see(pending().is(), pod(1, "unhealthy", false, NOTICED)).pass(2);
    db.see(chosen().is()).pass(20);
    db.see(promoted().is()).pass(600);
    nodeComesBack();
    assertEquals(
        List.of(
            "1 failover started",
            "1 failover target-chosen",
            "1 failover writable",
            "1 failover redundant"),
        db.stages());
    assertEquals(List.of("healthy pg-1", "down", "degraded pg-2", "healthy pg-2"), db.healths());
    FailoverChanged told = db.failover();
    assertEquals("pg-1", told.from());
    assertEquals("pg-2", told.to());
    assertEquals(PENDING, told.decidedAt());
    assertEquals(51_000L, told.detectionMillis());
    assertEquals(1_805L, told.electionMillis());
    assertEquals(19_763L, told.promotionMillis());
    assertEquals(72_568L, told.outageMillis());
    assertEquals(
        "detection from the probes' verdict, by one clock; election by the operator's clock;"
            + " promotion from the operator's choice, by its clock, to the new primary's own word,"
            + " by its",
        told.outageBasis());
    assertTrue(told.lossless());
    assertEquals(
        "synchronous replication is required and has a quorum: 2 + 1 of 2", told.losslessBasis());
    assertEquals("", told.reason());
    assertEquals("k3s-2", db.cluster().primaryNode());
  }

  @Test
  void eachWordNamesWhatTippedIt() {
    nodeDies();
    db.see(pending().is(), chosen().is(), promoted().is());
    Fact risk = of(PrimaryAtRisk.class, 0);
    assertTrue(risk.correlationId().startsWith("probe-"));
    assertEquals(risk.correlationId(), risk.causationId());
    assertEquals(risk.id(), of(FailoverChanged.class, 0).causationId());
    assertEquals(of(FailoverChanged.class, 0).id(), of(FailoverChanged.class, 1).causationId());
    Fact writable = of(FailoverChanged.class, 2);
    assertEquals(writable.id(), of(PrimaryAtRisk.class, 1).causationId());
    assertEquals(writable.id(), db.log.getLast().causationId(), "the primary moved by it");
    assertTrue(
        db.log.stream()
            .skip(1)
            .allMatch(fact -> fact.correlationId().equals(risk.correlationId())));
  }

  private Fact of(Class<?> type, int index) {
    return db.log.stream().filter(fact -> type.isInstance(fact.event())).toList().get(index);
  }

  @Test
  void thePrimaryIsAtRiskAtTheProbesVerdict() {
    db.probe("k3s-1", NodeStatus.DOWN);
    PrimaryAtRisk risk = db.risk();
    assertTrue(risk.alarm());
    assertEquals("pg-1", risk.primary());
    assertEquals("k3s-1", risk.node());
    assertEquals(2, risk.standbysReady());
    assertTrue(risk.lossless());
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    assertNull(db.cluster().primary());
    assertNull(db.cluster().primaryNode());
    db.pass(20).probe("k3s-1", NodeStatus.UP);
    assertFalse(db.risk().alarm());
    assertEquals("pg-1", db.cluster().primary());
    assertEquals("k3s-1", db.cluster().primaryNode());
    assertEquals(List.of(), db.stages());
  }

  @Test
  void itIsAtRiskByKubernetesAloneToo() {
    db.see(node(1, Tri.UNKNOWN));
    assertTrue(db.risk().alarm());
    assertNull(db.log.get(1).causationId());
    db.see(node(1, Tri.TRUE));
    assertFalse(db.risk().alarm());
  }

  @Test
  void aSecondLossWhileAtRiskIsTold() {
    db.probe("k3s-1", NodeStatus.DOWN).probe("k3s-3", NodeStatus.DOWN);
    assertEquals(1, db.risk().standbysReady());
    assertFalse(db.risk().lossless(), "1 + 1 of 2 is no quorum");
    db.probe("k3s-3", NodeStatus.UP);
    assertEquals(2, db.risk().standbysReady());
    assertTrue(db.risk().lossless());
  }

  @Test
  void pendingThatFlapsIsOneFailover() {
    nodeDies();
    db.see(pending().is()).pass(1);
    db.see(pending().target("pg-1", "2026-08-21T10:00:52.1Z").is()).pass(10);
    db.see(pending().target("pending", "2026-08-21T10:01:02.5Z").is()).pass(1);
    db.see(pending().target("pg-1", "2026-08-21T10:01:03Z").is()).pass(1);
    db.see(chosen().is(), pending().is(), chosen().is(), promoted().is());
    assertEquals(
        List.of("1 failover started", "1 failover target-chosen", "1 failover writable"),
        db.stages());
    assertEquals(51_000L, db.failover().detectionMillis());
  }

  @Test
  void anotherTargetIsTheSameFailover() {
    nodeDies();
    db.see(pending().is(), chosen().is()).pass(5);
    db.see(
        pod(2, "replica", false, "2026-08-21T10:01:00Z"),
        pending()
            .healthy("pg-3")
            .target("pg-3", "2026-08-21T10:01:03Z")
            .phase("Switchover in progress")
            .is());
    assertEquals("pg-3", db.failover().to());
    assertEquals(FailoverKind.FAILOVER, db.failover().kind());
    assertEquals("the target before was not healthy", db.failover().reason());
    assertFalse(db.failover().lossless(), "of the quorum one is left");
    db.see(
        pending()
            .healthy("pg-3")
            .target("pg-3", "2026-08-21T10:01:03Z")
            .primary("pg-3", "2026-08-21T10:01:10Z")
            .is());
    assertEquals(
        List.of(
            "1 failover started",
            "1 failover target-chosen",
            "1 failover target-chosen",
            "1 failover writable"),
        db.stages());
    assertEquals(11_795L, db.failover().electionMillis());
    assertEquals(7_000L, db.failover().promotionMillis());
  }

  @Test
  void theOldPrimaryThatIsBackForGoodEndsIt() {
    nodeDies();
    db.see(pending().is()).pass(1);
    db.probe("k3s-1", NodeStatus.UP);
    db.see(node(1, Tri.TRUE), pod(1, "primary", true, "2026-08-21T10:00:53Z"));
    db.see(database().target("pg-1", "2026-08-21T10:00:54Z").is());
    assertEquals(FailoverStage.STARTED, db.failover().stage(), "it may flap");
    db.pass(4);
    assertEquals(FailoverStage.ABANDONED, db.failover().stage());
    assertEquals("healthy pg-1", db.healths().getLast().isEmpty() ? "" : "healthy pg-1");
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    db.see(pending().is());
    assertEquals("2 failover started", db.stages().getLast());
  }

  @Test
  void aPhaseDecidesNothing() {
    db.see(database().phase("Failing over").is());
    int told = db.healths().size();
    db.see(database().phase("Switchover in progress").is());
    db.see(database().phase("Whatever comes with the next release").is());
    assertEquals(List.of(), db.stages());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    assertEquals(told, db.healths().size(), "another phase alone is no news");
  }

  @Test
  void writableOnlyOnceTheNewPodIsReady() {
    nodeDies();
    db.see(pending().is(), chosen().is());
    db.see(pod(2, "replica", false, CHOSEN), promoted().is());
    assertEquals(FailoverStage.TARGET_CHOSEN, db.failover().stage());
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    assertTrue(db.risk().alarm());
    db.see(pod(2, "primary", true, PROMOTED));
    assertEquals(FailoverStage.WRITABLE, db.failover().stage());
    assertEquals("pg-2", db.cluster().primary());
    assertFalse(db.risk().alarm());
  }

  @Test
  void aRestartInTheMiddleForgetsNothing() {
    nodeDies();
    db.restart();
    db.see(pending().is());
    db.restart();
    db.pass(2).see(chosen().is());
    db.restart();
    db.see(promoted().is());
    db.restart();
    nodeComesBack();
    db.restart();
    assertEquals(
        List.of(
            "1 failover started",
            "1 failover target-chosen",
            "1 failover writable",
            "1 failover redundant"),
        db.stages());
    assertEquals(51_204L, db.failover().detectionMillis(), "by two clocks: nobody saw both");
    assertTrue(db.failover().outageBasis().contains("by the clock of lb-1"));
    assertEquals(1_805L, db.failover().electionMillis());
    assertEquals(72_772L, db.failover().outageMillis());
    assertTrue(db.failover().lossless());
  }

  @Test
  void whoMissedTheMiddleTellsTheResult() {
    db.probe("k3s-1", NodeStatus.DOWN).pass(10);
    db.miss(node(1, Tri.UNKNOWN), pod(1, "replica", false, NOTICED), promoted().is());
    db.pass(60).relist();
    assertEquals(List.of("1 failover writable"), db.stages());
    assertEquals("nobody watched how it began", db.failover().reason());
    assertEquals(53_010L, db.failover().detectionMillis());
    assertNull(db.failover().electionMillis());
    assertEquals(72_773L, db.failover().outageMillis());
  }

  @Test
  void whoMissedAllOfItTellsOneEvent() {
    db.miss(pod(1, "replica", true, "2026-08-21T10:14:20Z"), whole().is());
    db.restart();
    assertEquals(1, db.stages().size());
    assertEquals(FailoverStage.REDUNDANT, db.failover().stage());
    assertEquals("pg-2", db.cluster().primary());
    db.relist().restart();
    assertEquals(1, db.stages().size());
  }

  @Test
  void aPodThatCrashesIsAFailoverWithoutProbes() {
    db.see(pod(1, "primary", false, "2026-08-21T10:00:45Z")).pass(6);
    db.see(pending().is(), chosen().is(), promoted().is());
    assertEquals(
        List.of("1 failover started", "1 failover target-chosen", "1 failover writable"),
        db.stages());
    assertEquals(6_204L, db.failover().detectionMillis());
    assertTrue(db.failover().outageBasis().contains("by the clock of Kubernetes"));
    assertEquals(List.of(), db.told(PrimaryAtRisk.class));
  }

  @Test
  void theOperatorsOwnWordOfWhenItSawTheFailureIsBetterThanTwoClocks() {
    db.see(pod(1, "primary", false, "2026-08-21T10:00:20Z"));
    db.see(database().healthy("pg-2", "pg-3").failingSince("2026-08-21T10:00:21.204511Z").is());
    db.pass(30);
    db.see(pending().failingSince("2026-08-21T10:00:21.204511Z").is());
    assertEquals(30_000L, db.failover().detectionMillis());
    db.see(promoted().is());
    assertTrue(db.failover().outageBasis().startsWith("detection by the operator's clock"));
  }

  @Test
  void clocksThatDisagreeAreNoDuration() {
    nodeDies();
    db.see(pending().is(), chosen().is());
    db.see(chosen().primary("pg-2", "2026-08-21T10:00:49Z").is());
    assertEquals(FailoverStage.WRITABLE, db.failover().stage());
    assertNull(db.failover().promotionMillis());
    assertNull(db.failover().outageMillis());
    assertTrue(db.failover().outageBasis().contains("disagree"));
  }

  @Test
  void theNextOneHasTheNextNumber() {
    nodeDies();
    db.see(pending().is(), chosen().is(), promoted().is());
    nodeComesBack();
    db.see(quorum("pg-2", "pg-1", "pg-3"));
    db.probe("k3s-2", NodeStatus.DOWN);
    assertEquals("pg-2", db.risk().primary());
    db.see(whole().healthy("pg-1", "pg-3").target("pending", "2026-08-21T11:00:00Z").is());
    assertEquals("2 failover started", db.stages().getLast());
    assertEquals("pg-2", db.failover().from());
    assertNotNull(db.failover().detectionMillis());
  }

  @Test
  void whoCouldNotSpeakTellsItLaterAndMeasuresTheNextOneRight() {
    db.silent(true);
    nodeDies();
    db.see(pending().is(), chosen().is(), promoted().is());
    nodeComesBack();
    db.silent(false);
    assertEquals(List.of("1 failover redundant"), db.stages());
    assertEquals("nobody could tell it earlier", db.failover().reason());
    assertEquals(51_000L, db.failover().detectionMillis());
    assertEquals(1_805L, db.failover().electionMillis());
    assertEquals(72_568L, db.failover().outageMillis());
    db.pass(1_000).probe("k3s-2", NodeStatus.DOWN).pass(50);
    db.see(whole().healthy("pg-1", "pg-3").target("pending", "2026-08-21T11:00:00Z").is());
    assertEquals("2 failover started", db.stages().getLast());
    assertEquals(50_000L, db.failover().detectionMillis());
  }

  @Test
  void whoSeesThePastYetIsSilentUntilItHasCaughtUp() {
    nodeDies();
    db.see(pending().is(), chosen().is(), promoted().is());
    int told = db.log.size();
    db.miss(database().is(), pod(1, "primary", true, Cnpg.LONG_AGO)).restart(); // a server lags
    db.see(pending().is(), chosen().is()).pass(5);
    assertEquals(told, db.log.size());
    nodeComesBack();
    assertEquals("1 failover redundant", db.stages().getLast());
    assertEquals(4, db.stages().size());
  }

  @Test
  void aDatabaseThatIsDeletedMidwayLeavesNothingOpen() {
    nodeDies();
    db.see(pending().is());
    db.gone(Kind.POSTGRES, Cnpg.NAME);
    assertEquals(FailoverStage.ABANDONED, db.failover().stage());
    assertEquals("the database was deleted", db.failover().reason());
    assertFalse(db.risk().alarm());
    assertEquals(DatabaseHealth.DELETED, db.cluster().health());
    int told = db.log.size();
    db.restart();
    db.pass(5);
    assertEquals(told, db.log.size());
    db.see(database().primary("pg-9", NOTICED).target("pg-9", NOTICED).is());
    assertEquals(FailoverStage.ABANDONED, db.failover().stage(), "another one of the same name");
  }
}
