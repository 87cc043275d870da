package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.Peer;
import io.vigie.lab.bench.proxy.Product.Site;
import io.vigie.lab.bench.traffic.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * lb-service as it is shipped: with news of health from a health-service beside it, metrics, limits
 * and timers. Kafka is away, which must not matter.
 *
 * @param name of the product
 * @param engine the value of {@code engine:}; empty leaves it out
 * @param servers in its pool
 * @param frontends before that
 * @param checked whether the servers are checked; else connects alone tell
 * @param vigie the words that run the vigie command
 */
record VigieLb(
    String name, String engine, int servers, int frontends, boolean checked, List<String> vigie)
    implements Product.Launch {

  static final String NAME = "vigie";

  /** The default of a pool's retries. */
  static final int RETRIES = 2;

  /**
   * Where everything listens, on 127.0.0.1.
   *
   * @param frontends in the order of their names
   * @param lb management port of lb-service
   * @param health the same of health-service
   * @param kafka where nobody listens
   */
  record Ports(List<Integer> frontends, int lb, int health, int kafka) {

    private static final int OTHERS = 3;

    static Ports free(int frontends) throws IOException {
      List<Integer> free = Peer.freePorts(frontends + OTHERS);
      return new Ports(free.subList(OTHERS, free.size()), free.get(0), free.get(1), free.get(2));
    }
  }

  /** One server, one frontend, all features on. */
  static VigieLb shipped(String engine, List<String> vigie) {
    return new VigieLb(name(engine), engine, 1, 1, true, vigie);
  }

  /** Of this engine. */
  static String name(String engine) {
    return engine.isEmpty() ? NAME : NAME + "-" + engine;
  }

  @Override
  public Proxy start(Path directory, Site site) throws IOException {
    return start(directory, site, Ports.free(frontends));
  }

  /** The same on these ports. */
  Proxy start(Path directory, Site site, Ports ports) throws IOException {
    configure(directory, site, ports, RETRIES);
    Child health = service("health", directory);
    try {
      return new Proxy(name, service("lb", directory), List.of(health), ports.frontends());
    } catch (IOException e) {
      health.close();
      throw e;
    }
  }

  private Child service(String service, Path directory) throws IOException {
    List<String> command = new ArrayList<>(vigie);
    String config = directory.resolve("vigie.yaml").toString();
    command.addAll(List.of("run", service, "--config", config, "--host", "bench"));
    command.addAll(List.of("--state-dir", directory.resolve("state").toString()));
    return Child.start(directory.resolve(service + ".log"), command);
  }

  /** Writes the configuration. */
  void configure(Path directory, Site site, Ports ports, int retries) throws IOException {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < servers; i++) {
      nodes.append("  n%d: { address: %s }\n".formatted(i, Servers.address(i)));
    }
    StringBuilder listeners = new StringBuilder();
    for (int i = 0; i < ports.frontends().size(); i++) {
      listeners.append(
          "  f%d: { listen: \"127.0.0.1:%d\", pool: bench }\n"
              .formatted(i, ports.frontends().get(i)));
    }
    String text =
        """
        cluster: bench
        %skafka: { bootstrap: ["127.0.0.1:%d"] }
        nodes:
        %sbalancers: { bench: { address: 127.0.0.1 } }
        %spools: { bench: { port: %d, servers: all, retries: %d%s } }
        frontends:
        %smanagement: { ports: { lb: %d, health: %d } }
        """
            .formatted(
                engine.isEmpty() ? "" : "engine: " + engine + "\n",
                ports.kafka(),
                nodes,
                checked ? "checks: { tcp: { type: tcp, port: " + site.serverPort() + " } }\n" : "",
                site.serverPort(),
                retries,
                checked ? ", check: tcp" : "",
                listeners,
                ports.lb(),
                ports.health());
    Files.writeString(directory.resolve("vigie.yaml"), text);
  }
}
