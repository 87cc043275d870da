package io.vigie.storage.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import io.vigie.kube.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a node that is down has taken with it, by whose word, and when that is over. */
class NodeDownTest {

  private static final String WAITS =
      ": k3s-2 is down; without it a new replica may be made 600 s after the volume degraded";

  @Test
  void theVerdictOfTheProbesIsEnough() {
    Scene.well()
        .down(2)
        .tells(
            "k3s-2 at risk by probes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected" + WAITS);
  }

  @Test
  void whatIsAtRiskNamesItsUserAndWhatIsLeftOfIt() {
    assertEquals(
        new Endangered("pvc-1", "StatefulSet git/gitea", 8 * Longhorn.GIB, 2, false),
        Scene.well().down(2).last(NodeAtRisk.class).volumes().getFirst());
  }

  @Test
  void theRiskIsCausedByTheVerdictAndCausesTheRest() {
    Scene scene = Scene.well().down(2);
    List<Fact> facts = scene.facts();
    Fact risk = facts.get(facts.size() - 2);
    assertEquals("probe-", String.valueOf(risk.causationId()).substring(0, 6));
    assertEquals(risk.id(), scene.lastFact().causationId());
  }

  @Test
  void aVolumeAttachedThereIsToldFirstAndStranded() {
    Scene scene = Scene.well().down(1);
    assertEquals(
        new Endangered("pvc-1", "StatefulSet git/gitea", 8 * Longhorn.GIB, 2, true),
        scene.last(NodeAtRisk.class).volumes().getFirst());
    assertEquals(
        "attached on k3s-1, which does not answer", scene.last(VolumeChanged.class).reason());
    assertEquals(VolumeHealth.STRANDED, scene.last(VolumeChanged.class).health());
  }

  @Test
  void withoutAnEngineTheUsedBytesAreWhatThereIsToCopy() {
    List<Kubernetes> all = new ArrayList<>(Scene.nodes());
    all.add(new VolumeMaker("pvc-1").detached().make());
    all.addAll(List.of(Longhorn.healthy(1), Longhorn.healthy(2), Longhorn.healthy(3)));
    Scene.of(all)
        .down(2)
        .tells(
            "k3s-2 at risk by probes: pvc-1 7 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected: the volume is not attached");
  }

  @Test
  void aNodeWithoutReplicasTakesNothingWithIt() {
    Scene.well().is(Longhorn.kubeNode(4, Tri.TRUE)).down(4).tells();
  }

  @Test
  void aReplicaThatIsNotInUseOrBeingDeletedIsNotAtRisk() {
    Scene.well()
        .is(
            new Replica(
                "pvc-1-r-9",
                "pvc-1",
                "k3s-4",
                false,
                "",
                "",
                "",
                "",
                0,
                false,
                Condition.ABSENT,
                false),
            Longhorn.kubeNode(4, Tri.TRUE))
        .down(4)
        .tells();
  }

  @Test
  void moreThanAThousandVolumesAreToldInPartsTheFirstLast() {
    Scene scene = Scene.of(many(2_300)).down(2);
    List<NodeAtRisk> parts =
        scene.facts().stream()
            .map(Fact::event)
            .filter(NodeAtRisk.class::isInstance)
            .map(NodeAtRisk.class::cast)
            .toList();
    assertEquals(
        List.of("k3s-2/3", "k3s-2/2", "k3s-2"), parts.stream().map(NodeAtRisk::subject).toList());
    assertEquals(List.of(300, 1_000, 1_000), parts.stream().map(p -> p.volumes().size()).toList());
    for (NodeAtRisk part : parts) {
      assertEquals(2_300, part.volumesTotal());
      assertEquals(2_300L * 7 * Longhorn.GIB, part.bytesTotal());
    }
    assertEquals(
        2_300,
        parts.stream()
            .flatMap(p -> p.volumes().stream())
            .map(Endangered::volume)
            .distinct()
            .count());
    scene.whatever().up(2);
    assertEquals(
        3, scene.facts().stream().filter(f -> f.event().toString().contains("risk=CLEAR")).count());
    assertEquals("k3s-2", scene.last(NodeAtRisk.class).subject());
  }

  @Test
  void ofSeveralPartsTheOneWhoTakesOverTellsWhatIsMissing() {
    List<Kubernetes> many = many(1_200);
    Scene scene = Scene.of(many).down(2);
    scene.facts().removeIf(fact -> !fact.event().subject().equals("k3s-2/2"));
    scene.whatever();
    scene.takenOver(many).down(2);
    List<String> risks =
        scene.facts().stream()
            .filter(fact -> fact.event() instanceof NodeAtRisk)
            .map(fact -> fact.event().subject())
            .toList();
    assertEquals(List.of("k3s-2/2", "k3s-2"), risks);
  }

  @Test
  void whenItIsBackBeforeLonghornNoticedAllIsWell() {
    Scene.well()
        .down(2)
        .whatever()
        .up(2)
        .tells("rebuild of pvc-1-r-2 dropped: the replica came back whole", "k3s-2 clear");
  }

  @Test
  void itIsNotClearBeforeItsReplicasAreWholeAgain() {
    String failed = "2026-08-21T10:00:06Z";
    String rebuilt = "2026-08-21T10:18:02Z";
    Scene.well()
        .down(2)
        .is(Longhorn.replica(2, failed, Longhorn.LONG_AGO, failed, Longhorn.LONG_AGO, 0))
        .is(Longhorn.engine("k3s-1", Scene.rw(1, 3), failed, Map.of()))
        .whatever()
        .up(2)
        .tells("rebuild of pvc-1-r-2 expected")
        .is(
            Longhorn.replica(2, "", rebuilt, failed, rebuilt, 0),
            Longhorn.engine("k3s-1", Scene.rw(1, 2, 3), rebuilt, Map.of()))
        .tells("pvc-1-r-2 healthy", "rebuild of pvc-1-r-2 done 100 %", "k3s-2 clear");
  }

  @Test
  void kubernetesWordCountsThoughTheProbesReachTheNode() {
    Scene.well()
        .is(Longhorn.kubeNode(2, Tri.UNKNOWN))
        .tells(
            "k3s-2 at risk by kubernetes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected" + WAITS)
        .is(Longhorn.kubeNode(2, Tri.TRUE))
        .tells("rebuild of pvc-1-r-2 dropped: the replica came back whole", "k3s-2 clear");
  }

  @Test
  void theProbesWordCountsThoughKubernetesHasNotNoticed() {
    Scene.well()
        .down(2)
        .whatever()
        .is(Longhorn.kubeNode(2, Tri.UNKNOWN), Longhorn.node(2, Tri.FALSE))
        .tells()
        .up(2)
        .tells()
        .is(Longhorn.node(2, Tri.TRUE))
        .tells()
        .is(Longhorn.kubeNode(2, Tri.TRUE))
        .tells("rebuild of pvc-1-r-2 dropped: the replica came back whole", "k3s-2 clear");
  }

  @Test
  void aKubeletThatIsNotReadyOrALonghornManagerThatIsAwayIsNoDeath() {
    Condition notReady = new Condition(Tri.FALSE, "KubeletNotReady", "", Longhorn.LONG_AGO);
    Condition noManager = new Condition(Tri.FALSE, "ManagerPodDown", "", Longhorn.LONG_AGO);
    Condition yes = new Condition(Tri.TRUE, "", "", Longhorn.LONG_AGO);
    Scene.well()
        .is(
            new KubeNode("k3s-2", notReady, true, yes, false, "boot"),
            new StorageNode("k3s-2", noManager, yes, true))
        .tells();
  }

  @Test
  void whenLonghornGaveTheNodeUpItIsDown() {
    Scene.well()
        .is(Longhorn.node(2, Tri.FALSE))
        .tells(
            "k3s-2 at risk by kubernetes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected" + WAITS);
  }

  @Test
  void whileTheObserversDisagreeNothingIsAtRisk() {
    Scene.well()
        .probe("lb-2", "k3s-2", NodeStatus.UP)
        .probe("lb-1", "k3s-2", NodeStatus.DOWN)
        .tells()
        .probe("lb-2", "k3s-2", NodeStatus.DOWN)
        .tells(
            "k3s-2 at risk by probes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected" + WAITS);
  }

  @Test
  void anObserverThatDoubtsItselfDoesNotCount() {
    Scene.well()
        .doubts("lb-1", true)
        .down(2)
        .tells()
        .doubts("lb-1", false)
        .tells(
            "k3s-2 at risk by probes: pvc-1 8 GiB, 2 left",
            "rebuild of pvc-1-r-2 expected" + WAITS);
  }

  @Test
  void aVerdictThatWasDoubtedWhenItWasGivenDoesNotCount() {
    Scene.well().probe("lb-1", "k3s-2", NodeStatus.DOWN, true).tells();
  }

  @Test
  void anObserverThatIsSilentLeavesItAsItWas() {
    Scene.well().down(2).whatever().after(60).tells().up(2).whatever();
  }

  @Test
  void afterARestartItIsStillDownUntilSomebodyLooks() {
    List<Kubernetes> all = new ArrayList<>(Scene.nodes());
    all.add(new VolumeMaker("pvc-1").make());
    all.add(Longhorn.engine("k3s-1", Scene.rw(1, 2, 3), Longhorn.LONG_AGO, Map.of()));
    all.addAll(List.of(Longhorn.healthy(1), Longhorn.healthy(2), Longhorn.healthy(3)));
    Scene.of(all)
        .down(2)
        .whatever()
        .takenOver(all)
        .tells()
        .up(2)
        .tells("rebuild of pvc-1-r-2 dropped: the replica came back whole", "k3s-2 clear");
  }

  @Test
  void theLastGoodReplicaIsAnAlarmThatEnds() {
    Scene.well()
        .down(2)
        .whatever()
        .down(3)
        .tells("k3s-3 at risk by probes: pvc-1 8 GiB, 1 left", "pvc-1 has only pvc-1-r-1 on k3s-1")
        .is(new VolumeMaker("pvc-1").usedBy("").make())
        .tells("pvc-1 healthy")
        .up(3)
        .tells("pvc-1 has others", "k3s-3 clear");
  }

  @Test
  void notEvenOneGoodReplicaIsAnAlarmToo() {
    Scene scene = Scene.well().down(1).down(2).down(3);
    assertEquals("alarm=true, replica=null", last(scene));
  }

  private static String last(Scene scene) {
    LastReplica last = scene.last(LastReplica.class);
    return "alarm=" + last.alarm() + ", replica=" + last.replica();
  }

  @Test
  void aVolumeThatIsToHaveOneReplicaGivesNoAlarm() {
    for (Kubernetes volume :
        List.of(
            new VolumeMaker("pvc-1").wanted(1).make(),
            new VolumeMaker("pvc-1").strictLocal().make())) {
      Scene.of(one(volume))
          .down(1)
          .tells(
              "k3s-1 at risk by probes: pvc-1 8 GiB, 0 left, engine",
              "rebuild of pvc-1-r-1 expected: no good replica to copy from",
              "pvc-1 stranded: attached on k3s-1, which does not answer");
    }
  }

  private static List<Kubernetes> one(Kubernetes volume) {
    List<Kubernetes> all = new ArrayList<>(Scene.nodes());
    all.add(volume);
    all.add(Longhorn.engine("k3s-1", Scene.rw(1), Longhorn.LONG_AGO, Map.of()));
    all.add(Longhorn.healthy(1));
    return all;
  }

  @Test
  void theEngineOnTheDeadNodeStrandsTheVolumeUntilItIsAttachedElsewhere() {
    Scene.well()
        .down(1)
        .whatever()
        .is(new VolumeMaker("pvc-1").is(State.ATTACHED, Robustness.UNKNOWN, "k3s-1").make())
        .tells()
        .is(new VolumeMaker("pvc-1").detached().make())
        .tells("rebuild of pvc-1-r-1 expected: the volume is not attached", "pvc-1 detached")
        .is(
            Longhorn.engine(
                "k3s-3", Scene.rw(Scene.rw(2, 3), 1, Mode.ERR), "2026-08-21T10:07:00Z", Map.of()),
            new VolumeMaker("pvc-1").is(State.ATTACHED, Robustness.DEGRADED, "k3s-3").make())
        .whatever();
  }

  @Test
  void aNodeThatIsNoneAnyMoreIsClearWhenItsReplicasAreGone() {
    Scene.well()
        .down(2)
        .is(
            Longhorn.replica(
                2,
                "2026-08-21T10:00:06Z",
                Longhorn.LONG_AGO,
                "2026-08-21T10:00:06Z",
                Longhorn.LONG_AGO,
                0))
        .gone(Kind.STORAGE_NODE, "k3s-2")
        .gone(Kind.NODE, "k3s-2")
        .whatever()
        .gone(Kind.REPLICA, "pvc-1-r-2")
        .tells(
            "rebuild of pvc-1 expected: fewer replicas than wanted",
            "pvc-1-r-2 deleted",
            "k3s-2 clear");
  }

  /** So many volumes, with replicas on all nodes. */
  private static List<Kubernetes> many(int volumes) {
    List<Kubernetes> all = new ArrayList<>(Scene.nodes());
    for (int v = 0; v < volumes; v++) {
      String name = "pvc-%05d".formatted(v);
      all.add(new VolumeMaker(name).detached().make());
      for (int n = 1; n <= 3; n++) {
        all.add(
            new Replica(
                name + "-r-" + n,
                name,
                "k3s-" + n,
                true,
                "",
                Longhorn.LONG_AGO,
                "",
                Longhorn.LONG_AGO,
                0,
                true,
                Condition.ABSENT,
                false));
      }
    }
    return all;
  }
}
