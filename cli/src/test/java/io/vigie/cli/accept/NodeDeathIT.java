package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.Blackhole;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies under 200 new connections a second. */
class NodeDeathIT {

  /** What an answer may take beyond what it has to, on a machine with other things to do. */
  private static final long GRACE_MILLIS = 100;

  private static final int B = 1;

  @TempDir Path directory;

  @Test
  void onlyThoseConnectedToAKilledBackendNotice() throws Exception {
    try (Homelab lab = new Homelab(directory)) {
      lab.node("a");
      Jvm b = lab.node("b");
      lab.node("c");
      lab.runAll();
      try (Clients clients = new Clients(lab.frontend)) {
        clients.awaitAnswers(200);
        long before = System.nanoTime();
        b.kill();
        long dead = System.nanoTime();
        lab.awaitServers(2);
        clients.awaitAnswers(400);
        lab.node("b");
        lab.awaitServers(3);
        long back = System.nanoTime();
        await()
            .atMost(Jvm.LIMIT)
            .until(() -> !clients.done(r -> r.beganAfter(back) && r.backend() == 'b').isEmpty());

        Collection<Request> failed = clients.done(Request::failed);
        Collection<Request> strangers =
            failed.stream().filter(r -> !r.overlaps(before, dead)).toList();
        assertEquals(List.of(), List.copyOf(strangers), "failed, but not connected at that time");
        long concurrent = clients.done(r -> r.overlaps(before, dead)).size();
        assertTrue(failed.size() <= concurrent, failed.size() + " of " + concurrent + " failed");
      }
    }
  }

  @Test
  void aBlackHoleCostsNewClientsOneConnectTimeoutAtMost() throws Exception {
    assumeTrue(Blackhole.obstacle().isEmpty(), Blackhole.obstacle());
    try (Homelab lab = new Homelab(directory)) {
      for (String node : Homelab.NODES) {
        lab.node(node);
      }
      lab.runAll();
      try (Clients clients = new Clients(lab.frontend)) {
        clients.awaitAnswers(600); // compiled code, as after a while of real work
        clients.forgetStalls();
        Blackhole.open(Homelab.address("b"));
        long silent = System.nanoTime();
        lab.awaitServers(2);
        long out = System.nanoTime();
        long attempts = attempts(lab);
        clients.awaitAnswers(400);
        assertEquals(attempts, attempts(lab), "connects to a server that is out");
        assertPromptSince(clients, silent, Homelab.CONNECT_MILLIS);
        assertPromptSince(clients, out, 0);
        Blackhole.close(Homelab.address("b"));
        lab.awaitServers(3);
        long back = System.nanoTime();
        await()
            .atMost(Jvm.LIMIT)
            .until(() -> !clients.done(r -> r.beganAfter(back) && r.backend() == 'b').isEmpty());
        assertEquals(List.of(), List.copyOf(clients.done(r -> r.beganAfter(silent) && r.failed())));
      } finally {
        Blackhole.close(Homelab.address("b"));
      }
    }
  }

  private static void assertPromptSince(Clients clients, long nanos, long waitMillis) {
    long most = waitMillis + Homelab.HOLD_MILLIS + GRACE_MILLIS + clients.worstStallMillis();
    Collection<Request> late = clients.done(r -> r.beganAfter(nanos) && r.millis() > most);
    assertEquals(List.of(), List.copyOf(late), "later than " + most + " ms");
  }

  private static long attempts(Homelab lab) {
    return lab.lb("/balancing/pools/0/servers/" + B + "/totals/attempts").asLong(-1);
  }
}
