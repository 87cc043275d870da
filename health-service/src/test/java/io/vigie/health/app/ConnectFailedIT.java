package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckResult;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.health.peer.Behaviour;
import io.vigie.health.peer.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What live traffic meets first is probed at once, and is the cause of what is found. */
class ConnectFailedIT {

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final String LB = "/vigie/lb-1/lb-service";

  @TempDir private Path directory = Path.of("/");

  @Test
  void aFailedConnectIsProbedAtOnceAndIsTheCause() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.silent());
        Observing observing = Observing.start(config(server.port()), directory)) {
      awaitProbes(server, 1);
      Fact failure = failure("failure-1");
      observing.news.tell(failure, LB, true);
      awaitProbes(server, 2);

      server.stop();
      long since = System.nanoTime();
      observing.news.tell(failure, LB, true);
      Fact down = awaitDown(observing.news);
      long tookMillis = (System.nanoTime() - since) / 1_000_000;
      assertTrue(tookMillis < 2_000, tookMillis + " ms, and the interval is a minute");
      Fact check =
          observing.news.said().stream()
              .map(HeardNews.Said::fact)
              .filter(f -> f.id().equals(down.causationId()))
              .findFirst()
              .orElseThrow();
      assertEquals(CheckResult.L4CON, ((CheckChanged) check.event()).result());
      assertEquals("failure-1", check.causationId());
      assertEquals("failure-1", check.correlationId());
      assertEquals("failure-1", down.correlationId());
    }
  }

  @Test
  void whatIsOldOrAnothersIsNotProbed() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.silent());
        Observing observing = Observing.start(config(server.port()), directory)) {
      awaitProbes(server, 1);
      observing.news.tell(failure("old"), LB, false);
      observing.news.tell(failure("others"), "/vigie/lb-2/lb-service", true);
      Fact unknown =
          Fact.root(
              "unknown",
              new ConnectFailed("no-pool", "no-node", "127.0.0.1:1", CheckResult.L4CON, 1));
      observing.news.tell(unknown, LB, true);
      observing.news.tell(failure("ours"), LB, true);
      awaitProbes(server, 2);
      Awaitility.await()
          .during(Duration.ofMillis(500))
          .atMost(SOON)
          .until(() -> server.accepted() == 2);
    }
  }

  private static Fact failure(String id) {
    return Fact.root(id, new ConnectFailed("web", "k3s-1", "127.0.0.1:1", CheckResult.L4CON, 1));
  }

  private static void awaitProbes(ScriptedServer server, int count) {
    Awaitility.await().atMost(SOON).until(() -> server.accepted() == count);
  }

  private static Fact awaitDown(HeardNews news) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                news.said().stream()
                    .map(HeardNews.Said::fact)
                    .filter(
                        f -> f.event() instanceof NodeChanged n && n.status() == NodeStatus.DOWN)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static String config(int port) {
    return """
    nodes: { k3s-1: { address: 127.0.0.1 } }
    checks: { tcp: { type: tcp, port: %d, interval: 1m, fastInterval: 200ms, fall: 2, rise: 1 } }
    pools: { web: { port: 1, servers: all, check: tcp } }
    """
        .formatted(port);
  }
}
