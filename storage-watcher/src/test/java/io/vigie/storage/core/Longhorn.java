package io.vigie.storage.core;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Longhorn's objects as tests need them: one volume with a replica on each of three nodes. */
final class Longhorn {

  static final String VOLUME = "pvc-1";
  static final String LONG_AGO = "2026-07-02T08:11:20Z";
  static final long GIB = 1L << 30;

  private Longhorn() {}

  static Volume volume(State state, Robustness robustness, String node) {
    return new VolumeMaker(VOLUME).is(state, robustness, node).make();
  }

  static Engine engine(
      String node, Map<String, Mode> modes, String since, Map<String, Rebuild> rebuilds) {
    return engine(node, modes, Map.of(replica(2), since), rebuilds);
  }

  static Engine engine(
      String node,
      Map<String, Mode> modes,
      Map<String, String> since,
      Map<String, Rebuild> rebuilds) {
    Map<String, String> all = new HashMap<>();
    modes.keySet().forEach(replica -> all.put(replica, LONG_AGO));
    all.putAll(since);
    return new Engine(
        VOLUME + "-e-0",
        VOLUME,
        node,
        true,
        !modes.isEmpty(),
        false,
        modes,
        all,
        rebuilds,
        List.of(),
        8 * GIB);
  }

  static String replica(int node) {
    return VOLUME + "-r-" + node;
  }

  static Replica healthy(int node) {
    return replica(node, "", LONG_AGO, "", LONG_AGO, 0);
  }

  static Replica replica(
      int node, String failed, String healthy, String lastFailed, String lastHealthy, int retries) {
    return new Replica(
        replica(node),
        VOLUME,
        "k3s-" + node,
        true,
        failed,
        healthy,
        lastFailed,
        lastHealthy,
        retries,
        failed.isEmpty(),
        Condition.ABSENT,
        false);
  }

  static StorageNode node(int node, Tri ready) {
    return node(node, ready, Tri.TRUE);
  }

  static StorageNode node(int node, Tri ready, Tri schedulable) {
    String why = ready.isTrue() ? "" : "KubernetesNodeNotReady";
    String cordon = schedulable.isTrue() ? "" : "KubernetesNodeCordoned";
    return new StorageNode(
        "k3s-" + node,
        new Condition(ready, why, "", LONG_AGO),
        new Condition(schedulable, cordon, "", LONG_AGO),
        true);
  }

  static KubeNode kubeNode(int node, Tri ready) {
    Condition condition = new Condition(ready, "", "", LONG_AGO);
    return new KubeNode("k3s-" + node, condition, true, condition, false, "boot");
  }
}
