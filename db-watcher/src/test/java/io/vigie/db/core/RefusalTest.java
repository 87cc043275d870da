package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.node;
import static io.vigie.db.core.Cnpg.pod;
import static io.vigie.db.core.Cnpg.quorum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.db.core.Cnpg.Draft;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Tri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The primary is lost, and the operator does not act. */
class RefusalTest {

  private static final String NOTICED = "2026-08-21T10:00:51Z";

  private static Watched lost(Draft database, Kubernetes... objects) {
    Watched db = Watched.of(database.is());
    db.see(quorum("pg-1", "pg-2", "pg-3")).see(objects);
    db.probe("k3s-1", NodeStatus.DOWN).pass(51);
    assertEquals(List.of(), db.stages(), "Kubernetes has not noticed: nothing is due yet");
    db.see(node(1, Tri.UNKNOWN), pod(1, "primary", false, NOTICED));
    return db;
  }

  static List<Arguments> reasons() {
    return List.of(
        Arguments.of(database().unreconciled(), "reconciliation is switched off by annotation"),
        Arguments.of(database().fenced("pg-1"), "the primary is fenced"),
        Arguments.of(database().fenced("*"), "the primary is fenced"),
        Arguments.of(database().instances(1), "it has no other instance"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void knownReasonsAreToldSoon(Draft database, String reason) {
    Watched db = lost(database);
    db.pass(9);
    assertEquals(List.of(), db.stages(), "it may still decide");
    db.pass(2);
    assertEquals(List.of("1 failover refused"), db.stages());
    assertEquals(reason, db.failover().reason());
    db.pass(200);
    assertEquals(1, db.stages().size(), "once is enough");
  }

  @Test
  void withoutAQuorumThereIsNoFailover() {
    Watched db = lost(database(), pod(3, "replica", false, NOTICED));
    db.pass(11);
    assertEquals(
        "no quorum: 1 of 2 synchronous standbys are ready, each commit waits for 1",
        db.failover().reason());
    db.see(pod(3, "replica", true, "2026-08-21T10:02:00Z"));
    assertEquals(FailoverStage.REFUSED, db.failover().stage(), "it has not decided yet");
    db.see(database().healthy("pg-2", "pg-3").target("pending", "2026-08-21T10:02:01Z").is());
    assertEquals(List.of("1 failover refused", "1 failover started"), db.stages());
    assertEquals("", db.failover().reason());
  }

  @Test
  void aQuorumThatIsMissingDeniesIt() {
    Watched db = Watched.of(database().is());
    db.see(node(1, Tri.UNKNOWN), pod(1, "primary", false, NOTICED)).pass(11);
    assertEquals("failover needs a quorum, and none is recorded", db.failover().reason());
  }

  @Test
  void withoutAStandbyThereIsNoFailover() {
    Watched db =
        lost(database(), pod(2, "replica", false, NOTICED), pod(3, "replica", false, NOTICED));
    db.pass(11);
    assertEquals("no standby is ready", db.failover().reason());
  }

  @Test
  void silenceWithoutAReasonIsToldAfterALongerTime() {
    Watched db = lost(database().phase("Not enough disk space"));
    db.pass(89);
    assertEquals(List.of(), db.stages());
    db.pass(2);
    assertEquals(
        "no decision 90 s after Kubernetes noticed: the operator may be down;"
            + " its last word: Not enough disk space",
        db.failover().reason());
  }

  @Test
  void anOperatorThatCountsDownIsNotSilent() {
    Watched db = lost(database().failingSince(NOTICED));
    db.pass(300);
    assertEquals(List.of(), db.stages());
  }

  @Test
  void aPrimaryThatStartsAgainIsGivenAMinute() {
    Watched db = Watched.of(database().unreconciled().is());
    db.see(pod(1, "primary", false, NOTICED)).pass(59);
    assertEquals(List.of(), db.stages());
    db.pass(2);
    assertEquals(List.of("1 failover refused"), db.stages());
  }

  @Test
  void itIsOverOnceThePrimaryIsBack() {
    Watched db = lost(database().unreconciled());
    db.pass(11).probe("k3s-1", NodeStatus.UP);
    db.see(node(1, Tri.TRUE), pod(1, "primary", true, "2026-08-21T10:13:30Z")).pass(4);
    assertEquals(List.of("1 failover refused", "1 failover abandoned"), db.stages());
    assertEquals("healthy pg-1", db.healths().getFirst());
    assertEquals("pg-1", db.cluster().primary());
  }

  @Test
  void aRestartDoesNotTellItAgain() {
    Watched db = lost(database().unreconciled());
    db.pass(11).restart();
    db.pass(100).restart();
    assertEquals(List.of("1 failover refused"), db.stages());
    assertTrue(db.risk().alarm());
  }
}
