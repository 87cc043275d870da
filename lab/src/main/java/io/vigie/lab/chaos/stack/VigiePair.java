package io.vigie.lab.chaos.stack;

import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Vigie: its services in one process on each balancer, nothing set but what must be, and one Kafka
 * broker on lb-1.
 *
 * @param vigie the words that run the vigie command
 * @param broker the words that run it with the broker's jars
 */
public record VigiePair(List<String> vigie, List<String> broker) implements Stack {

  /** What it is called. */
  public static final String NAME = "vigie";

  private static final int VIP = 8;
  private static final String WITH_BROKER = "lb-1";

  public VigiePair {
    vigie = List.copyOf(vigie);
    broker = List.copyOf(broker);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int target() {
    return VIP;
  }

  @Override
  public String bootstrap(String network) {
    return Homelab.address(network, WITH_BROKER) + ":9092";
  }

  @Override
  public List<Program> programs(String balancer, String network, Path directory)
      throws IOException {
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(config, text(network));
    List<Program> programs = new ArrayList<>();
    if (balancer.equals(WITH_BROKER)) {
      List<String> command = new ArrayList<>(broker);
      command.addAll(List.of("broker", "--listen", bootstrap(network), "--data-dir"));
      command.add(directory.resolve("kafka").toString());
      programs.add(new Program("kafka", command, null, "ready: "));
    }
    Path state = directory.resolve("state-" + balancer);
    List<String> command = new ArrayList<>(vigie);
    command.addAll(List.of("run", "health", "lb", "vrrp", "--config", config.toString()));
    command.addAll(List.of("--host", balancer, "--state-dir", state.toString()));
    programs.add(new Program("vigie", command, state, "RoleChanged"));
    return programs;
  }

  private static String text(String network) {
    return """
    cluster: homelab
    kafka: { bootstrap: ["%6$s:9092"] }
    hosts: { p1: {}, p2: {} }
    nodes:
      k3s-1: { address: %3$s, host: p1 }
      k3s-2: { address: %4$s, host: p2 }
      k3s-3: { address: %5$s }
    balancers:
      lb-1: { address: %6$s, host: p1 }
      lb-2: { address: %7$s, host: p2 }
    gateway: %1$s.1
    checks: { https: { type: tcp, port: 443 } }
    pools: { https: { port: 443, servers: all, check: https } }
    frontends: { https: { listen: "%1$s.%2$d:443", pool: https } }
    vips:
      main: { addresses: [%1$s.%2$d/24], interface: eth0, vrid: 51 }
    """
        .formatted(
            network,
            VIP,
            Homelab.address(network, "k3s-1"),
            Homelab.address(network, "k3s-2"),
            Homelab.address(network, "k3s-3"),
            Homelab.address(network, "lb-1"),
            Homelab.address(network, "lb-2"));
  }
}
