package io.vigie.cli.up;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.HostPort;
import io.vigie.cli.Terminal;
import io.vigie.cli.up.Plan.Ground;
import io.vigie.cli.up.Plan.Simulated;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.lab.lan.Homelab;
import io.vigie.lab.lan.Namespaces;
import io.vigie.sim.play.Tempo;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole demo: two balancers with a VIP and three nodes, each in a network namespace. */
final class HomelabPlan {

  private static final String PREFIX = "vigie-";
  private static final int BROKER_PORT = 9092;
  private static final int API_PORT = 6443;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int NODE_PORT = 30432;

  private HomelabPlan() {}

  /** Why it cannot be made here, with what to do; empty if it can. */
  static String obstacle() throws IOException {
    return Namespaces.obstacle("ip", "xargs");
  }

  /**
   * Chooses a network and writes the configuration.
   *
   * @param state where {@code demo.yaml} and its token go
   * @param tempo how fast the simulated cluster lives
   */
  static Plan make(Path state, Tempo tempo, Terminal terminal) throws IOException {
    String network = Homelab.freeNetwork();
    String prefix = prefix();
    HostPort broker = new HostPort(network + ".1", BROKER_PORT);
    HostPort kubernetes = new HostPort(network + ".1", API_PORT);
    List<Place> nodes = places(prefix, network, "k3s-1", "k3s-2", "k3s-3");
    Token.write(state);
    Path file = state.resolve("demo.yaml");
    Files.writeString(file, text(network));
    return new Plan(
        file,
        ConfigOption.load(file, terminal),
        "lb-1",
        Optional.of(broker),
        nodes,
        Optional.of(new Ground(prefix, network, places(prefix, network, "lb-1", "lb-2"))),
        Optional.of(new Simulated(kubernetes, Played.scene(nodes, tempo))),
        List.of());
  }

  private static String prefix() {
    boolean taken = Files.exists(Path.of("/run/netns/" + PREFIX + "lb-1"));
    return taken ? "v" + ProcessHandle.current().pid() % 1_000_000 + "-" : PREFIX;
  }

  private static List<Place> places(String prefix, String network, String... names)
      throws IOException {
    List<Place> places = new ArrayList<>();
    for (String name : names) {
      InetAddress address = InetAddress.getByName(Homelab.address(network, name));
      List<String> before = List.of("ip", "netns", "exec", prefix + name);
      places.add(new Place(name, address, HTTP, HTTPS, before).at(NODE_PORT));
    }
    return places;
  }

  private static String text(String network) {
    return """
    # What `vigie up` runs as root without --config; written anew at each start. Copy it to begin your own.
    cluster: homelab
    kafka: { bootstrap: ["%1$s.1:9092"] }         # the embedded broker, on this machine
    hosts: { p1: {}, p2: {} }
    nodes:                                            # each in a network namespace of its own
      k3s-1: { address: %1$s.103, host: p1 }
      k3s-2: { address: %1$s.104, host: p2 }
      k3s-3: { address: %1$s.105 }
    balancers:
      lb-1: { address: %1$s.6, host: p1 }
      lb-2: { address: %1$s.7, host: p2 }
    checks:
      http: { type: http, port: 80, path: /readyz, interval: 1s, fastInterval: 200ms, timeout: 500ms, fall: 2, rise: 2 }
      https: { type: https, port: 443, path: /readyz, verify: none, interval: 1s, fastInterval: 200ms, timeout: 500ms, fall: 2, rise: 2 }
    pools:
      http: { port: 80, servers: all, check: http, timeouts: { connect: 300ms } }
      https: { port: 443, servers: all, check: https, timeouts: { connect: 300ms } }
      postgres: { servers: { cnpg: db/pg-main, role: primary, nodePort: 30432 } }   # whichever node has the primary
    frontends:
      http: { listen: "%1$s.8:80", pool: http }
      https: { listen: "%1$s.8:443", pool: https }
      postgres: { listen: "%1$s.8:5432", pool: postgres }
    vips:
      main: { addresses: [%1$s.8/24], interface: eth0, vrid: 51, priority: { lb-1: 150, lb-2: 100 }, track: [lb, observer], stability: { halfLife: 20s } }
    damping: { halfLife: 10s }                        # 5m by default: a demo forgives sooner
    kubernetes: { servers: ["http://%1$s.1:6443"] }   # simulated: no cluster, but the objects one would have
    management: { bind: 0.0.0.0, token: "${file:token}" }   # reached from this machine only
    """
        .formatted(network);
  }
}
