package io.vigie.storage.accept;

import io.vigie.testkit.accept.ApiWriter;

/**
 * Writes Longhorn's objects as its controllers do: one volume with a replica on each of three
 * nodes.
 */
final class Api {

  static final String VOLUME = "pvc-1";
  private static final String GROUP = "/apis/longhorn.io/v1beta2/namespaces/longhorn-system/";
  private static final String LONG_AGO = "2026-07-02T08:11:20Z";

  private final ApiWriter writer;

  Api(ApiWriter writer) {
    this.writer = writer;
  }

  static String replica(int node) {
    return VOLUME + "-r-" + node;
  }

  /** All is well. */
  void create() {
    for (int node = 1; node <= 3; node++) {
      writer.post(
          "/api/v1/nodes",
          "{kind: Node, apiVersion: v1, metadata: {name: k3s-%d}, status: {conditions: [%s]}}"
              .formatted(node, ready("True")));
      writer.post(
          GROUP + "nodes",
          "{kind: Node, metadata: {name: k3s-%d}, spec: {allowScheduling: true}}".formatted(node));
      nodeReady(node, "True");
      writer.post(
          GROUP + "replicas",
          ("{kind: Replica, metadata: {name: %s}, spec: {volumeName: %s, nodeID: k3s-%d,"
                  + " active: true, healthyAt: '%s', lastHealthyAt: '%s'}}")
              .formatted(replica(node), VOLUME, node, LONG_AGO, LONG_AGO));
      status("replicas/" + replica(node), "{currentState: running}");
    }
    writer.post(
        GROUP + "volumes",
        "{kind: Volume, metadata: {name: %s}, spec: {size: '21474836480', numberOfReplicas: 3}}"
            .formatted(VOLUME));
    robustness("healthy");
    writer.post(
        GROUP + "engines",
        ("{kind: Engine, metadata: {name: %s-e-0}, spec: {volumeName: %s, nodeID: k3s-1,"
                + " active: true, replicaAddressMap: {%s: '10.0.0.2:1'}}}")
            .formatted(VOLUME, VOLUME, replica(2)));
    engine("RW", LONG_AGO, "null");
  }

  /** Every node runs its instance manager. */
  void managers() {
    for (int node = 1; node <= 3; node++) {
      writer.post(
          GROUP + "instancemanagers",
          "{kind: InstanceManager, metadata: {name: im-%d}, spec: {nodeID: k3s-%d}}"
              .formatted(node, node));
      status("instancemanagers/im-" + node, "{currentState: running}");
    }
  }

  /** What Longhorn and Kubernetes notice after the death of k3s-2. */
  void lost() {
    engine("ERR", "2026-08-21T10:00:06Z", "null");
    writer.patch(
        GROUP + "replicas/" + replica(2),
        "{spec: {failedAt: '2026-08-21T10:00:06Z', lastFailedAt: '2026-08-21T10:00:06Z'}}");
    robustness("degraded");
    nodeReady(2, "False");
  }

  /** k3s-2 is back, and its replica is to be filled. */
  void back() {
    nodeReady(2, "True");
    writer.patch(
        GROUP + "replicas/" + replica(2),
        "{spec: {failedAt: '', healthyAt: '', rebuildRetryCount: 1}}");
  }

  /** So far is the copy. */
  void copied(int percent) {
    engine(
        "WO",
        "2026-08-21T10:14:31Z",
        ("{'tcp://10.0.0.2:1': {progress: %d, state: in_progress, isRebuilding: true,"
                + " fromReplicaAddressList: ['tcp://10.0.0.1:1']}}")
            .formatted(percent));
  }

  /** All is well again. */
  void rebuilt() {
    engine("RW", "2026-08-21T10:18:02Z", "null");
    writer.patch(
        GROUP + "replicas/" + replica(2),
        ("{spec: {healthyAt: '2026-08-21T10:18:02Z', lastHealthyAt: '2026-08-21T10:18:02Z',"
            + " rebuildRetryCount: 0}}"));
    robustness("healthy");
  }

  private void robustness(String word) {
    status(
        "volumes/" + VOLUME,
        ("{state: attached, robustness: %s, currentNodeID: k3s-1, actualSize: 8589934592,"
                + " kubernetesStatus: {namespace: git, pvcName: data, workloadsStatus:"
                + " [{podName: gitea-0, workloadName: gitea, workloadType: StatefulSet}]}}")
            .formatted(word));
  }

  private void engine(String second, String since, String rebuilds) {
    status(
        "engines/" + VOLUME + "-e-0",
        ("{currentState: running, replicaModeMap: {%s: RW, %s: %s, %s: RW},"
                + " replicaTransitionTimeMap: {%s: '%s'}, rebuildStatus: %s,"
                + " currentReplicaAddressMap: {%s: '10.0.0.2:1'},"
                + " snapshots: {volume-head: {name: volume-head, size: '8589934592'}}}")
            .formatted(
                replica(1),
                replica(2),
                second,
                replica(3),
                replica(2),
                since,
                rebuilds,
                replica(2)));
  }

  private void nodeReady(int node, String is) {
    status("nodes/k3s-" + node, "{conditions: [" + ready(is) + "]}");
  }

  private static String ready(String is) {
    return "{type: Ready, status: '%s', lastTransitionTime: '%s'}".formatted(is, LONG_AGO);
  }

  private void status(String object, String status) {
    writer.patch(GROUP + object + "/status", "{status: " + status + "}");
  }
}
