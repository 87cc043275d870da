package io.vigie.kube.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Tri;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CloudNativePG's objects, as its API has them. */
class PostgresReaderTest {

  private static final String CLUSTER =
      """
      {"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster",
       "metadata": {"name": "shop", "namespace": "trade", "deletionTimestamp": "2026-03-04T05:06:07Z",
         "annotations": {"cnpg.io/fencedInstances": "[\\"shop-2\\", \\"shop-3\\"]",
           "cnpg.io/hibernation": "off", "cnpg.io/reconciliationLoop": "disabled"}},
       "spec": {"instances": 3, "minSyncReplicas": 0,
         "postgresql": {"synchronous": {"method": "any", "number": 1,
           "dataDurability": "required", "failoverQuorum": true}}},
       "status": {"readyInstances": 2, "instanceNames": ["shop-1", "shop-2", "shop-3"],
         "currentPrimary": "shop-1", "currentPrimaryTimestamp": "2026-01-02T03:04:05.678901Z",
         "targetPrimary": "shop-2", "targetPrimaryTimestamp": "2026-01-02T03:04:06.000001Z",
         "currentPrimaryFailingSinceTimestamp": "2026-01-02T03:04:04Z", "timelineID": 7,
         "phase": "Failing over", "phaseReason": "why",
         "instancesStatus": {"healthy": ["shop-2", "shop-3"], "failed": ["shop-1"]},
         "instancesReportedState": {"shop-1": {"isPrimary": false, "ip": "10.0.0.1"},
           "shop-2": {"isPrimary": true, "timeLineID": 7, "ip": "10.0.0.2"}},
         "conditions": [
           {"type": "Ready", "status": "False", "reason": "ClusterIsNotReady",
            "message": "no", "lastTransitionTime": "2026-01-02T03:04:04Z"},
           {"type": "ContinuousArchiving", "status": "False", "reason": "ContinuousArchivingFailing",
            "message": "exit status 2", "lastTransitionTime": "2026-01-02T03:00:00Z"},
           {"type": "cnpg.io/hibernation", "status": "False", "reason": "WaitingForHealthy",
            "message": "", "lastTransitionTime": "2026-01-02T03:00:00Z"}]}}
      """;

  private static final String QUORUM =
      """
      {"apiVersion": "postgresql.cnpg.io/v1", "kind": "FailoverQuorum",
       "metadata": {"name": "shop", "namespace": "trade"},
       "status": {"method": "ANY", "standbyNames": ["shop-2", "shop-3"], "standbyNumber": 1,
         "primary": "shop-1"}}
      """;

  private static Postgres cluster(String json) {
    Reading reading = ObjectReader.read(Kind.POSTGRES, Mutations.json(json));
    return (Postgres) assertInstanceOf(Reading.Good.class, reading).object();
  }

  @Test
  void everythingThatIsUsedIsRead() {
    Postgres read = cluster(CLUSTER);
    assertEquals("trade/shop", read.key());
    assertEquals(3, read.instances());
    assertEquals(2, read.ready());
    assertEquals(List.of("shop-1", "shop-2", "shop-3"), read.names());
    assertEquals("shop-1", read.primary());
    assertEquals("2026-01-02T03:04:05.678901Z", read.primarySince());
    assertEquals("shop-2", read.target());
    assertEquals("2026-01-02T03:04:06.000001Z", read.targetSince());
    assertEquals("2026-01-02T03:04:04Z", read.failingSince());
    assertEquals(7, read.timeline());
    assertEquals("Failing over", read.phase());
    assertEquals(List.of("shop-2", "shop-3"), read.healthy());
    assertEquals(Map.of("shop-1", false, "shop-2", true), read.reported());
    assertEquals(new Sync(1, true, true), read.sync());
    assertTrue(read.isFenced("shop-3"));
    assertFalse(read.isFenced("shop-1"));
    assertFalse(read.hibernated());
    assertFalse(read.reconciled());
    assertEquals(Tri.FALSE, read.archiving().status());
    assertEquals("exit status 2", read.archiving().message());
    assertTrue(read.deleting());
  }

  @Test
  void aClusterThatIsNewHasNoStatus() {
    Postgres read = cluster("{\"metadata\": {\"name\": \"new\", \"namespace\": \"a\"}}");
    assertEquals("a/new", read.key());
    assertEquals("", read.primary());
    assertEquals(0, read.ready());
    assertEquals(Sync.NONE, read.sync());
    assertTrue(read.reconciled());
    assertFalse(read.archiving().isPresent());
  }

  @Test
  void whatEachOfTheOtherWordsMeans() {
    assertTrue(cluster(CLUSTER.replace("\"off\"", "\"on\"")).hibernated());
    assertTrue(
        cluster(
                CLUSTER.replace(
                    "hibernation\", \"status\": \"False", "hibernation\", \"status\": \"True"))
            .hibernated());
    assertTrue(cluster(CLUSTER.replace("disabled", "enabled")).reconciled());
    assertTrue(cluster(CLUSTER.replace("shop-3\\\"]", "*\\\"]")).isFenced("shop-1"));
    assertEquals(
        new Sync(1, false, true), cluster(CLUSTER.replace("\"required\"", "\"preferred\"")).sync());
    assertEquals(
        new Sync(1, true, false),
        cluster(CLUSTER.replace("Quorum\": true", "Quorum\": null")).sync());
    assertEquals(
        new Sync(2, false, false),
        cluster(
                CLUSTER
                    .replace("Replicas\": 0", "Replicas\": 2")
                    .replace("number\": 1", "number\": 0"))
            .sync());
  }

  @Test
  void theQuorumIsRead() {
    Reading reading = ObjectReader.read(Kind.QUORUM, Mutations.json(QUORUM));
    Quorum read = (Quorum) assertInstanceOf(Reading.Good.class, reading).object();
    assertEquals(new Quorum("trade/shop", List.of("shop-2", "shop-3"), 1, "shop-1"), read);
    assertFalse(read.isCovered(1));
    assertTrue(read.isCovered(2));
  }

  @Test
  void noFieldOfAnyShapeStopsTheReading() {
    Mutations.check(Kind.POSTGRES, Mutations.json(CLUSTER));
    Mutations.check(Kind.QUORUM, Mutations.json(QUORUM));
  }
}
