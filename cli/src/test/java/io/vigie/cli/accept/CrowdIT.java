package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come and say nothing, or half a word. */
class CrowdIT {

  private static final int CROWD = 1_000;

  /** The beginning of a TLS record that announces a ClientHello of 512 bytes. */
  private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

  @TempDir Path directory;

  @Test
  void theyDoNotStopNewClientsAndLimitsAreCountedByReason() throws Exception {
    try (Homelab lab = new Homelab(directory)) {
      List<Integer> ports = Homelab.freePorts(2);
      lab.configure(
          """
          sni: { listen: "127.0.0.1:%d", pool: web, routes: { a.example: web }, timeouts: { hello: 60s } }
          small: { listen: "127.0.0.1:%d", pool: web, maxConnections: 100, maxConnectionsPerSource: 10 }
          """
              .formatted(ports.get(0), ports.get(1)));
      for (String node : Homelab.NODES) {
        lab.node(node);
      }
      lab.runAll();
      List<Socket> crowd = new ArrayList<>();
      try (Clients clients = new Clients(lab.frontend)) {
        clients.awaitAnswers(200);
        for (int i = 0; i < CROWD; i++) {
          Socket idle = connect(lab.frontend.getPort());
          crowd.add(idle);
          Socket half = connect(ports.get(0));
          half.getOutputStream().write(HALF_A_HELLO);
          crowd.add(half);
        }
        clients.awaitAnswers(400);
        for (int i = 0; i < 20; i++) {
          crowd.add(connect(ports.get(1)));
        }
        // At least: the observer, which probes frontends as a client does, comes from here, too.
        await().atMost(Jvm.LIMIT).until(() -> rejected(lab, "small", "source-full") >= 10);
        assertTrue(open(lab, "web") >= CROWD, "the idle ones are still there");
        assertTrue(open(lab, "sni") >= CROWD, "and those in the middle of a word");
        assertEquals(List.of(), List.copyOf(clients.done(Request::failed)));
      } finally {
        for (Socket socket : crowd) {
          socket.close();
        }
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static long open(Homelab lab, String frontend) throws IOException {
    return metric(lab, "vigie_lb_frontend_sessions_active{frontend=\"%s\"}".formatted(frontend));
  }

  private static long rejected(Homelab lab, String frontend, String reason) throws IOException {
    return metric(
        lab,
        "vigie_lb_frontend_rejected_total{frontend=\"%s\",reason=\"%s\"}"
            .formatted(frontend, reason));
  }

  private static long metric(Homelab lab, String series) throws IOException {
    return lab.get(lab.lbPort, "/metrics")
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
