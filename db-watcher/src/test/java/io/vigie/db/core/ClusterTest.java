package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.LONG_AGO;
import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.pod;
import static io.vigie.db.core.Cnpg.podOn;
import static io.vigie.db.core.Cnpg.quorum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.read.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How well a database is. */
class ClusterTest {

  @Test
  void aStandbyIsLostAtTheProbesVerdictThoughThePhaseSaysHealthy() {
    Watched db = Watched.of(database().is());
    db.probe("k3s-3", NodeStatus.DOWN);
    ClusterChanged told = db.cluster();
    assertEquals(DatabaseHealth.DEGRADED, told.health());
    assertEquals(List.of("pg-3"), told.lost());
    assertEquals(2, told.instancesReady());
    assertEquals("pg-1", told.primary());
    assertEquals("Cluster in healthy state", told.phase());
    assertTrue(db.log.getLast().correlationId().startsWith("probe-"));
    db.see(pod(3, "replica", false, LONG_AGO), database().healthy("pg-1", "pg-2").is());
    assertEquals(2, db.cluster().instancesReady());
    db.probe("k3s-3", NodeStatus.UP);
    assertEquals(DatabaseHealth.DEGRADED, db.cluster().health(), "the instance is not ready yet");
    db.see(pod(3, "replica", true, LONG_AGO), database().is());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    assertEquals(List.of(), db.told(FailoverChanged.class));
    assertEquals(List.of(), db.told(PrimaryAtRisk.class));
  }

  @Test
  void aDeadNodeThatRunsNoneOfItIsNoNews() {
    Watched db = Watched.of(database().is());
    db.probe("k3s-9", NodeStatus.DOWN);
    assertEquals(1, db.log.size());
  }

  static List<Arguments> warnings() {
    return List.of(
        Arguments.of(database().archivingFails(), "archiving fails: ContinuousArchivingFailing"),
        Arguments.of(database().fenced("pg-3", "pg-2"), "fenced: pg-2 pg-3"),
        Arguments.of(database().unreconciled(), "reconciliation is switched off: no failover"));
  }

  @ParameterizedTest
  @MethodSource("warnings")
  void whatItsOwnerShouldKnow(Cnpg.Draft database, String warning) {
    Watched db = Watched.of(database().is());
    db.see(database.is());
    assertTrue(db.cluster().warnings().contains(warning), db.cluster().warnings()::toString);
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    db.see(database().is());
    assertEquals(List.of(), db.cluster().warnings());
  }

  @Test
  void allOnOneNodeIsAWarning() {
    Watched db =
        Watched.of(
            podOn("k3s-1", 2, "replica", true, LONG_AGO, false),
            podOn("k3s-1", 3, "replica", true, LONG_AGO, false),
            database().is());
    assertEquals(List.of("all instances are on node k3s-1"), db.cluster().warnings());
  }

  @Test
  void commitsThatWaitAreAWarning() {
    Watched db = Watched.of(database().is());
    db.see(pod(2, "replica", false, LONG_AGO), pod(3, "replica", false, LONG_AGO));
    assertEquals(DatabaseHealth.DEGRADED, db.cluster().health());
    assertEquals(
        List.of("commits wait: each needs 1 synchronous standbys, 0 are ready"),
        db.cluster().warnings());
  }

  @Test
  void aFencedPrimaryCannotBeWrittenTo() {
    Watched db = Watched.of(database().is());
    db.see(database().fenced("*").is());
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    assertTrue(db.cluster().warnings().contains("fenced: all instances"));
  }

  @Test
  void oneThatIsPutToSleepIsNotDown() {
    Watched db = Watched.of(database().is());
    db.see(database().hibernated().is());
    for (int i = 1; i <= 3; i++) {
      db.gone(Kind.POD, "db/pg-" + i);
    }
    db.pass(120);
    assertEquals(DatabaseHealth.HIBERNATED, db.cluster().health());
    assertNull(db.cluster().primary());
    assertEquals(List.of(), db.cluster().lost());
    assertEquals(List.of(), db.stages());
    db.probe("k3s-1", NodeStatus.DOWN);
    assertEquals(List.of(), db.told(PrimaryAtRisk.class));
  }

  @Test
  void oneThatIsBeingMadeHasNoStateYet() {
    Watched db = Watched.of(Cnpg.fresh());
    db.pass(200).probe("k3s-1", NodeStatus.DOWN);
    assertEquals(List.of(), db.log);
    db.probe("k3s-1", NodeStatus.UP).see(database().is());
    assertEquals(List.of("healthy pg-1"), db.healths());
    assertEquals(List.of(), db.stages());
  }

  @Test
  void aStatusThatIsLostIsNoNews() {
    Watched db = Watched.of(database().is());
    db.see(Cnpg.fresh()).pass(100);
    assertEquals(1, db.log.size());
    db.see(database().is());
    assertEquals(1, db.log.size());
  }

  @Test
  void aSingleInstanceIsDownWithItsNode() {
    Watched db = Watched.of(database().instances(1).sync(Postgres.Sync.NONE).is());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    db.probe("k3s-1", NodeStatus.DOWN);
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    assertEquals(0, db.risk().standbysReady());
    assertFalse(db.risk().lossless());
    db.probe("k3s-1", NodeStatus.UP);
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
  }

  @Test
  void fewerThanWantedIsDegraded() {
    Watched db = Watched.of(database().instances(5).is());
    assertEquals(DatabaseHealth.DEGRADED, db.cluster().health());
    assertEquals(List.of("pg-4", "pg-5"), db.cluster().lost());
    assertEquals(5, db.cluster().instancesWanted());
    assertEquals(3, db.cluster().instancesReady());
  }

  @Test
  void deletedIsToldOnce() {
    Watched db = Watched.of(database().is(), quorum("pg-1", "pg-2"));
    db.see(database().deleting().is());
    assertEquals(DatabaseHealth.DELETED, db.cluster().health());
    int told = db.log.size();
    db.gone(Kind.POD, "db/pg-1").gone(Kind.POSTGRES, Cnpg.NAME).pass(3);
    db.restart();
    assertEquals(told, db.log.size());
  }

  @Test
  void deletedWhileNobodyLookedIsToldByTheNext() {
    Watched db = Watched.of(database().is());
    db.gone(Kind.LEASE, Cnpg.NAME); // the rest goes unseen
    Watched empty = Watched.of();
    empty.log.addAll(db.log);
    empty.restart();
    assertEquals(DatabaseHealth.DELETED, empty.cluster().health());
  }
}
