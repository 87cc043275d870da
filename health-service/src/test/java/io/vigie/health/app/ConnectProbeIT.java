package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import io.vigie.health.peer.Behaviour;
import io.vigie.health.peer.ScriptedServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layer 4: connected, refused, no answer. */
class ConnectProbeIT {

  private static final String TCP = "type: tcp, timeout: 300ms";
  private final CheckUp checkUp = new CheckUp();

  @AfterEach
  void close() {
    checkUp.close();
  }

  @Test
  void whoTakesTheConnectionIsThereAndSeesItReset() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.silent())) {
      Outcome outcome = checkUp.of(TCP, server.port());
      assertEquals(CheckResult.L4OK, outcome.result());
      assertTrue(outcome.answered());
      assertTrue(outcome.tookNanos() > 0 && outcome.tookNanos() < 300_000_000L);
      Awaitility.await()
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(() -> assertEquals("Connection reset", server.endings().peek()));
    }
  }

  @Test
  void whoClosesAtOnceIsThereAllTheSame() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.closes())) {
      assertEquals(CheckResult.L4OK, checkUp.of(TCP, server.port()).result());
    }
  }

  @Test
  void whoResetsAtOnceHasAnswered() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.resets())) {
      for (int i = 0; i < 50; i++) { // the reset may come before the connect is noticed
        Outcome outcome = checkUp.of(TCP, server.port());
        assertTrue(outcome.answered(), outcome.toString());
        assertTrue(
            List.of(CheckResult.L4OK, CheckResult.L4CON).contains(outcome.result()),
            outcome.toString());
      }
    }
  }

  @Test
  void aRefusalIsAFailureAndAnAnswer() throws IOException {
    Outcome outcome = checkUp.of(TCP, freePort());
    assertEquals(CheckResult.L4CON, outcome.result());
    assertEquals("connection refused", outcome.detail());
    assertTrue(outcome.answered());
  }

  @Test
  void aFullBacklogIsSilence() throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) { // the kernel keeps one more than the backlog, drops the rest
        SocketChannel client = SocketChannel.open();
        client.configureBlocking(false);
        client.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
        clients.add(client);
      }
      Outcome outcome = checkUp.of(TCP, full.getLocalPort());
      assertEquals(CheckResult.L4TOUT, outcome.result());
      assertFalse(outcome.answered());
      assertWithin(300, 2_000, outcome);
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  @Test
  void manyProbesLeaveNothingOpen() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.silent())) {
      checkUp.of(TCP, server.port());
      long before = openFiles();
      for (int i = 0; i < 50; i++) {
        checkUp.of(TCP, server.port());
        checkUp.of("type: http, timeout: 20ms", server.port());
        checkUp.of("type: tls, timeout: 20ms", server.port());
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(() -> assertTrue(openFiles() <= before + 5, openFiles() + " open files"));
    }
  }

  private static long openFiles() throws IOException {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  static void assertWithin(int fromMillis, int toMillis, Outcome outcome) {
    long millis = outcome.tookNanos() / 1_000_000;
    assertTrue(millis >= fromMillis && millis <= toMillis, outcome.toString());
  }

  static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
