package io.vigie.storage.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.Sequence;
import io.vigie.event.VolumeChanged;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import io.vigie.kube.read.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One storage-watcher that speaks, and what it tells, a short line each. It begins with three nodes
 * that are up and one volume, attached on k3s-1, with a replica on each of them.
 */
final class Scene {

  private final List<Fact> told = new ArrayList<>();
  private StorageWatch watch = new StorageWatch(() -> "id");
  private int ids;
  private int asserted;
  private long now;

  private Scene(List<Kubernetes> objects) {
    watch = new StorageWatch(() -> "id-" + ++ids);
    objects.forEach(object -> watch.seen(object, now));
    watch.whole(true);
    watch.speaks(true);
    for (int node = 1; node <= 3; node++) {
      probe("lb-1", "k3s-" + node, NodeStatus.UP);
    }
  }

  /** All is well. */
  static Scene well() {
    return with(Longhorn.volume(State.ATTACHED, Robustness.HEALTHY, "k3s-1"));
  }

  /** All is well, with this volume. */
  static Scene with(Kubernetes volume) {
    List<Kubernetes> all = new ArrayList<>(nodes());
    all.add(volume);
    all.add(Longhorn.engine("k3s-1", rw(1, 2, 3), Longhorn.LONG_AGO, Map.of()));
    for (int n = 1; n <= 3; n++) {
      all.add(Longhorn.healthy(n));
    }
    return of(all);
  }

  /** Begins with these objects; what it tells of them at once is not looked at. */
  static Scene of(List<Kubernetes> objects) {
    Scene scene = new Scene(objects);
    scene.asserted = scene.told.size();
    return scene;
  }

  /** Three nodes that are up. */
  static List<Kubernetes> nodes() {
    List<Kubernetes> nodes = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      nodes.addAll(List.of(Longhorn.node(n, Tri.TRUE), Longhorn.kubeNode(n, Tri.TRUE)));
    }
    return nodes;
  }

  /** The replicas on these nodes are whole. */
  static Map<String, Mode> rw(int... nodes) {
    Map<String, Mode> modes = new HashMap<>();
    for (int node : nodes) {
      modes.put(Longhorn.replica(node), Mode.RW);
    }
    return modes;
  }

  /** The same, and the one on this node is in another mode. */
  static Map<String, Mode> rw(Map<String, Mode> rw, int node, Mode mode) {
    Map<String, Mode> modes = new HashMap<>(rw);
    modes.put(Longhorn.replica(node), mode);
    return modes;
  }

  /** A copy that is so far. */
  static Map<String, Rebuild> copy(int node, int progress) {
    return Map.of(Longhorn.replica(node), new Rebuild(progress, ""));
  }

  /** The API server has these now, one after the other. */
  Scene is(Kubernetes... objects) {
    for (Kubernetes object : objects) {
      watch.seen(object, now);
      work();
    }
    return this;
  }

  /** The API server has these no more. */
  Scene gone(Kind kind, String... keys) {
    for (String key : keys) {
      watch.gone(kind, key, now);
      work();
    }
    return this;
  }

  /** An observer's verdict. */
  Scene probe(String observer, String node, NodeStatus status) {
    return probe(observer, node, status, false);
  }

  /** An observer's verdict, which it may doubt itself. */
  Scene probe(String observer, String node, NodeStatus status, boolean impaired) {
    hear(observer, new NodeChanged(node, status, List.of(), List.of(), 0, 0, impaired));
    return this;
  }

  /** The only observer says that a node is down. */
  Scene down(int node) {
    return probe("lb-1", "k3s-" + node, NodeStatus.DOWN);
  }

  /** The only observer says that a node is up. */
  Scene up(int node) {
    return probe("lb-1", "k3s-" + node, NodeStatus.UP);
  }

  /** An observer doubts itself, or does not any more. */
  Scene doubts(String observer, boolean impaired) {
    ObserverState state = impaired ? ObserverState.IMPAIRED : ObserverState.CLEAR;
    hear(observer, new ObserverChanged(observer, state, impaired ? "gateway lost" : "", List.of()));
    return this;
  }

  private void hear(String observer, Event event) {
    Fact fact = Fact.root("probe-" + ++ids, event);
    String source = Envelope.source(observer, "health-service");
    Envelope envelope = new Envelope(fact, source, new Sequence(1, ++ids), Instant.EPOCH);
    watch.heard(envelope, true, now);
    work();
  }

  /** Time goes by. */
  Scene after(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    watch.recheck(now);
    work();
    return this;
  }

  /** Another watcher takes its turn: it sees these objects and heard all that was said. */
  Scene takenOver(List<Kubernetes> objects) {
    StorageWatch next = new StorageWatch(() -> "id-" + ++ids);
    objects.forEach(object -> next.seen(object, now));
    for (Fact fact : told) {
      String source = Envelope.source("lb-2", "storage-watcher");
      next.heard(new Envelope(fact, source, new Sequence(1, ++ids), Instant.EPOCH), false, now);
    }
    watch = next;
    watch.whole(true);
    watch.speaks(true);
    work();
    return this;
  }

  private void work() {
    while (watch.hasWork()) {
      told.addAll(watch.work(10, now));
    }
  }

  /** What was told since this was last asked, in this order. */
  Scene tells(String... lines) {
    List<String> news =
        told.subList(asserted, told.size()).stream().map(fact -> line(fact.event())).toList();
    asserted = told.size();
    assertEquals(String.join("\n", lines), String.join("\n", news));
    return this;
  }

  /** Whatever was told. */
  Scene whatever() {
    asserted = told.size();
    return this;
  }

  /** The last event of a type. */
  <T extends Event> T last(Class<T> type) {
    return told.reversed().stream()
        .map(Fact::event)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName()));
  }

  /** What was told last, with its cause. */
  Fact lastFact() {
    return told.getLast();
  }

  /** All that was told. */
  List<Fact> facts() {
    return told;
  }

  StorageWatch watch() {
    return watch;
  }

  private static String line(Event event) {
    return switch (event) {
      case NodeAtRisk r when r.risk() == Risk.CLEAR -> r.subject() + " clear";
      case NodeAtRisk r ->
          "%s at risk by %s: %s"
              .formatted(
                  r.subject(),
                  r.basis(),
                  r.volumes().stream().map(Scene::line).collect(Collectors.joining(", ")));
      case VolumeChanged v -> v.volume() + " " + v.health().wire() + why(v.reason());
      case ReplicaChanged r -> r.replica() + " " + r.state().wire();
      case RebuildChanged r -> line(r);
      case LastReplica l when !l.alarm() -> l.volume() + " has others";
      case LastReplica l -> l.volume() + " has only " + l.replica() + " on " + l.node();
      default -> event.toString();
    };
  }

  private static String line(Endangered one) {
    return "%s %d GiB, %d left%s"
        .formatted(
            one.volume(),
            one.bytes() / Longhorn.GIB,
            one.replicasLeft(),
            one.engineThere() ? ", engine" : "");
  }

  private static String line(RebuildChanged r) {
    String progress = r.progress() == 0 ? "" : " " + r.progress() + " %";
    String attempt = r.attempt() == 1 ? "" : " try " + r.attempt();
    String of = r.replica() == null ? r.volume() : r.replica();
    return "rebuild of " + of + " " + r.stage().wire() + progress + attempt + why(r.reason());
  }

  private static String why(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
