package io.vigie.cli.lab;

import io.vigie.cli.Failure;
import io.vigie.cli.HostPort;
import io.vigie.cli.Speed;
import io.vigie.cli.Terminal;
import io.vigie.lab.LabCluster;
import io.vigie.lab.NodeReach;
import io.vigie.sim.api.KubeSimOptions;
import io.vigie.sim.play.Scene;
import io.vigie.sim.play.Tempo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A simulated cluster alone, for kubectl, containers and trials. */
@Command(
    name = "kubernetes",
    description = {
      "Is a simulated Kubernetes API: the real protocol, the objects of Longhorn and CloudNativePG"
          + " on three nodes, and what their controllers would do.",
      "To pull the plug of a node: kubectl annotate node k3s-2 vigie.io/power=off --overwrite (or:"
          + " cut, on)."
    })
final class LabKubernetes implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      paramLabel = "ADDR:PORT",
      defaultValue = "127.0.0.1:6443",
      description = "Where to listen; default ${DEFAULT-VALUE}, port 0 for any.")
  private String listen = "";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Writes a kubeconfig that leads here.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Keeps the objects there, also beyond a SIGKILL; with --empty only.")
  private @Nullable Path state;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many times as fast as life; default ${DEFAULT-VALUE}.")
  private double speed;

  @Option(
      names = "--node",
      paramLabel = "NAME=HOST:PORT",
      description =
          "Three times: a node of this name, which is dead while nobody listens there; else k3s-1,"
              + " k3s-2 and k3s-3, which live until you say otherwise.")
  private Map<String, String> nodes = Map.of();

  @Option(
      names = "--empty",
      description = "Nothing is played: kinds and namespaces are there, objects come from clients.")
  private boolean empty;

  @Override
  public Integer call() throws InterruptedException {
    HostPort at =
        HostPort.parse(listen)
            .orElseThrow(() -> Failure.usage("--listen " + listen + ": must be ADDR:PORT"));
    if (state != null && !empty) {
      throw Failure.usage("--state: only with --empty; what is played begins anew each time");
    }
    KubeSimOptions options = KubeSimOptions.withOperators().at(at.host(), at.port());
    Optional<Scene> scene = empty ? Optional.empty() : Optional.of(scene());
    try (NodeReach reach = new NodeReach(reached());
        LabCluster cluster =
            LabCluster.start(state == null ? options : options.file(state), scene, reach)) {
      if (kubeconfig != null) {
        cluster.writeKubeconfig(kubeconfig);
      }
      Terminal.of(spec.commandLine())
          .say("simulated Kubernetes API at " + cluster.url() + (empty ? ", empty" : ""));
      new CountDownLatch(1).await(); // until a signal ends the process
    } catch (IOException e) {
      throw Failure.failed(e.getMessage() + "; choose another place by --listen");
    }
    return 0;
  }

  private Map<String, InetSocketAddress> reached() {
    Map<String, InetSocketAddress> reached = new TreeMap<>();
    nodes.forEach(
        (name, where) -> {
          HostPort at =
              HostPort.parse(where)
                  .orElseThrow(() -> Failure.usage("--node " + where + ": must be NAME=HOST:PORT"));
          reached.put(name, InetSocketAddress.createUnresolved(at.host(), at.port()));
        });
    if (!reached.isEmpty() && reached.size() != 3) {
      throw Failure.usage("--node: " + reached.size() + " nodes, must be three");
    }
    return reached;
  }

  private Scene scene() {
    Tempo tempo = Speed.parse(speed);
    if (!nodes.isEmpty()) {
      return Scene.homelab(
          tempo,
          reached().entrySet().stream()
              .map(node -> new Scene.Place(node.getKey(), node.getValue().getHostString()))
              .toList());
    }
    return Scene.homelab(
        tempo,
        List.of(
            new Scene.Place("k3s-1", "192.168.1.103"),
            new Scene.Place("k3s-2", "192.168.1.104"),
            new Scene.Place("k3s-3", "192.168.1.105")));
  }
}
