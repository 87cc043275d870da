package io.vigie.lab.chaos;

import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Vigie: its services in one process on each balancer, nothing set but what must be.
 *
 * @param vigie the words that run the vigie command
 */
public record VigiePair(List<String> vigie) implements Stack {

  /** What it is called. */
  public static final String NAME = "vigie";

  private static final int VIP = 8;

  public VigiePair {
    vigie = List.copyOf(vigie);
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
  public List<List<String>> programs(String balancer, String network, Path directory)
      throws IOException {
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(config, text(network));
    List<String> command = new ArrayList<>(vigie);
    command.addAll(List.of("run", "health", "lb", "vrrp", "--config", config.toString()));
    command.addAll(List.of("--host", balancer, "--state-dir"));
    command.add(directory.resolve("state-" + balancer).toString());
    return List.of(command);
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
      main: { addresses: [%1$s.%2$d/24], interface: eth0, vrid: 51, priority: { lb-1: 150, lb-2: 100 }, track: [lb, observer] }
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
