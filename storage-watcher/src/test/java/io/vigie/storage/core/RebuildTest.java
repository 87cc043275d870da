package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Refill.ALL;
import static io.vigie.storage.core.Refill.BROKEN;
import static io.vigie.storage.core.Refill.COPIED;
import static io.vigie.storage.core.Refill.FAILED;
import static io.vigie.storage.core.Refill.GIVEN_UP;
import static io.vigie.storage.core.Refill.QUEUED;
import static io.vigie.storage.core.Refill.REBUILT;
import static io.vigie.storage.core.Refill.REUSED;
import static io.vigie.storage.core.Refill.WHOLE;
import static io.vigie.storage.core.Refill.WITHOUT;
import static io.vigie.storage.core.Refill.at;
import static io.vigie.storage.core.Refill.copied;
import static io.vigie.storage.core.Refill.copying;
import static io.vigie.storage.core.Refill.failed;
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
import io.vigie.kube.read.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a missing replica is filled again, from expected to done, whyever it is missing. */
class RebuildTest {

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
  void aVolumeThatIsHealthyBeforeItsReplicaSaysSoIsToldOnce() {
    failed()
        .is(new VolumeMaker("pvc-1").degraded().make(), REUSED, copied(99))
        .whatever()
        .is(new VolumeMaker("pvc-1").make())
        .tells()
        .is(ALL, WHOLE)
        .tells("pvc-1-r-2 healthy", "rebuild of pvc-1-r-2 done 100 %", "pvc-1 healthy");
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
