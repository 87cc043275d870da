package io.vigie.cli.up;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.HostPort;
import io.vigie.cli.Terminal;
import io.vigie.cli.up.Plan.Simulated;
import io.vigie.lab.DemoNode;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.sim.play.Tempo;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The small demo: three nodes, one balancer and a broker, all on loopback. Without a VIP. */
final class DemoPlan {

  private static final String HOST = "lb-1";
  private static final int NODES = 3;
  private static final int NODE_PORT = 30432;

  private DemoPlan() {}

  /**
   * Chooses free ports and writes the configuration.
   *
   * @param state where {@code demo.yaml} and its token go
   * @param tempo how fast the simulated cluster lives
   */
  static Plan make(Path state, Tempo tempo, Terminal terminal) throws IOException {
    FreePorts free = new FreePorts();
    List<InetAddress> own = List.of(InetAddress.getLoopbackAddress());
    List<InetAddress> addresses = nodeAddresses();
    int nodeHttp = free.find("http of the demo's nodes", DemoNode.HTTP_PORT, addresses);
    int nodeHttps = free.find("https of the demo's nodes", DemoNode.HTTPS_PORT, addresses);
    int nodePort = free.find("the NodePort of the demo's nodes", NODE_PORT, addresses);
    HostPort kubernetes =
        new HostPort("127.0.0.1", free.find("the simulated Kubernetes API", 6443, own));
    HostPort broker = new HostPort("127.0.0.1", free.find("the embedded broker", 9092, own));
    Token.write(state);
    Path file = state.resolve("demo.yaml");
    Files.writeString(
        file,
        """
        # What `vigie up` without --config runs; written anew at each start. Copy it to begin your own.
        cluster: demo
        kafka: { bootstrap: ["%1$s"] }        # the embedded broker
        nodes:                                            # each a small process of its own
          k3s-1: { address: 127.1.0.1 }
          k3s-2: { address: 127.1.0.2 }
          k3s-3: { address: 127.1.0.3 }
        balancers:
          lb-1: { address: 127.0.0.1 }
        checks:
          http: { type: http, port: %2$d, path: /readyz, interval: 1s, fastInterval: 200ms, timeout: 500ms, fall: 2, rise: 2 }
          https: { type: https, port: %3$d, path: /readyz, verify: none, interval: 1s, fastInterval: 200ms, timeout: 500ms, fall: 2, rise: 2 }
        pools:
          http: { port: %2$d, servers: all, check: http, timeouts: { connect: 300ms } }
          https: { port: %3$d, servers: all, check: https, timeouts: { connect: 300ms } }
          postgres: { servers: { cnpg: db/pg-main, role: primary, nodePort: %11$d } }   # whichever node has the primary
        frontends:
          http: { listen: "127.0.0.1:%4$d", pool: http }
          https: { listen: "127.0.0.1:%5$d", pool: https }
          postgres: { listen: "127.0.0.1:%12$d", pool: postgres }
        damping: { halfLife: 10s }                        # 5m by default: a demo forgives sooner
        kubernetes: { servers: ["http://%8$s"] }   # simulated: no cluster, but the objects one would have
        management: { bind: 127.0.0.1, ports: { health: %6$d, lb: %7$d, storage: %9$d, db: %10$d, console: %13$d }, token: "${file:token}" }
        """
            .formatted(
                broker,
                nodeHttp,
                nodeHttps,
                free.find("frontend http", 8080, own),
                free.find("frontend https", 8443, own),
                free.find("health-service's management", 9601, own),
                free.find("lb-service's management", 9602, own),
                kubernetes,
                free.find("storage-watcher's management", 9604, own),
                free.find("db-watcher's management", 9605, own),
                nodePort,
                free.find("frontend postgres", 5432, own),
                free.find("the console", 9600, own)));
    List<Place> nodes =
        addresses.stream()
            .map(
                a ->
                    new Place("k3s-" + (a.getAddress()[3] & 0xff), a, nodeHttp, nodeHttps)
                        .at(nodePort))
            .toList();
    return new Plan(
        file,
        ConfigOption.load(file, terminal),
        HOST,
        Optional.of(broker),
        nodes,
        Optional.empty(),
        Optional.of(new Simulated(kubernetes, Played.scene(nodes, tempo))),
        free.remarks());
  }

  private static List<InetAddress> nodeAddresses() throws IOException {
    InetAddress[] addresses = new InetAddress[NODES];
    for (int i = 0; i < NODES; i++) {
      addresses[i] = InetAddress.getByName("127.1.0." + (i + 1));
    }
    return List.of(addresses);
  }
}
