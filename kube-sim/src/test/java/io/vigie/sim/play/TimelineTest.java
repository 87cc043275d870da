package io.vigie.sim.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.sim.play.Input.Came;
import io.vigie.sim.play.Input.Cordon;
import io.vigie.sim.play.Input.Promote;
import io.vigie.sim.play.Input.Went;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when, in seconds after the fault, at the speed of life unless said otherwise. */
class TimelineTest {

  private final Theatre theatre = new Theatre(1);

  @Test
  void theNodeIsNoticedBitByBit() {
    theatre.input(new Went("k3s-2", true));
    double etcd = theatre.when(60, () -> theatre.node("k3s-2", "EtcdIsVoter").equals("False"));
    between(2, etcd, 17);
    assertEquals("True", theatre.node("k3s-2", "Ready"));
    double unknown = theatre.when(60, () -> theatre.node("k3s-2", "Ready").equals("Unknown"));
    between(40, unknown, 55);
    assertEquals(
        "node.kubernetes.io/unreachable",
        theatre.at("", "nodes", "", "k3s-2", "/spec/taints/0/key").asText());
    assertEquals("False", pod("pg-main-1"), "in the same pass");
    double storage = theatre.when(60, () -> theatre.storageNode("k3s-2", "Ready").equals("False"));
    between(unknown, storage, unknown + 2);
    assertEquals(
        "unknown",
        theatre
            .longhorn("instancemanagers", Address.managerName("k3s-2"), "/status/currentState")
            .asText());
    double terminating =
        theatre.when(
            400, () -> !theatre.pod("pg-main-1", "/metadata/deletionTimestamp").isMissingNode());
    between(345, terminating, 360);
  }

  @Test
  void aReplicaOnItFails() {
    theatre.input(new Went("k3s-2", true));
    String name = theatre.replica("data-gitea-0", "k3s-2", "/metadata/name").asText();
    String mode = "/status/replicaModeMap/" + name;
    double err =
        theatre.when(20, () -> theatre.engine("data-gitea-0", mode).asText().equals("ERR"));
    between(1, err, 13);
    assertEquals("healthy", robustness("data-gitea-0"));
    double failed =
        theatre.when(
            20,
            () -> !theatre.replica("data-gitea-0", "k3s-2", "/spec/failedAt").asText().isEmpty());
    between(err, failed, err + 1);
    assertEquals("degraded", robustness("data-gitea-0"));
    assertFalse(theatre.volume("data-gitea-0", "/status/lastDegradedAt").asText().isEmpty());
    assertEquals(2, theatre.engine("data-gitea-0", "/status/replicaModeMap").size());
    assertEquals("stopped", theatre.replica("data-gitea-0", "k3s-2", "/spec/desireState").asText());

    theatre.until(60);
    assertEquals("healthy", robustness("paperless"), "nobody writes to it: TCP has to notice");
    assertEquals("unknown", robustness("jellyfin"), "its engine is there");
    assertEquals("attached", theatre.volume("jellyfin", "/status/state").asText());
    assertTrue(theatre.engine("jellyfin", "/status/replicaModeMap").isNull());
    assertEquals("detached", theatre.volume("restic", "/status/state").asText());
    assertEquals("", theatre.replica("restic", "k3s-2", "/spec/failedAt").asText());
    double idle = theatre.when(160, () -> robustness("paperless").equals("degraded"));
    between(60, idle, 150);
  }

  @Test
  void aFreshReplicaIsMadeAfterTenMinutesWhereThereIsRoom() {
    theatre.input(new Went("k3s-2", true));
    theatre.until(600);
    assertEquals("True", scheduled("data-gitea-0"));
    assertTrue(theatre.replica("images", "k3s-1", "/spec").isMissingNode());
    theatre.until(616);
    assertEquals("False", scheduled("data-gitea-0"), "three nodes, three replicas");
    assertEquals(5, theatre.replica("images", "k3s-1", "/spec/rebuildRetryCount").asInt());
    theatre.until(700);
    assertEquals("healthy", robustness("images"));
    assertTrue(theatre.replica("images", "k3s-2", "/spec").isMissingNode(), "of no use any more");
    theatre.until(725);
    assertEquals("k3s-1", theatre.volume("jellyfin", "/status/currentNodeID").asText(), "moved");
    assertEquals("degraded", robustness("jellyfin"));
  }

  @Test
  void aNodeThatReturnsIsRebuilt() {
    theatre.input(new Went("k3s-2", true));
    String boot = theatre.at("", "nodes", "", "k3s-2", "/status/nodeInfo/bootID").asText();
    theatre.until(810);
    theatre.input(new Came("k3s-2"));
    theatre.when(900, () -> theatre.node("k3s-2", "Ready").equals("True"));
    assertFalse(
        theatre.at("", "nodes", "", "k3s-2", "/status/nodeInfo/bootID").asText().equals(boot));
    double reused =
        theatre.when(
            900,
            () -> theatre.replica("data-gitea-0", "k3s-2", "/spec/rebuildRetryCount").asInt() > 0);
    between(815, reused, 845);
    assertEquals("", theatre.replica("data-gitea-0", "k3s-2", "/spec/failedAt").asText());
    assertEquals("", theatre.replica("data-gitea-0", "k3s-2", "/spec/healthyAt").asText());
    assertFalse(theatre.replica("data-gitea-0", "k3s-2", "/spec/lastFailedAt").asText().isEmpty());
    List<Integer> progress = new ArrayList<>();
    String name = theatre.replica("data-gitea-0", "k3s-2", "/metadata/name").asText();
    double done =
        theatre.when(
            1200,
            () -> {
              theatre
                  .engine("data-gitea-0", "/status/rebuildStatus")
                  .forEach(one -> progress.add(one.path("progress").asInt()));
              return robustness("data-gitea-0").equals("healthy");
            });
    between(860, done, 980);
    assertEquals(progress.stream().sorted().toList(), progress);
    assertTrue(progress.stream().distinct().count() > 5, progress::toString);
    assertTrue(progress.getLast() <= 99, progress::toString);
    assertEquals("RW", theatre.engine("data-gitea-0", "/status/replicaModeMap/" + name).asText());
    assertFalse(theatre.replica("data-gitea-0", "k3s-2", "/spec/healthyAt").asText().isEmpty());
    assertEquals("", theatre.volume("data-gitea-0", "/status/lastDegradedAt").asText());
    assertEquals("True", scheduled("data-gitea-0"));
  }

  @Test
  void theDatabaseFailsOver() {
    theatre.input(new Went("k3s-2", true));
    double pending =
        theatre.when(60, () -> theatre.cluster("/status/targetPrimary").asText().equals("pending"));
    between(40, pending, 55);
    assertEquals("Failing over", theatre.cluster("/status/phase").asText());
    assertEquals(
        "unhealthy", theatre.pod("pg-main-1", "/metadata/labels/cnpg.io~1instanceRole").asText());
    double chosen =
        theatre.when(
            60, () -> theatre.cluster("/status/targetPrimary").asText().equals("pg-main-2"));
    between(pending + 1, chosen, pending + 2.5);
    assertEquals("pg-main-1", theatre.cluster("/status/currentPrimary").asText());
    double promoted =
        theatre.when(
            90, () -> theatre.cluster("/status/currentPrimary").asText().equals("pg-main-2"));
    between(60, promoted, 80);
    between(chosen + 15, promoted, chosen + 22);
    assertEquals(4, theatre.cluster("/status/timelineID").asInt());
    assertEquals("Failing over", theatre.cluster("/status/phase").asText(), "for minutes yet");
    assertEquals("pg-main-2", lease());
    theatre.until(370);
    assertEquals(
        "Waiting for the instances to become active", theatre.cluster("/status/phase").asText());
    theatre.until(810);
    theatre.input(new Came("k3s-2"));
    double whole =
        theatre.when(
            1000, () -> theatre.cluster("/status/phase").asText().startsWith("Cluster in"));
    between(830, whole, 870);
    assertEquals(3, theatre.cluster("/status/readyInstances").asInt());
    assertEquals(
        "replica", theatre.pod("pg-main-1", "/metadata/labels/cnpg.io~1instanceRole").asText());
    assertEquals("pg-main-2", theatre.cluster("/status/currentPrimary").asText());
  }

  @Test
  void aSecondDeadInstanceRefusesTheFailover() {
    theatre.input(new Went("k3s-3", true));
    theatre.until(100);
    assertEquals("Cluster in healthy state", theatre.cluster("/status/phase").asText());
    assertEquals(2, theatre.cluster("/status/readyInstances").asInt());
    theatre.input(new Went("k3s-2", true));
    theatre.until(300);
    assertEquals("pg-main-1", theatre.cluster("/status/targetPrimary").asText());
    theatre.input(new Came("k3s-3"));
    theatre.until(420);
    assertEquals("pg-main-2", theatre.cluster("/status/currentPrimary").asText());
  }

  @Test
  void aSwitchoverIsAskedFor() {
    theatre.until(10);
    theatre.input(new Promote("pg-main-3"));
    assertEquals("Switchover in progress", theatre.cluster("/status/phase").asText());
    assertEquals("pg-main-3", theatre.cluster("/status/targetPrimary").asText());
    double free = theatre.when(20, () -> lease().isEmpty());
    double done =
        theatre.when(
            30, () -> theatre.cluster("/status/currentPrimary").asText().equals("pg-main-3"));
    between(free, done, free + 2);
    double whole =
        theatre.when(60, () -> theatre.cluster("/status/phase").asText().startsWith("Cluster in"));
    between(done, whole, done + 20);
  }

  @Test
  void aCordonMovesThePrimaryAway() {
    theatre.input(new Cordon("k3s-2", true));
    theatre.until(10);
    assertEquals("pg-main-2", theatre.cluster("/status/currentPrimary").asText());
    assertEquals("False", theatre.storageNode("k3s-2", "Schedulable"));
  }

  @Test
  void aShortBreakIsNoticedByEnginesOnly() {
    theatre.input(new Went("k3s-2", false));
    theatre.until(20);
    theatre.input(new Came("k3s-2"));
    assertEquals("degraded", robustness("data-gitea-0"));
    theatre.until(240);
    assertTrue(theatre.world.whole());
    assertEquals("pg-main-1", theatre.cluster("/status/currentPrimary").asText());
    assertEquals("True", theatre.node("k3s-2", "Ready"));
  }

  @Test
  void allOfItIsFasterOnAFasterClock() {
    Theatre fast = new Theatre(10);
    fast.input(new Went("k3s-2", true));
    between(4, fast.when(9, () -> fast.node("k3s-2", "Ready").equals("Unknown")), 5.5);
    between(6, fast.when(9, () -> fast.world.primary().equals("pg-main-2")), 9);
    assertEquals(
        "60", fast.longhorn("settings", "replica-replenishment-wait-interval", "/value").asText());
    assertEquals(3, fast.volume("images", "/spec/staleReplicaTimeout").asInt());
  }

  @Test
  void everyObjectSaysThatItIsSimulated() {
    assertTrue(theatre.objects.size() > 60);
    theatre.objects.forEach(
        (key, object) -> {
          JsonNode metadata = object.path("metadata");
          assertEquals("true", metadata.at("/labels/vigie.io~1simulated").asText(), key::toString);
          assertFalse(metadata.at("/annotations/vigie.io~1simulated").asText().isEmpty());
        });
  }

  private String robustness(String claim) {
    return theatre.volume(claim, "/status/robustness").asText();
  }

  private String scheduled(String claim) {
    return Theatre.condition(theatre.volume(claim, "/status/conditions"), "Scheduled");
  }

  private String pod(String name) {
    return Theatre.condition(theatre.pod(name, "/status/conditions"), "Ready");
  }

  private String lease() {
    return theatre
        .at("coordination.k8s.io", "leases", "db", "pg-main", "/spec/holderIdentity")
        .asText();
  }

  private static void between(double least, double value, double most) {
    assertTrue(least <= value && value <= most, least + " <= " + value + " <= " + most);
  }
}
