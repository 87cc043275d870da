package io.vigie.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker as its clients and its next life find it. */
@Timeout(120)
class EmbeddedBrokerIT {

  private static final String LOOPBACK = "127.0.0.1";

  @TempDir Path dir;

  @Test
  void keepsRecordsAndIdentityAcrossRestarts() throws Exception {
    int port;
    String id;
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir, LOOPBACK, 0)) {
      port = port(broker.bootstrap());
      id = Records.clusterId(broker.bootstrap());
      Records.createTopic(broker.bootstrap());
      Records.produce(broker.bootstrap(), "one", "two");
      assertEquals(List.of("one", "two"), Records.all(broker.bootstrap()));
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir, LOOPBACK, port)) {
      assertEquals(LOOPBACK + ":" + port, broker.bootstrap());
      assertEquals(id, Records.clusterId(broker.bootstrap()));
      Records.produce(broker.bootstrap(), "three");
      assertEquals(List.of("one", "two", "three"), Records.all(broker.bootstrap()));
    }
  }

  @Test
  void comesBackAfterSigkill() throws Exception {
    Process child = child();
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      String bootstrap = Objects.requireNonNull(said.readLine(), "the child did not start");
      Records.createTopic(bootstrap);
      Records.produce(bootstrap, "one", "two");

      IOException taken =
          assertThrows(IOException.class, () -> EmbeddedBroker.start(dir, LOOPBACK, 0));
      assertEquals(
          "broker: data directory "
              + dir
              + " is in use by the broker with pid "
              + child.pid()
              + "; end that one, or choose another directory with --data-dir",
          taken.getMessage());
    } finally {
      child.destroyForcibly();
    }
    assertTrue(child.waitFor(10, TimeUnit.SECONDS));
    assertEquals(137, child.exitValue());

    try (EmbeddedBroker broker = EmbeddedBroker.start(dir, LOOPBACK, 0)) {
      Records.produce(broker.bootstrap(), "three");
      assertEquals(List.of("one", "two", "three"), Records.all(broker.bootstrap()));
    }
  }

  @Test
  void saysThatThePortIsTakenAndLetsGoOfTheDirectory() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int attempt = 0; attempt < 2; attempt++) {
        BindException taken =
            assertThrows(
                BindException.class,
                () -> EmbeddedBroker.start(dir, LOOPBACK, other.getLocalPort()));
        String said = String.valueOf(taken.getMessage());
        assertTrue(
            said.startsWith("broker: cannot listen on 127.0.0.1:" + other.getLocalPort()), said);
        assertTrue(said.contains("--listen"), said);
      }
    }
  }

  @Test
  void refusesAnAddressThatClientsCannotConnectTo() {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class, () -> EmbeddedBroker.start(dir, "0.0.0.0", 9092));
    assertTrue(String.valueOf(wrong.getMessage()).contains("0.0.0.0"), wrong.getMessage());
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerChild.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int port(String bootstrap) {
    return Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
  }
}
