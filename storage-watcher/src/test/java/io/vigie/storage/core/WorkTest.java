package io.vigie.storage.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RebuildChanged;
import io.vigie.event.Sequence;
import io.vigie.event.ServiceAlive;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.read.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much work 5,000 volumes with 15,000 replicas make, and how much is kept of them. */
class WorkTest {

  private static final int VOLUMES = 5_000;
  private static final int PORTION = 50;
  private static final String FAILED = "2026-08-21T10:00:06Z";
  private static final String BACK = "2026-08-21T10:20:06Z";

  private final StorageWatch watch = new StorageWatch(() -> "id");
  private final List<Kubernetes> objects = new ArrayList<>(Scene.nodes());
  private int sequence;

  @BeforeEach
  void fill() {
    for (int v = 0; v < VOLUMES; v++) {
      objects.add(volume(v));
      for (int n = 1; n <= 3; n++) {
        objects.add(replica(v, n, ""));
      }
    }
    objects.forEach(object -> watch.seen(object, 0));
    watch.whole(true);
    watch.speaks(true);
    work();
    probe(NodeStatus.UP);
    assertFalse(watch.hasWork());
  }

  private static String name(int volume) {
    return "pvc-%04d".formatted(volume);
  }

  private static Volume volume(int volume) {
    return new VolumeMaker(name(volume)).detached().make();
  }

  private static Replica replica(int volume, int node, String failed) {
    boolean back = failed.equals(BACK);
    return new Replica(
        name(volume) + "-r-" + node,
        name(volume),
        "k3s-" + node,
        true,
        back ? "" : failed,
        back ? BACK : Longhorn.LONG_AGO,
        back ? FAILED : failed,
        back ? BACK : Longhorn.LONG_AGO,
        0,
        true,
        Condition.ABSENT,
        false);
  }

  private void hear(Event event) {
    Fact fact = Fact.root("probe", event);
    String source = Envelope.source("lb-1", "health-service");
    watch.heard(new Envelope(fact, source, new Sequence(1, ++sequence), Instant.EPOCH), true, 0);
  }

  private void probe(NodeStatus status) {
    hear(new NodeChanged("k3s-2", status, List.of(), List.of(), 0, 0, false));
  }

  private List<Fact> work() {
    List<Fact> told = new ArrayList<>();
    while (watch.hasWork()) {
      told.addAll(watch.work(PORTION, 0));
    }
    return told;
  }

  @Test
  void whatIsAtRiskIsToldInTheFirstPieceOfWorkBeforeAllElse() {
    long before = watch.looks();
    probe(NodeStatus.DOWN);
    assertEquals(before, watch.looks(), "looks before it is asked to work");
    List<Fact> first = watch.work(PORTION, 0);
    List<NodeAtRisk> risks =
        first.stream().limit(5).map(f -> assertInstanceOf(NodeAtRisk.class, f.event())).toList();
    assertEquals(VOLUMES, risks.stream().mapToInt(risk -> risk.volumes().size()).sum());
    assertEquals(VOLUMES + PORTION, watch.looks() - before);
    long expected = work().stream().filter(fact -> fact.event() instanceof RebuildChanged).count();
    assertEquals(VOLUMES - PORTION, expected);
    assertEquals(2L * VOLUMES, watch.looks() - before);
  }

  @Test
  void heartbeatsRelistsAndPresenceMakeNoWork() {
    long before = watch.looks();
    for (int i = 0; i < 100; i++) {
      watch.seen(Longhorn.kubeNode(2, Tri.TRUE), i);
      watch.seen(Longhorn.node(2, Tri.TRUE), i);
      watch.recheck(i);
      hear(new ServiceAlive("lb-1", "health-service", "1", 1_000));
    }
    objects.forEach(object -> watch.seen(object, 200));
    assertEquals(0, watch.left());
    watch.whole(true);
    watch.speaks(true);
    assertFalse(watch.hasWork());
    assertEquals(before, watch.looks());
  }

  @Test
  void oneReplicasChangeIsOneLook() {
    long before = watch.looks();
    watch.seen(replica(7, 2, FAILED), 0);
    work();
    assertTrue(watch.looks() - before <= 2, () -> watch.looks() - before + " looks");
  }

  @Test
  void whileANodeIsRebuiltEachReplicaCostsTheSame() {
    probe(NodeStatus.DOWN);
    work();
    for (int v = 0; v < VOLUMES; v++) {
      watch.seen(replica(v, 2, FAILED), 0);
    }
    work();
    probe(NodeStatus.UP);
    work();
    long before = watch.looks();
    List<Fact> told = new ArrayList<>();
    for (int v = 0; v < VOLUMES; v++) {
      watch.seen(replica(v, 2, BACK), 0);
      told.addAll(work());
    }
    assertEquals(NodeAtRisk.Risk.CLEAR, ((NodeAtRisk) told.getLast().event()).risk());
    assertTrue(watch.looks() - before < 6L * VOLUMES, () -> watch.looks() - before + " looks");
  }

  @Test
  void ofWhatIsGoneNothingIsKept() {
    probe(NodeStatus.DOWN);
    for (int v = 0; v < VOLUMES; v++) {
      watch.seen(replica(v, 2, FAILED), 0);
      watch.seen(replica(v, 3, FAILED), 0);
    }
    work();
    assertTrue(watch.kept() > 4L * VOLUMES, "an alarm, a rebuild, two replicas and a volume each");
    for (int v = 0; v < VOLUMES; v++) {
      for (int n = 1; n <= 3; n++) {
        watch.gone(Kind.REPLICA, name(v) + "-r-" + n, 0);
      }
      watch.gone(Kind.VOLUME, name(v), 0);
    }
    work();
    assertEquals(5, watch.kept(), "the parts of the node's risk");
    probe(NodeStatus.UP);
    work();
    assertEquals(0, watch.left());
  }

  @Test
  void whoDoesNotSpeakCollectsNoWork() {
    watch.speaks(false);
    probe(NodeStatus.DOWN);
    for (int v = 0; v < VOLUMES; v++) {
      watch.seen(replica(v, 2, FAILED), 0);
      watch.gone(Kind.REPLICA, name(v) + "-r-3", 0);
    }
    assertEquals(0, watch.left());
    watch.speaks(true);
    assertTrue(watch.hasWork());
  }
}
