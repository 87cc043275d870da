package io.vigie.lab.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vigie.sim.api.KubeSim;
import io.vigie.sim.api.KubeSimOptions;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Yaml;
import java.util.concurrent.TimeUnit;

/**
 * A simulated API server with very many volumes, all of them well: {@code WatchApi NODES VOLUMES
 * REPLICAS}, the last of each volume. Prints {@code listening on URL}.
 */
final class WatchApi {

  private static final int START_SECONDS = 60;
  private static final String LONG_AGO = "2026-07-02T08:11:20Z";

  /** What real objects carry along, mostly managedFields. */
  private static final String FILLER = "x".repeat(2_000);

  private WatchApi() {}

  /** Runs until the process is ended. */
  @SuppressWarnings("SystemOut") // the line the caller waits for
  public static void main(String[] arguments) throws Exception {
    int nodes = Integer.parseInt(arguments[0]);
    int volumes = Integer.parseInt(arguments[1]);
    int replicas = Integer.parseInt(arguments[2]);
    KubeSim sim =
        KubeSim.start(Vertx.vertx(), KubeSimOptions.withOperators())
            .await(START_SECONDS, TimeUnit.SECONDS);
    for (int i = 0; i < nodes; i++) {
      node(sim.cluster(), i);
    }
    for (int i = 0; i < volumes; i++) {
      volume(sim.cluster(), i, replicas, nodes);
    }
    System.out.println("listening on " + sim.url());
  }

  private static void node(Cluster cluster, int number) {
    String ready =
        "status: {conditions: [{type: Ready, status: 'True', lastTransitionTime: '%s'}]}"
            .formatted(LONG_AGO);
    put(cluster, "v1", "Node", "", "node-" + number, ready);
    put(
        cluster,
        "longhorn.io/v1beta2",
        "Node",
        "longhorn-system",
        "node-" + number,
        "spec: {allowScheduling: true}, " + ready);
  }

  private static void volume(Cluster cluster, int number, int replicas, int nodes) {
    String name = "pvc-%05d".formatted(number);
    StringBuilder modes = new StringBuilder();
    for (int i = 0; i < replicas; i++) {
      String replica = name + "-r-" + i;
      modes.append(i == 0 ? "" : ", ").append(replica).append(": RW");
      longhorn(
          cluster,
          "Replica",
          replica,
          """
          spec: {volumeName: %s, nodeID: node-%d, active: true, healthyAt: '%s', lastHealthyAt: '%s'},
          status: {currentState: running}\
          """
              .formatted(name, (number + i) % nodes, LONG_AGO, LONG_AGO));
    }
    longhorn(
        cluster,
        "Engine",
        name + "-e-0",
        """
        spec: {volumeName: %s, nodeID: node-%d, active: true},
        status: {currentState: running, replicaModeMap: {%s},
          snapshots: {volume-head: {name: volume-head, size: '8589934592'}}}\
        """
            .formatted(name, number % nodes, modes));
    longhorn(
        cluster,
        "Volume",
        name,
        """
        spec: {size: '21474836480', numberOfReplicas: %d},
        status: {state: attached, robustness: healthy, currentNodeID: node-%d, actualSize: 8589934592,
          kubernetesStatus: {namespace: bench, pvcName: data-%d, workloadsStatus:
            [{podName: app-%d-0, workloadName: app-%d, workloadType: StatefulSet}]}}\
        """
            .formatted(replicas, number % nodes, number, number, number));
  }

  private static void longhorn(Cluster cluster, String kind, String name, String rest) {
    put(cluster, "longhorn.io/v1beta2", kind, "longhorn-system", name, rest);
  }

  private static void put(
      Cluster cluster, String version, String kind, String namespace, String name, String rest) {
    String yaml =
        "{apiVersion: %s, kind: %s, metadata: {name: %s%s, annotations: {bench/filler: %s}}, %s}"
            .formatted(
                version,
                kind,
                name,
                namespace.isEmpty() ? "" : ", namespace: " + namespace,
                FILLER,
                rest);
    ObjectNode object = Yaml.read(yaml).getFirst();
    cluster.put(object);
  }
}
