package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.lease;
import static io.vigie.db.core.Cnpg.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.db.core.Cnpg.Draft;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Postgres.Sync;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody wants another primary: by drain, by hand, by an update. */
class SwitchoverTest {

  private static final String CHOSEN = "2026-08-21T11:00:03.551001Z";
  private static final String STOPPED = "2026-08-21T11:00:05Z";
  private static final String PROMOTED = "2026-08-21T11:00:08.901774Z";

  private final Watched db = Watched.of(asynchronous().is(), lease("pg-1"));

  private static Draft asynchronous() {
    return database().sync(Sync.NONE);
  }

  private static Draft chosen() {
    return asynchronous().target("pg-3", CHOSEN).phase("Switchover in progress");
  }

  private static Draft promoted() {
    return chosen().primary("pg-3", PROMOTED).phase("Cluster in healthy state");
  }

  @Test
  void theWholeStory() {
    db.see(chosen().is());
    assertEquals("pg-1", db.cluster().primary(), "it can be written to until it stops");
    db.see(pod(1, "primary", false, STOPPED));
    assertNull(db.cluster().primary());
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    db.see(lease(""), lease("pg-3"), promoted().is());
    assertEquals("pg-3", db.cluster().primary());
    db.see(pod(1, "replica", true, "2026-08-21T11:00:15Z"));
    assertEquals(
        List.of(
            "1 switchover target-chosen",
            "1 switchover target-chosen",
            "1 switchover writable",
            "1 switchover redundant"),
        db.stages());
    assertTrue(db.failover().lossless());
    assertEquals(
        "the old primary shut down cleanly and gave up its lease", db.failover().losslessBasis());
    assertNull(db.failover().detectionMillis());
    assertNull(db.failover().electionMillis());
    assertEquals(5_350L, db.failover().promotionMillis());
    assertEquals(5_350L, db.failover().outageMillis());
    assertTrue(db.failover().outageBasis().startsWith("at most the time from"));
    assertEquals(List.of(), db.told(PrimaryAtRisk.class));
  }

  @Test
  void aLeaseThatIsTakenRatherThanGivenProvesNothing() {
    db.see(chosen().is(), lease("pg-3"), promoted().is());
    assertFalse(db.failover().lossless());
    assertEquals(
        "the old primary was not seen to give up its lease", db.failover().losslessBasis());
  }

  @Test
  void anOperatorWithoutALeaseProvesNothing() {
    Watched old = Watched.of(asynchronous().is());
    old.see(chosen().is(), promoted().is());
    assertFalse(old.failover().lossless());
    assertEquals(
        "no lease tells whether the old primary shut down cleanly", old.failover().losslessBasis());
  }

  @Test
  void itStaysOneThoughTheOldPrimaryDiesMidway() {
    db.see(chosen().is());
    db.probe("k3s-1", NodeStatus.DOWN);
    assertTrue(db.risk().alarm());
    assertNull(db.cluster().primary());
    db.see(pod(1, "unhealthy", false, STOPPED), promoted().healthy("pg-2", "pg-3").is());
    assertEquals(FailoverKind.SWITCHOVER, db.failover().kind());
    assertEquals(FailoverStage.WRITABLE, db.failover().stage());
    assertFalse(db.risk().alarm());
  }

  @Test
  void aTargetWithThePrimaryGoneIsAFailoverWhosePendingWasMissed() {
    db.see(chosen().healthy("pg-2", "pg-3").is());
    assertEquals(List.of("1 failover target-chosen"), db.stages());
    Watched other = Watched.of(asynchronous().is());
    other.see(pod(1, "primary", false, "2026-08-21T11:00:00Z"), chosen().is());
    assertEquals(List.of("1 failover target-chosen"), other.stages());
  }

  @Test
  void seenLateItIsToldByWhatWasLeftBehind() {
    db.miss(chosen().healthy("pg-2", "pg-3").is(), pod(1, "primary", false, STOPPED));
    db.restart();
    assertEquals(List.of("1 switchover target-chosen"), db.stages(), "it was ready when chosen");
    Watched other = Watched.of(asynchronous().is(), lease("pg-1"));
    other.miss(promoted().is(), lease("pg-3"));
    other.restart();
    assertEquals(List.of("1 switchover redundant"), other.stages());
    assertEquals("nobody watched how it began", other.failover().reason());
  }

  @Test
  void oneThatIsTakenBackIsAbandoned() {
    db.see(chosen().is()).pass(1);
    db.see(asynchronous().target("pg-1", "2026-08-21T11:00:09Z").is()).pass(5);
    assertEquals(List.of("1 switchover target-chosen", "1 switchover abandoned"), db.stages());
    assertEquals("pg-1", db.cluster().primary());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
  }

  @Test
  void aRestartOfThePrimaryWhereItIsIsNeither() {
    db.see(asynchronous().phase("Primary instance is being restarted in-place").is());
    db.see(pod(1, "primary", false, STOPPED)).pass(20);
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    db.see(pod(1, "primary", true, "2026-08-21T11:00:25Z"), asynchronous().is());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    assertEquals(List.of(), db.stages());
  }

  @Test
  void thereAndBackAreTwo() {
    db.see(chosen().is(), promoted().is());
    db.see(promoted().target("pg-1", "2026-08-21T12:00:00Z").is());
    db.see(
        promoted()
            .target("pg-1", "2026-08-21T12:00:00Z")
            .primary("pg-1", "2026-08-21T12:00:04Z")
            .is());
    assertEquals("2 switchover redundant", db.stages().getLast());
    assertEquals("pg-1", db.cluster().primary());
    assertEquals(4_000L, db.failover().outageMillis());
  }
}
