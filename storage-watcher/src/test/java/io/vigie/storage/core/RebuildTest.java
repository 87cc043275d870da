package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.node;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Scene.copy;
import static io.vigie.storage.core.Scene.rw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vigie.event.RebuildChanged;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.Tri;
import io.vigie.kube.read.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a missing replica is filled again, from expected to done, and what gets in its way. */
class RebuildTest {

  private static final String FAILED = "2026-08-21T10:00:06Z";
  private static final String COPIED = "2026-08-21T10:14:31Z";
  private static final String BROKEN = "2026-08-21T10:16:00Z";
  private static final String AGAIN = "2026-08-21T10:19:00Z";
  private static final String REBUILT = "2026-08-21T10:24:02Z";
  private static final String QUEUED = "queued: a node rebuilds 5 at once";

  private static final Replica GIVEN_UP = replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0);
  private static final Replica REUSED = replica(2, "", "", FAILED, LONG_AGO, 1);
  private static final Replica WHOLE = replica(2, "", REBUILT, FAILED, REBUILT, 0);
  private static final Kubernetes WITHOUT = engine("k3s-1", rw(1, 3), FAILED, Map.of());
  private static final Kubernetes ALL = engine("k3s-1", rw(1, 2, 3), REBUILT, Map.of());

  /** The replica on k3s-2 has failed, and its node is back. */
  private static Scene failed() {
    return Scene.well()
        .is(GIVEN_UP, WITHOUT, new VolumeMaker("pvc-1").degraded().make())
        .whatever();
  }

  private static Scene copying(int progress) {
    return failed().is(REUSED, copied(progress)).whatever();
  }

  private static Kubernetes copied(int progress) {
    return at(COPIED, copy(2, progress));
  }

  private static Kubernetes at(String since, Map<String, Rebuild> copies) {
    return engine("k3s-1", rw(rw(1, 3), 2, Mode.WO), since, copies);
  }

  private static Kubernetes broken(String error) {
    return at(COPIED, Map.of(replica(2), new Rebuild(42, error)));
  }

  @Test
  void fromExpectedOverQueuedAndCopyingToDone() {
    Scene.well()
        .is(GIVEN_UP)
        .tells("pvc-1-r-2 failed", "rebuild of pvc-1-r-2 expected")
        .is(WITHOUT, new VolumeMaker("pvc-1").degraded().make())
        .tells("pvc-1 degraded: 2 of 3 replicas are healthy")
        .is(REUSED)
        .tells("pvc-1-r-2 rebuilding", "rebuild of pvc-1-r-2 " + QUEUED)
        .is(copied(0))
        .tells("rebuild of pvc-1-r-2 copying")
        .is(copied(42), copied(99))
        .tells("rebuild of pvc-1-r-2 copying 42 %", "rebuild of pvc-1-r-2 copying 99 %")
        .is(ALL)
        .tells()
        .is(WHOLE)
        .tells("pvc-1-r-2 healthy", "rebuild of pvc-1-r-2 done 100 %")
        .is(new VolumeMaker("pvc-1").make())
        .tells("pvc-1 healthy");
  }

  @Test
  void itIsNotDoneByTheReplicasWordAlone() {
    copying(99)
        .is(WHOLE)
        .tells()
        .is(ALL)
        .tells("pvc-1-r-2 healthy", "rebuild of pvc-1-r-2 done 100 %");
  }

  @Test
  void itIsNotDoneWhereTheReplicasRecordIsFromBeforeTheFailure() {
    Scene.well()
        .down(2)
        .is(engine("k3s-1", rw(rw(1, 3), 2, Mode.ERR), FAILED, Map.of()))
        .whatever()
        .is(copied(50), ALL)
        .tells("pvc-1-r-2 rebuilding", "rebuild of pvc-1-r-2 copying 50 %");
  }

  @Test
  void progressStaysWithinItsBoundsAndNeverGoesBack() {
    copying(7)
        .is(copied(0))
        .tells()
        .is(copied(7))
        .tells()
        .is(copied(6), copied(8))
        .tells("rebuild of pvc-1-r-2 copying 8 %");
  }

  @Test
  void zeroThatLastsAndTheSameProgressAreToldOnce() {
    failed()
        .is(REUSED)
        .whatever()
        .is(at(COPIED, Map.of()), copied(0))
        .after(60)
        .is(copied(0))
        .tells("rebuild of pvc-1-r-2 copying");
  }

  @Test
  void bytesThatGrowWhileItWaitsAreNoNews() {
    List<Kubernetes> growing =
        List.of(
            new VolumeMaker("pvc-1").degraded().usedBy("").make(),
            new VolumeMaker("pvc-1").degraded().make());
    Scene scene = failed();
    for (Kubernetes volume : growing) {
      scene.is(volume);
    }
    scene.tells(
        "pvc-1 degraded: 2 of 3 replicas are healthy",
        "pvc-1 degraded: 2 of 3 replicas are healthy");
  }

  @Test
  void anEtaComesWithItsBasisAndOutlivesARestart() {
    Scene scene = copying(0);
    assertNull(scene.last(RebuildChanged.class).etaSeconds());
    for (int look = 1; look <= 6; look++) {
      scene.after(5).is(copied(3 * look));
    }
    RebuildChanged told = scene.last(RebuildChanged.class);
    assertNotNull(told.etaSeconds());
    assertEquals("18 % in 30 s, of 8.0 GiB or less: only what changed is copied", told.etaBasis());
    List<Kubernetes> now =
        List.of(
            new VolumeMaker("pvc-1").degraded().make(),
            Longhorn.healthy(1),
            Longhorn.healthy(3),
            REUSED,
            copied(19));
    RebuildChanged after = scene.takenOver(now).last(RebuildChanged.class);
    assertEquals(19, after.progress());
    assertNotNull(after.etaSeconds());
    assertEquals(told.etaBasis(), after.etaBasis());
  }

  @Test
  void aReplicaThatIsNewIsCopiedWhole() {
    Replica late =
        new Replica(
            "pvc-1-r-4", "pvc-1", "k3s-4", true, "", "", "", "", 5, true, Condition.ABSENT, false);
    Scene scene = failed().is(late).tells("pvc-1-r-4 rebuilding", "rebuild of pvc-1-r-4 " + QUEUED);
    for (int look = 0; look <= 3; look++) {
      Rebuild copy = new Rebuild(20 * look, "");
      scene
          .after(5)
          .is(
              engine(
                  "k3s-1",
                  Map.of(replica(1), Mode.RW, "pvc-1-r-4", Mode.WO, replica(3), Mode.RW),
                  Map.of(),
                  Map.of("pvc-1-r-4", copy)));
    }
    assertEquals(
        "60 % in 15 s, of 8.0 GiB", scene.whatever().last(RebuildChanged.class).etaBasis());
    Replica filled =
        new Replica(
            "pvc-1-r-4",
            "pvc-1",
            "k3s-4",
            true,
            "",
            REBUILT,
            "",
            REBUILT,
            0,
            true,
            Condition.ABSENT,
            false);
    scene
        .is(
            engine(
                "k3s-1",
                Map.of(replica(1), Mode.RW, "pvc-1-r-4", Mode.RW, replica(3), Mode.RW),
                Map.of("pvc-1-r-4", REBUILT),
                Map.of()),
            filled)
        .tells("pvc-1-r-4 healthy", "rebuild of pvc-1-r-4 done 100 %")
        .gone(Kind.REPLICA, replica(2))
        .tells("pvc-1-r-2 deleted");
  }

  @Test
  void theStaleReplicaIsThrownAwayAndANewOneExpected() {
    failed()
        .gone(Kind.REPLICA, replica(2))
        .tells("rebuild of pvc-1 expected: fewer replicas than wanted", "pvc-1-r-2 deleted");
  }

  @Test
  void aNewReplicaThatWasFilledUnseenIsDone() {
    Replica late =
        new Replica(
            "pvc-1-r-4",
            "pvc-1",
            "k3s-2",
            true,
            "",
            REBUILT,
            "",
            REBUILT,
            0,
            true,
            Condition.ABSENT,
            false);
    Scene scene = failed();
    scene.watch().whole(false);
    scene
        .is(
            late,
            engine(
                "k3s-1",
                Map.of(replica(1), Mode.RW, "pvc-1-r-4", Mode.RW, replica(3), Mode.RW),
                Map.of("pvc-1-r-4", REBUILT),
                Map.of()))
        .gone(Kind.REPLICA, replica(2));
    scene.watch().whole(true);
    scene.after(1).tells("rebuild of pvc-1-r-4 done 100 %", "pvc-1-r-2 deleted");
  }

  @Test
  void aCopyThatFailsSaysWhyOnceAndTheNextTryIsAnother() {
    copying(42)
        .is(broken("no space left on device"))
        .tells("rebuild of pvc-1-r-2 failed 42 %: no space left on device")
        .is(at(COPIED, Map.of()), WITHOUT)
        .tells()
        .is(replica(2, BROKEN, "", BROKEN, LONG_AGO, 1))
        .tells("pvc-1-r-2 failed")
        .is(replica(2, "", "", BROKEN, LONG_AGO, 2))
        .tells(
            "pvc-1-r-2 rebuilding", "rebuild of pvc-1-r-2 queued try 2: a node rebuilds 5 at once")
        .is(at(AGAIN, copy(2, 5)))
        .tells("rebuild of pvc-1-r-2 copying 5 % try 2")
        .is(ALL, replica(2, "", REBUILT, BROKEN, REBUILT, 0))
        .tells("pvc-1-r-2 healthy", "rebuild of pvc-1-r-2 done 100 % try 2");
  }

  @Test
  void theEngineThrowsItOutAndLonghornBacksOff() {
    Condition trouble = new Condition(Tri.TRUE, "RebuildFailed", "connection reset", BROKEN);
    Replica backsOff =
        new Replica(
            replica(2), "pvc-1", "k3s-2", true, "", "", FAILED, LONG_AGO, 1, true, trouble, false);
    copying(42)
        .is(WITHOUT)
        .tells()
        .is(backsOff)
        .tells("rebuild of pvc-1-r-2 failed 42 %: RebuildFailed connection reset")
        .after(120)
        .tells()
        .is(at(AGAIN, copy(2, 0)))
        .tells("rebuild of pvc-1-r-2 copying try 2");
  }

  @Test
  void aPurgeThatFailsTakesTheReplicaAndTheRebuildWithIt() {
    copying(42)
        .is(engine("k3s-1", rw(rw(1, 3), 2, Mode.ERR), BROKEN, Map.of()))
        .tells(
            "pvc-1-r-2 failed", "rebuild of pvc-1-r-2 failed 42 %: Longhorn gave the replica up");
  }

  @Test
  void whereNoNodeTakesItTheReasonIsLonghorns() {
    Scene.well()
        .down(2)
        .is(GIVEN_UP, WITHOUT)
        .whatever()
        .is(
            new VolumeMaker("pvc-1")
                .degraded()
                .refused("precheck new replica failed: disks are unavailable")
                .make())
        .tells(
            "rebuild of pvc-1-r-2 unplaceable: precheck new replica failed: disks are unavailable",
            "pvc-1 degraded: 2 of 3 replicas are healthy")
        .up(2)
        .is(new VolumeMaker("pvc-1").degraded().make())
        .tells("rebuild of pvc-1-r-2 expected");
  }

  @Test
  void aRefusalWithoutWordsAndADiskThatIsFull() {
    failed()
        .is(new VolumeMaker("pvc-1").degraded().refused("").make())
        .tells("rebuild of pvc-1-r-2 unplaceable: no node can take a new replica")
        .is(new VolumeMaker("pvc-1").degraded().refused("insufficient storage").make())
        .tells("rebuild of pvc-1-r-2 unplaceable: insufficient storage");
  }

  @Test
  void aCordonedNodeHoldsItBackUntilItIsUncordoned() {
    failed()
        .is(node(2, Tri.TRUE, Tri.FALSE))
        .tells("rebuild of pvc-1-r-2 expected: k3s-2 is cordoned")
        .is(node(2, Tri.TRUE))
        .tells("rebuild of pvc-1-r-2 expected");
  }

  @Test
  void theWaitForANodeThatIsDownIsTheClustersOwn() {
    Scene.well()
        .is(new Setting("replica-replenishment-wait-interval", "120"))
        .down(2)
        .is(new Setting("replica-replenishment-wait-interval", "90"))
        .tells(
            "k3s-2 at risk by probes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected: k3s-2 is down; without it a new replica may be made 120"
                + " s after the volume degraded",
            "rebuild of pvc-1-r-2 expected: k3s-2 is down; without it a new replica may be made 90"
                + " s after the volume degraded");
  }

  @Test
  void whereRebuildsAreSwitchedOffTheQueueSaysSo() {
    failed()
        .is(new Setting("concurrent-replica-rebuild-per-node-limit", "0"), REUSED)
        .tells(
            "pvc-1-r-2 rebuilding",
            "rebuild of pvc-1-r-2 queued: concurrent-replica-rebuild-per-node-limit is 0: nothing"
                + " is rebuilt");
  }

  @Test
  void aSecondFailureWaitsForTheFirstRebuildToEnd() {
    Replica third = replica(3, BROKEN, LONG_AGO, BROKEN, LONG_AGO, 0);
    Scene scene =
        copying(42)
            .is(third)
            .tells(
                "pvc-1-r-3 failed",
                "pvc-1 degraded: 1 of 3 replicas are healthy",
                "pvc-1 has only pvc-1-r-1 on k3s-1");
    scene
        .is(engine("k3s-1", rw(1, 2), REBUILT, Map.of()), WHOLE)
        .tells(
            "pvc-1-r-2 healthy",
            "rebuild of pvc-1-r-2 done 100 %",
            "pvc-1 degraded: 2 of 3 replicas are healthy",
            "pvc-1 has others",
            "rebuild of pvc-1-r-3 expected")
        .is(replica(3, "", "", BROKEN, LONG_AGO, 1))
        .tells("pvc-1-r-3 rebuilding", "rebuild of pvc-1-r-3 " + QUEUED);
  }

  @Test
  void theSourceDiesDuringTheCopy() {
    Scene scene = copying(42).down(1).whatever().down(3);
    scene.whatever();
    assertEquals(RebuildChanged.RebuildStage.COPYING, scene.last(RebuildChanged.class).stage());
  }

  @Test
  void aRebuildWithoutADeathIsToldAsWell() {
    Replica extra =
        new Replica(
            "pvc-1-r-4", "pvc-1", "k3s-4", true, "", "", "", "", 5, true, Condition.ABSENT, false);
    Replica filled =
        new Replica(
            "pvc-1-r-4",
            "pvc-1",
            "k3s-4",
            true,
            "",
            REBUILT,
            "",
            REBUILT,
            0,
            true,
            Condition.ABSENT,
            false);
    Map<String, Mode> four = rw(1, 2, 3);
    four.put("pvc-1-r-4", Mode.WO);
    Map<String, Mode> whole = rw(1, 2, 3);
    whole.put("pvc-1-r-4", Mode.RW);
    Scene.well()
        .is(extra)
        .tells("pvc-1-r-4 rebuilding", "rebuild of pvc-1-r-4 " + QUEUED)
        .is(engine("k3s-1", four, Map.of(), Map.of("pvc-1-r-4", new Rebuild(50, ""))))
        .tells("rebuild of pvc-1-r-4 copying 50 %")
        .is(engine("k3s-1", whole, Map.of("pvc-1-r-4", REBUILT), Map.of()), filled)
        .tells("pvc-1-r-4 healthy", "rebuild of pvc-1-r-4 done 100 %", "pvc-1 healthy")
        .gone(Kind.REPLICA, replica(2))
        .tells("pvc-1 healthy");
  }

  @Test
  void aReplicaThatIsDeletedByHandIsReplaced() {
    Scene.well()
        .is(engine("k3s-1", rw(1, 3), LONG_AGO, Map.of()))
        .gone(Kind.REPLICA, replica(2))
        .tells("rebuild of pvc-1 expected: fewer replicas than wanted");
  }

  @Test
  void moreReplicasAreWantedAndThenNot() {
    Scene.well()
        .is(new VolumeMaker("pvc-1").wanted(4).degraded().make())
        .tells(
            "rebuild of pvc-1 expected: fewer replicas than wanted",
            "pvc-1 degraded: 3 of 4 replicas are healthy")
        .is(new VolumeMaker("pvc-1").make())
        .tells("rebuild of pvc-1 dropped: enough replicas are good", "pvc-1 healthy");
  }

  @Test
  void theVolumeIsDeletedDuringTheCopy() {
    copying(42)
        .is(new VolumeMaker("pvc-1").deleting().make())
        .tells("rebuild of pvc-1-r-2 dropped 42 %: the volume is gone", "pvc-1 deleted")
        .gone(Kind.REPLICA, replica(1), replica(2), replica(3))
        .gone(Kind.ENGINE, "pvc-1-e-0")
        .gone(Kind.VOLUME, "pvc-1")
        .tells("pvc-1-r-2 deleted");
  }

  @Test
  void theVolumeIsGoneAtOnceDuringTheCopy() {
    copying(42)
        .gone(Kind.VOLUME, "pvc-1")
        .tells("pvc-1 deleted", "rebuild of pvc-1-r-2 dropped 42 %: the volume is gone");
  }

  @Test
  void theVolumeIsDetachedDuringTheCopy() {
    copying(42)
        .is(engine("", Map.of(), COPIED, Map.of()))
        .tells()
        .is(replica(2, BROKEN, "", BROKEN, LONG_AGO, 1), new VolumeMaker("pvc-1").detached().make())
        .tells(
            "pvc-1-r-2 failed",
            "rebuild of pvc-1-r-2 failed 42 %: Longhorn gave the replica up",
            "pvc-1 detached");
  }
}
