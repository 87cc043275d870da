package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.healthy;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Scene.rw;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import io.vigie.kube.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Volumes that are new, detached, faulted, on the move, sharded or otherwise not like most. */
class OtherVolumesTest {

  private static final String FAILED = "2026-08-21T10:00:06Z";
  private static final String LATER = "2026-08-21T10:00:30Z";
  private static final String BACK = "2026-08-21T10:02:00Z";

  private static Scene detached() {
    List<Kubernetes> all = new ArrayList<>(Scene.nodes());
    all.add(new VolumeMaker("pvc-1").detached().make());
    all.add(engine("", Map.of(), LONG_AGO, Map.of()));
    all.addAll(List.of(healthy(1), healthy(2), healthy(3)));
    return Scene.of(all);
  }

  private static Replica fresh(int node) {
    return replica(node, "", "", "", "", 0);
  }

  @Test
  void aNewVolumeGetsItsReplicasOneByOneAndMissesNone() {
    Scene.of(Scene.nodes())
        .is(fresh(1), fresh(2), fresh(3))
        .is(new VolumeMaker("pvc-1").is(State.CREATING, Robustness.UNKNOWN, "").make())
        .is(engine("", Map.of(), LONG_AGO, Map.of()))
        .is(new VolumeMaker("pvc-1").is(State.ATTACHING, Robustness.UNKNOWN, "").make())
        .is(engine("k3s-1", rw(1, 2, 3), LONG_AGO, Map.of()))
        .is(healthy(1), healthy(2), healthy(3))
        .is(new VolumeMaker("pvc-1").make())
        .tells("pvc-1 detached", "pvc-1 healthy");
  }

  @Test
  void aNewVolumeThatCannotHaveAllItsReplicasSaysWhy() {
    Replica nowhere =
        new Replica(
            replica(3), "pvc-1", "", true, "", "", "", "", 0, false, Condition.ABSENT, false);
    Scene.of(Scene.nodes())
        .is(healthy(1), healthy(2), nowhere)
        .is(new VolumeMaker("pvc-1").degraded().make())
        .is(new VolumeMaker("pvc-1").degraded().refused("nodes are unavailable").make())
        .tells(
            "rebuild of pvc-1-r-3 expected: no node was found for it yet",
            "pvc-1 degraded: 2 of 3 replicas are healthy",
            "rebuild of pvc-1-r-3 unplaceable: nodes are unavailable");
  }

  @Test
  void aDetachedVolumesReplicaIsAtRiskThoughLonghornDoesNotSayItFailed() {
    detached()
        .down(2)
        .tells(
            "k3s-2 at risk by probes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected: the volume is not attached")
        .down(3)
        .tells("k3s-3 at risk by probes: pvc-1 8 GiB, 1 left", "pvc-1 has only pvc-1-r-1 on k3s-1")
        .up(3)
        .up(2)
        .tells(
            "pvc-1 has others",
            "k3s-3 clear",
            "rebuild of pvc-1-r-2 dropped: the replica came back whole",
            "k3s-2 clear");
  }

  @Test
  void aDetachedVolumeIsRebuiltOfflineWhereThatIsSwitchedOn() {
    detached()
        .is(replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0))
        .tells("pvc-1-r-2 failed", "rebuild of pvc-1-r-2 expected: the volume is not attached")
        .is(replica(2, "", "", FAILED, LONG_AGO, 1))
        .tells("pvc-1-r-2 rebuilding", "rebuild of pvc-1-r-2 queued: a node rebuilds 5 at once");
  }

  @Test
  void aFaultedVolumeIsSalvagedAndItsReplicasAreNotTrustedBeforeTheEngineHasThem() {
    Scene scene = Scene.well();
    for (int n = 1; n <= 3; n++) {
      scene.is(replica(n, FAILED, LONG_AGO, FAILED, LONG_AGO, 0));
    }
    scene
        .is(
            engine("", Map.of(), FAILED, Map.of()),
            new VolumeMaker("pvc-1").is(State.DETACHED, Robustness.FAULTED, "").make())
        .whatever()
        .is(replica(1, "", LONG_AGO, FAILED, LONG_AGO, 0)) // salvaged
        .is(new VolumeMaker("pvc-1").detached().make())
        .tells("pvc-1 detached")
        .is(engine("k3s-1", rw(1), Map.of(replica(1), LATER), Map.of()))
        .is(replica(1, "", LONG_AGO, FAILED, LATER, 0))
        .tells(
            "pvc-1-r-1 healthy",
            "rebuild of pvc-1-r-1 dropped: the replica came back whole",
            "pvc-1 has only pvc-1-r-1 on k3s-1",
            "rebuild of pvc-1-r-2 expected: the volume is not attached")
        .is(new VolumeMaker("pvc-1").degraded().make())
        .tells("rebuild of pvc-1-r-2 expected", "pvc-1 degraded: 1 of 3 replicas are healthy");
  }

  @Test
  void aFaultedVolumeHasNoGoodReplica() {
    Scene scene = Scene.well();
    for (int n = 1; n <= 3; n++) {
      scene.is(replica(n, FAILED, LONG_AGO, FAILED, LONG_AGO, 0));
    }
    scene
        .tells(
            "pvc-1-r-1 failed",
            "rebuild of pvc-1-r-1 expected",
            "pvc-1-r-2 failed",
            "pvc-1 has only pvc-1-r-3 on k3s-3",
            "pvc-1-r-3 failed",
            "rebuild of pvc-1-r-1 expected: no good replica to copy from",
            "pvc-1 has only null on null")
        .is(new VolumeMaker("pvc-1").is(State.DETACHED, Robustness.FAULTED, "").make())
        .tells("pvc-1 faulted: no replica can serve it");
  }

  @Test
  void anEngineThatDoesNotAnswerStrandsItsVolume() {
    Engine lost =
        new Engine(
            "pvc-1-e-0",
            "pvc-1",
            "k3s-1",
            true,
            false,
            true,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            0);
    Scene.well()
        .is(lost, new VolumeMaker("pvc-1").is(State.ATTACHED, Robustness.UNKNOWN, "k3s-1").make())
        .tells("pvc-1 stranded: attached on k3s-1, which does not answer");
  }

  @Test
  void whileAVolumeMigratesNothingIsRebuilt() {
    Scene.with(new VolumeMaker("pvc-1").migrating().make())
        .is(
            replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0),
            engine("k3s-1", rw(1, 3), FAILED, Map.of()))
        .tells("pvc-1-r-2 failed", "rebuild of pvc-1-r-2 expected: the volume migrates")
        .is(new VolumeMaker("pvc-1").make())
        .tells("rebuild of pvc-1-r-2 expected");
  }

  @Test
  void theEngineOfAMigrationDoesNotJudgeBeforeItIsTheActiveOne() {
    Engine next =
        new Engine(
            "pvc-1-e-1",
            "pvc-1",
            "k3s-3",
            false,
            true,
            false,
            rw(rw(1, 3), 2, Mode.ERR),
            Map.of(),
            Map.of(),
            List.of(),
            8 * Longhorn.GIB);
    Scene.with(new VolumeMaker("pvc-1").migrating().make()).is(next).tells();
  }

  @Test
  void aShardedVolumeHasNoReplicasAndIsJudgedByLonghornsWord() {
    Scene.of(Scene.nodes())
        .is(new VolumeMaker("pvc-1").sharded().make())
        .tells("pvc-1 healthy")
        .is(new VolumeMaker("pvc-1").sharded().degraded().make())
        .tells("pvc-1 degraded: some of its shards are missing")
        .down(2)
        .tells();
  }

  @Test
  void aStrictLocalVolumeIsGoneWithItsNodeAndBackWithIt() {
    List<Kubernetes> all = new ArrayList<>(Scene.nodes());
    all.add(new VolumeMaker("pvc-1").strictLocal().make());
    all.add(engine("k3s-1", rw(1), LONG_AGO, Map.of()));
    all.add(healthy(1));
    Scene.of(all)
        .down(1)
        .whatever()
        .up(1)
        .tells(
            "rebuild of pvc-1-r-1 dropped: the replica came back whole",
            "pvc-1 healthy",
            "k3s-1 clear");
  }

  @Test
  void whatChangesForTheOwnerOfAVolumeIsTold() {
    Scene scene = Scene.well().is(new VolumeMaker("pvc-1").usedBy("Pod git/gitea-1").make());
    assertEquals("Pod git/gitea-1", scene.last(VolumeChanged.class).workload());
    scene.is(new VolumeMaker("pvc-1").is(State.ATTACHED, Robustness.HEALTHY, "k3s-3").make());
    assertEquals("k3s-3", scene.last(VolumeChanged.class).attachedTo());
    assertEquals(VolumeHealth.HEALTHY, scene.last(VolumeChanged.class).health());
  }

  @Test
  void theCountOfReplicasAloneIsNoNewsWhileLonghornSaysHealthy() {
    Scene.well()
        .is(replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0))
        .tells("pvc-1-r-2 failed", "rebuild of pvc-1-r-2 expected");
  }

  @Test
  void theNextEngineThrowsOutWhatFailedWhileItWasDetached() {
    detached()
        .down(2)
        .whatever()
        .is(
            engine("k3s-1", rw(rw(1, 3), 2, Mode.ERR), FAILED, Map.of()),
            replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0),
            new VolumeMaker("pvc-1").degraded().make())
        .tells(
            "pvc-1-r-2 failed",
            "rebuild of pvc-1-r-2 expected: k3s-2 is down; without it a new replica may be made"
                + " 600 s after the volume degraded",
            "pvc-1 degraded: 2 of 3 replicas are healthy");
  }

  @Test
  void aVolumeThatIsDeletedEndsAllThatWasOpenAboutIt() {
    Scene.well()
        .down(2)
        .down(3)
        .whatever()
        .gone(Kind.VOLUME, "pvc-1")
        .tells(
            "pvc-1 deleted",
            "rebuild of pvc-1-r-2 dropped: the volume is gone",
            "pvc-1 has others");
  }

  @Test
  void aVolumeOfTheSameNameBeginsAnew() {
    Scene.well()
        .gone(Kind.VOLUME, "pvc-1")
        .tells("pvc-1 deleted")
        .is(new VolumeMaker("pvc-1").make())
        .tells("pvc-1 healthy");
  }

  @Test
  void aRecordThatIsOlderThanTheLastWordSaysNothing() {
    Scene scene = Scene.well();
    Replica failed = replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0);
    Replica whole = replica(2, "", BACK, FAILED, BACK, 0);
    scene
        .is(failed, engine("k3s-1", rw(1, 3), FAILED, Map.of()))
        .is(engine("k3s-1", rw(1, 2, 3), BACK, Map.of()), whole)
        .whatever();
    List<Kubernetes> behind = new ArrayList<>(Scene.nodes());
    behind.addAll(List.of(healthy(1), healthy(3), failed));
    behind.add(engine("k3s-1", rw(1, 3), FAILED, Map.of()));
    behind.add(new VolumeMaker("pvc-1").make());
    scene.takenOver(behind).tells().is(engine("k3s-1", rw(1, 2, 3), BACK, Map.of()), whole).tells();
  }

  @Test
  void aConditionThatOnlyNamesTheLocalReplicaIsNoRefusalWhereNoneIsMissing() {
    Scene.well().is(new VolumeMaker("pvc-1").refused("no place beside the engine").make()).tells();
    assertEquals(Tri.FALSE, new VolumeMaker("pvc-1").refused("").make().scheduled().status());
  }
}
