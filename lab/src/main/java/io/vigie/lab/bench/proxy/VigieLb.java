package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.Peer;
import io.vigie.lab.bench.proxy.Product.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
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
 * @param mode of its frontends, as the configuration has it
 * @param servers in its pool
 * @param frontends before that
 * @param checked whether the servers are checked; else connects alone tell
 * @param vigie the words that run the vigie command
 */
record VigieLb(
    String name,
    String engine,
    String mode,
    int servers,
    int frontends,
    boolean checked,
    List<String> vigie)
    implements Product.Launch {

  static final String NAME = "vigie";
  static final String PROXY = "proxy";

  /** With frontends that the kernel forwards, by name too. */
  static final String DIRECT = "direct";

  /** The default of a pool's retries. */
  static final int RETRIES = 2;

  /**
   * Where everything listens: frontends where the place has them, all else on 127.0.0.1.
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
    return new VigieLb(name(engine), engine, PROXY, 1, 1, true, vigie);
  }

  /** The same, but the kernel carries the bytes. */
  static VigieLb direct(List<String> vigie) {
    return new VigieLb(NAME + "-" + DIRECT, "", DIRECT, 1, 1, true, vigie);
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
    Place place = site.place();
    Child health = service("health", directory, place);
    try {
      List<InetSocketAddress> targets =
          ports.frontends().stream()
              .map(port -> new InetSocketAddress(place.listen(), port))
              .toList();
      return new Proxy(name, service("lb", directory, place), List.of(health), targets);
    } catch (IOException e) {
      health.close();
      throw e;
    }
  }

  private Child service(String service, Path directory, Place place) throws IOException {
    List<String> command = new ArrayList<>(vigie);
    String config = directory.resolve("vigie.yaml").toString();
    command.addAll(List.of("run", service, "--config", config, "--host", "bench"));
    command.addAll(List.of("--state-dir", directory.resolve("state").toString()));
    return Child.start(directory.resolve(service + ".log"), place.command(command));
  }

  /** Writes the configuration. */
  void configure(Path directory, Site site, Ports ports, int retries) throws IOException {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < servers; i++) {
      nodes.append("  n%d: { address: %s }\n".formatted(i, site.place().server(i)));
    }
    StringBuilder listeners = new StringBuilder();
    for (int i = 0; i < ports.frontends().size(); i++) {
      listeners.append(
          "  f%d: { listen: \"%s:%d\", pool: bench, mode: %s }\n"
              .formatted(i, site.place().listen(), ports.frontends().get(i), mode));
    }
    String text =
        """
        cluster: bench
        %skafka: { bootstrap: ["127.0.0.1:%d"] }
        nodes:
        %sbalancers: { bench: { address: %s } }
        %spools: { bench: { port: %d, servers: all%s%s } }
        frontends:
        %smanagement: { ports: { lb: %d, health: %d } }
        """
            .formatted(
                engine.isEmpty() ? "" : "engine: " + engine + "\n",
                ports.kafka(),
                nodes,
                site.place().listen(),
                checked ? "checks: { tcp: { type: tcp, port: " + site.serverPort() + " } }\n" : "",
                site.serverPort(),
                retries == RETRIES ? "" : ", retries: " + retries, // a direct one has no such key
                checked ? ", check: tcp" : "",
                listeners,
                ports.lb(),
                ports.health());
    Files.writeString(directory.resolve("vigie.yaml"), text);
  }
}
