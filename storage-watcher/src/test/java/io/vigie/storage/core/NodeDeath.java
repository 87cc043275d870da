package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.healthy;
import static io.vigie.storage.core.Longhorn.kubeNode;
import static io.vigie.storage.core.Longhorn.node;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Longhorn.volume;

import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import io.vigie.storage.core.Play.Step;
import io.vigie.storage.core.Play.Step.Is;
import io.vigie.storage.core.Play.Step.Probed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the API server says while node k3s-2 vanishes at 10:00:00 and comes back at 10:13:30, its
 * replica being filled anew; and the same with k3s-3 vanishing while that replica is filled, to be
 * filled next. One list for each kind, as each has a watch of its own.
 */
final class NodeDeath {

  private static final String FAILED = "2026-08-21T10:00:06Z";
  private static final String COPIED = "2026-08-21T10:14:31Z";
  private static final String FAILED_NEXT = "2026-08-21T10:16:06Z";
  private static final String REBUILT = "2026-08-21T10:18:02Z";
  private static final String COPIED_NEXT = "2026-08-21T10:24:31Z";
  private static final String REBUILT_NEXT = "2026-08-21T10:28:02Z";

  private NodeDeath() {}

  /** How it was before. */
  static List<Kubernetes> before() {
    List<Kubernetes> all = new ArrayList<>();
    all.add(volume(State.ATTACHED, Robustness.HEALTHY, "k3s-1"));
    all.add(at(Mode.RW, LONG_AGO, Mode.RW, LONG_AGO, Map.of()));
    for (int n = 1; n <= 3; n++) {
      all.addAll(List.of(healthy(n), node(n, Tri.TRUE), kubeNode(n, Tri.TRUE)));
    }
    return all;
  }

  /** One dies. */
  static List<List<Step>> one() {
    List<Kubernetes> engines = new ArrayList<>();
    engines.add(at(Mode.ERR, FAILED, Mode.RW, LONG_AGO, Map.of()));
    engines.add(at(null, FAILED, Mode.RW, LONG_AGO, Map.of()));
    for (int progress : new int[] {0, 0, 7, 21, 42, 63, 63, 99}) {
      engines.add(at(Mode.WO, COPIED, Mode.RW, LONG_AGO, copy(2, progress)));
    }
    engines.add(at(Mode.RW, REBUILT, Mode.RW, LONG_AGO, Map.of()));
    List<List<Step>> streams = new ArrayList<>(death(2));
    streams.add(is(engines));
    streams.add(is(fails(2, FAILED, REBUILT)));
    streams.add(volumes());
    return streams;
  }

  /** Another dies while the first is rebuilt. */
  static List<List<Step>> two() {
    List<Kubernetes> engines = new ArrayList<>();
    engines.add(at(Mode.ERR, FAILED, Mode.RW, LONG_AGO, Map.of()));
    engines.add(at(null, FAILED, Mode.RW, LONG_AGO, Map.of()));
    for (int progress : new int[] {0, 7, 21}) {
      engines.add(at(Mode.WO, COPIED, Mode.RW, LONG_AGO, copy(2, progress)));
    }
    engines.add(at(Mode.WO, COPIED, Mode.ERR, FAILED_NEXT, copy(2, 30)));
    for (int progress : new int[] {42, 63, 99}) {
      engines.add(at(Mode.WO, COPIED, null, FAILED_NEXT, copy(2, progress)));
    }
    engines.add(at(Mode.RW, REBUILT, null, FAILED_NEXT, Map.of()));
    for (int progress : new int[] {0, 12, 50, 98}) {
      engines.add(at(Mode.RW, REBUILT, Mode.WO, COPIED_NEXT, copy(3, progress)));
    }
    engines.add(at(Mode.RW, REBUILT, Mode.RW, REBUILT_NEXT, Map.of()));
    List<List<Step>> streams = new ArrayList<>(death(2));
    streams.addAll(death(3));
    streams.add(is(engines));
    List<Kubernetes> replicas = new ArrayList<>(fails(2, FAILED, REBUILT));
    Kubernetes whole = replicas.removeLast();
    List<Kubernetes> next = fails(3, FAILED_NEXT, REBUILT_NEXT);
    replicas.add(next.removeFirst());
    replicas.add(whole);
    replicas.addAll(next);
    streams.add(is(replicas));
    streams.add(volumes());
    return streams;
  }

  private static List<List<Step>> death(int node) {
    String name = "k3s-" + node;
    return List.of(
        List.of(new Probed(name, NodeStatus.DOWN), new Probed(name, NodeStatus.UP)),
        is(List.of(node(node, Tri.FALSE), node(node, Tri.TRUE))),
        is(List.of(kubeNode(node, Tri.UNKNOWN), kubeNode(node, Tri.TRUE))));
  }

  private static List<Step> volumes() {
    return is(
        List.of(
            volume(State.ATTACHED, Robustness.DEGRADED, "k3s-1"),
            volume(State.ATTACHED, Robustness.HEALTHY, "k3s-1")));
  }

  private static List<Kubernetes> fails(int node, String failed, String rebuilt) {
    return new ArrayList<>(
        List.of(
            replica(node, failed, LONG_AGO, failed, LONG_AGO, 0),
            replica(node, "", "", failed, LONG_AGO, 1),
            replica(node, "", rebuilt, failed, rebuilt, 0)));
  }

  private static Map<String, Rebuild> copy(int node, int progress) {
    return Map.of(replica(node), new Rebuild(progress, ""));
  }

  private static Kubernetes at(
      @Nullable Mode second,
      String since,
      @Nullable Mode third,
      String sinceThird,
      Map<String, Rebuild> copies) {
    Map<String, Mode> modes = new TreeMap<>(Map.of(replica(1), Mode.RW));
    if (second != null) {
      modes.put(replica(2), second);
    }
    if (third != null) {
      modes.put(replica(3), third);
    }
    return engine("k3s-1", modes, Map.of(replica(2), since, replica(3), sinceThird), copies);
  }

  private static List<Step> is(List<Kubernetes> objects) {
    List<Step> steps = new ArrayList<>();
    objects.forEach(object -> steps.add(new Is(object)));
    return steps;
  }
}
