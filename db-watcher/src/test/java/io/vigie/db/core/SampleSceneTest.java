package io.vigie.db.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import io.vigie.kube.read.ObjectReader;
import io.vigie.kube.read.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects of a lifelike cluster, where they lie beside the repository. */
class SampleSceneTest {

  private static final Path SAMPLES = Path.of("../../shared/samples");

  private final ObjectMapper json = new ObjectMapper();

  @BeforeEach
  void samplesAreThere() {
    assumeTrue(
        Files.isDirectory(SAMPLES.resolve("cnpg")), "no sample objects beside the repository");
  }

  private String text(String file) {
    try {
      return Files.readString(SAMPLES.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  private Kubernetes read(Kind kind, String text) {
    try {
      Reading reading = ObjectReader.read(kind, json.readValue(text, Map.class));
      return assertInstanceOf(Reading.Good.class, reading).object();
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private Kubernetes database(String name) {
    return read(Kind.POSTGRES, text("cnpg/" + name + ".json"));
  }

  private Kubernetes pod(String name) {
    return read(Kind.POD, text("cnpg/pods/" + name + ".json"));
  }

  private Kubernetes standby(int instance, String node) {
    String pod = text("cnpg/pods/new-primary.json");
    return read(
        Kind.POD,
        pod.replace("pg-main-2", "pg-main-" + instance)
            .replace("k3s-1", node)
            .replace(": \"primary\"", ": \"replica\""));
  }

  private Watched healthy() {
    return Watched.of(
        database("01-cluster-healthy"),
        read(Kind.QUORUM, text("cnpg/failoverquorum.json")),
        read(Kind.LEASE, text("cnpg/lease-primary-held.json")),
        read(Kind.NODE, text("k8s/node-ready.json")),
        pod("primary-healthy"),
        standby(2, "k3s-1"),
        standby(3, "k3s-3"));
  }

  @Test
  void theNodeOfThePrimaryVanishesAndReturns() {
    Watched db = healthy();
    assertEquals(List.of("healthy pg-main-1"), db.healths());
    db.probe("k3s-2", NodeStatus.DOWN).pass(51);
    assertTrue(db.risk().lossless());
    db.see(
        read(Kind.NODE, text("k8s/node-unreachable.json")),
        pod("old-primary-node-unreachable"),
        database("02-cluster-failing-over-pending"));
    db.pass(2).see(database("03-cluster-failing-over-target"));
    db.pass(19)
        .see(
            read(Kind.LEASE, text("cnpg/lease-primary-after-failover.json")),
            database("04-cluster-promoted-still-failing-over"),
            pod("new-primary"));
    db.pass(280).see(pod("old-primary-terminating"), database("05-cluster-waiting-for-instances"));
    db.pass(400).probe("k3s-2", NodeStatus.UP);
    db.see(
        read(Kind.NODE, text("k8s/node-ready.json")),
        standby(1, "k3s-2"),
        database("06-cluster-healthy-after-failover"));
    assertEquals(
        List.of(
            "1 failover started",
            "1 failover target-chosen",
            "1 failover writable",
            "1 failover redundant"),
        db.stages());
    FailoverChanged told = db.failover();
    assertEquals("pg-main-2", told.to());
    assertEquals(51_000L, told.detectionMillis());
    assertEquals(1_805L, told.electionMillis());
    assertEquals(19_763L, told.promotionMillis());
    assertTrue(told.lossless());
    assertFalse(db.risk().alarm());
    assertEquals("k3s-1", db.cluster().primaryNode());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());

    db.see(database("07-cluster-switchover"));
    db.see(read(Kind.LEASE, text("cnpg/lease-primary-released-cleanly.json")));
    db.see(database("08-cluster-switchover-done"));
    assertEquals(FailoverKind.SWITCHOVER, db.failover().kind());
    assertEquals(FailoverStage.REDUNDANT, db.failover().stage());
    assertEquals(2, db.failover().number());
    assertEquals("pg-main-3", db.cluster().primary());
    assertEquals("k3s-3", db.cluster().primaryNode());
    assertTrue(db.failover().lossless());
  }

  @Test
  void aDeadStandbyIsSeenThoughThePhaseSaysHealthy() {
    Watched db = healthy();
    db.miss(database("06-cluster-healthy-after-failover"));
    db.restart();
    db.see(database("09-cluster-dead-replica-node-phase-still-healthy"));
    assertEquals(DatabaseHealth.DEGRADED, db.cluster().health());
    assertEquals(List.of("pg-main-3"), db.cluster().lost());
  }

  @Test
  void oneThatIsBeyondRepairIsDown() {
    Watched db = healthy();
    for (int instance = 1; instance <= 3; instance++) {
      db.gone(Kind.POD, "db/pg-main-" + instance);
    }
    db.see(database("10-cluster-unrecoverable")).pass(120);
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    assertNull(db.cluster().primary());
    assertEquals(List.of("1 failover refused"), db.stages());
    assertEquals("no standby is ready", db.failover().reason());
  }

  @Test
  void archivingThatFailsIsAWarning() {
    Watched db = healthy().see(database("11-cluster-archiving-failing"));
    assertEquals(List.of("archiving fails: ContinuousArchivingFailing"), db.cluster().warnings());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
  }

  @Test
  void anOperatorThatCountsDownIsNotLate() {
    Watched db = healthy();
    db.see(pod("old-primary-node-unreachable"), database("12-cluster-failoverdelay-counting"));
    db.pass(200);
    assertEquals(DatabaseHealth.DOWN, db.cluster().health());
    assertEquals(List.of(), db.stages());
    assertEquals(List.of(), db.told(PrimaryAtRisk.class));
  }
}
