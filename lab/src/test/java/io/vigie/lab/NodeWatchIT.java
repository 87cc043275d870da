package io.vigie.lab;

import static org.awaitility.Awaitility.await;

import io.vigie.lab.DemoProcess.Place;
import io.vigie.sim.play.Presence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a demo node is what its cluster sees. */
class NodeWatchIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void aNodeThatIsStoppedKilledAndStarted() throws Exception {
    DemoProcesses processes = new DemoProcesses(directory);
    InetAddress own = InetAddress.getByName("127.1.0.9");
    try (NodeWatch watch = new NodeWatch(processes, Map.of("k3s-1", "p1"))) {
      DemoProcess node =
          processes.start(
              new Place("k3s-1", own, freePort(own), freePort(own)).at(freePort(own)), Pid.self());
      sees(watch, Presence.THERE);
      processes.stop(node);
      sees(watch, Presence.SILENT);
      processes.revive(node);
      sees(watch, Presence.THERE);
      processes.kill(node);
      sees(watch, Presence.ENDED);
      processes.revive(node);
      sees(watch, Presence.THERE);
    } finally {
      processes.clear();
    }
  }

  private static void sees(NodeWatch watch, Presence presence) {
    await().atMost(LIMIT).until(() -> presence == watch.get().get("k3s-1"));
  }

  private static int freePort(InetAddress address) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, address)) {
      return free.getLocalPort();
    }
  }
}
