package io.vigie.cli.up;

import io.vigie.cli.up.Plan.Simulated;
import io.vigie.kit.config.VigieConfig.NodeConfig;
import io.vigie.lab.DemoProcess;
import io.vigie.lab.DemoProcesses;
import io.vigie.lab.LabCluster;
import io.vigie.lab.NodeWatch;
import io.vigie.sim.api.KubeSimOptions;
import io.vigie.sim.play.Scene;
import io.vigie.sim.play.Tempo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulated cluster of the demo: its nodes do what the demo's processes do. */
final class Played implements AutoCloseable {

  private final NodeWatch watch;
  private final LabCluster cluster;

  private Played(NodeWatch watch, LabCluster cluster) {
    this.watch = watch;
    this.cluster = cluster;
  }

  /** What is played on these nodes. */
  static Scene scene(List<DemoProcess.Place> nodes, Tempo tempo) {
    return Scene.homelab(
        tempo,
        nodes.stream()
            .map(node -> new Scene.Place(node.name(), node.address().getHostAddress()))
            .toList());
  }

  /** Where its kubeconfig is, for kubectl. */
  static Path kubeconfig(Plan plan) {
    return plan.file().resolveSibling("kubeconfig");
  }

  /** Starts it; returns when its API answers. */
  static Played start(Plan plan, Simulated simulated, DemoProcesses processes) throws IOException {
    Map<String, String> hosts = new HashMap<>();
    for (Map.Entry<String, NodeConfig> node : plan.config().nodes().entrySet()) {
      String host = node.getValue().host();
      if (host != null) {
        hosts.put(node.getKey(), host);
      }
    }
    NodeWatch watch = new NodeWatch(processes, hosts);
    try {
      KubeSimOptions options =
          KubeSimOptions.withOperators().at(simulated.at().host(), simulated.at().port());
      LabCluster cluster = LabCluster.start(options, Optional.of(simulated.scene()), watch);
      cluster.writeKubeconfig(kubeconfig(plan));
      return new Played(watch, cluster);
    } catch (IOException e) {
      watch.close();
      throw e;
    }
  }

  @Override
  public void close() {
    cluster.close();
    watch.close();
  }
}
