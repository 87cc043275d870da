package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.healthy;
import static io.vigie.storage.core.Longhorn.kubeNode;
import static io.vigie.storage.core.Longhorn.node;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Longhorn.volume;

import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the API server says while node k3s-2 vanishes at 10:00:00 and comes back at 10:13:30, its
 * replica being filled anew: one list for each kind, as each has a watch of its own.
 */
final class NodeDeath {

  private static final String FAILED = "2026-08-21T10:00:06Z";
  private static final String COPIED = "2026-08-21T10:14:31Z";
  private static final String REBUILT = "2026-08-21T10:18:02Z";

  private NodeDeath() {}

  /** The changes of each kind, the first of them as before the death. */
  static List<List<Kubernetes>> streams() {
    return List.of(volumes(), engines(), replicas(), nodes(), kubeNodes());
  }

  /** What never changes. */
  static List<Kubernetes> rest() {
    return List.of(
        healthy(1),
        healthy(3),
        node(1, Tri.TRUE),
        node(3, Tri.TRUE),
        kubeNode(1, Tri.TRUE),
        kubeNode(3, Tri.TRUE));
  }

  private static List<Kubernetes> volumes() {
    return List.of(
        volume(State.ATTACHED, Robustness.HEALTHY, "k3s-1"),
        volume(State.ATTACHED, Robustness.DEGRADED, "k3s-1"),
        volume(State.ATTACHED, Robustness.HEALTHY, "k3s-1"));
  }

  private static List<Kubernetes> engines() {
    List<Kubernetes> engines = new ArrayList<>();
    engines.add(engine("k3s-1", modes(Mode.RW), LONG_AGO, Map.of()));
    engines.add(engine("k3s-1", modes(Mode.ERR), FAILED, Map.of()));
    engines.add(
        engine("k3s-1", Map.of(replica(1), Mode.RW, replica(3), Mode.RW), FAILED, Map.of()));
    for (int progress : new int[] {0, 0, 7, 21, 42, 63, 63, 99}) {
      Rebuild copy = new Rebuild(progress, "");
      engines.add(engine("k3s-1", modes(Mode.WO), COPIED, Map.of(replica(2), copy)));
    }
    engines.add(engine("k3s-1", modes(Mode.RW), REBUILT, Map.of()));
    return engines;
  }

  private static List<Kubernetes> replicas() {
    return List.of(
        healthy(2),
        replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0),
        replica(2, "", "", FAILED, LONG_AGO, 1),
        replica(2, "", REBUILT, FAILED, REBUILT, 0));
  }

  private static List<Kubernetes> nodes() {
    return List.of(node(2, Tri.TRUE), node(2, Tri.FALSE), node(2, Tri.TRUE));
  }

  private static List<Kubernetes> kubeNodes() {
    return List.of(kubeNode(2, Tri.TRUE), kubeNode(2, Tri.UNKNOWN), kubeNode(2, Tri.TRUE));
  }

  private static Map<String, Mode> modes(Mode second) {
    return Map.of(replica(1), Mode.RW, replica(2), second, replica(3), Mode.RW);
  }
}
