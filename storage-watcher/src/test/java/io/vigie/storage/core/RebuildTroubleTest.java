package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.node;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Refill.AGAIN;
import static io.vigie.storage.core.Refill.ALL;
import static io.vigie.storage.core.Refill.BROKEN;
import static io.vigie.storage.core.Refill.COPIED;
import static io.vigie.storage.core.Refill.FAILED;
import static io.vigie.storage.core.Refill.GIVEN_UP;
import static io.vigie.storage.core.Refill.REBUILT;
import static io.vigie.storage.core.Refill.REUSED;
import static io.vigie.storage.core.Refill.WITHOUT;
import static io.vigie.storage.core.Refill.at;
import static io.vigie.storage.core.Refill.broken;
import static io.vigie.storage.core.Refill.copying;
import static io.vigie.storage.core.Refill.failed;
import static io.vigie.storage.core.Scene.copy;
import static io.vigie.storage.core.Scene.rw;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.Tri;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What gets in the way of a rebuild: copies that fail, and copies that cannot begin. */
class RebuildTroubleTest {

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
  void aTroubleThatIsOverIsNoFailureOfTheNextTry() {
    Condition trouble = new Condition(Tri.TRUE, "RebuildFailed", "connection reset", BROKEN);
    Replica whole =
        new Replica(
            replica(2),
            "pvc-1",
            "k3s-2",
            true,
            "",
            REBUILT,
            FAILED,
            REBUILT,
            0,
            true,
            trouble,
            false);
    copying(42)
        .is(whole)
        .tells()
        .is(ALL)
        .tells("pvc-1-r-2 healthy", "rebuild of pvc-1-r-2 done 100 %");
  }
}
