package io.vigie.cli.up;

import io.vigie.cli.HostPort;
import io.vigie.kit.config.VigieConfig;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.sim.play.Scene;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code up} is to start.
 *
 * @param file where the configuration is
 * @param config the configuration
 * @param host which balancer we are
 * @param broker where the embedded broker is to listen; empty if there is another one
 * @param nodes the demo's nodes; empty with a configuration of the user's own
 * @param ground the network they stand in; empty if that is loopback
 * @param cluster the simulated cluster; empty if there is another one, or none
 * @param remarks what a person should know of these choices
 */
record Plan(
    Path file,
    VigieConfig config,
    String host,
    Optional<HostPort> broker,
    List<Place> nodes,
    Optional<Ground> ground,
    Optional<Simulated> cluster,
    List<String> remarks) {

  /**
   * A network of namespaces, with a balancer in some of them.
   *
   * @param prefix what the namespaces' names begin with
   * @param network its addresses' first three bytes
   * @param balancers each a process of its own
   */
  record Ground(String prefix, String network, List<Place> balancers) {
    Ground {
      balancers = List.copyOf(balancers);
    }
  }

  /**
   * A simulated Kubernetes API with a cluster that is played.
   *
   * @param at where it is to listen
   */
  record Simulated(HostPort at, Scene scene) {}

  Plan {
    nodes = List.copyOf(nodes);
    remarks = List.copyOf(remarks);
  }

  /** Whether everything here is for show. */
  boolean isDemo() {
    return !nodes.isEmpty();
  }
}
