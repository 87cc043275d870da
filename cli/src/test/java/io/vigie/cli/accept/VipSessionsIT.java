package io.vigie.cli.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.cli.Main;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.lab.DemoProcesses;
import io.vigie.lab.Pid;
import io.vigie.lab.lan.Homelab;
import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of sessions through a VIP when it moves, and of the VIP when only lb-service fails:
 * two balancers with a process per service, in network namespaces, without Kafka. We are the
 * client.
 */
@Timeout(240)
class VipSessionsIT {

  /** How soon a client must know. The machine may be busy: in peace it is a few milliseconds. */
  private static final int NOTICE_MILLIS = 2_000;

  @TempDir Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private String vip = "";
  private Homelab homelab;
  private Path config;

  /** vrrp-service of the first holder. */
  private @Nullable Jvm elector;

  @BeforeEach
  void buildItAndStart() throws Exception {
    String obstacle = Namespaces.obstacle("ip", "xargs");
    assumeTrue(obstacle.isEmpty(), obstacle);
    String network = Homelab.freeNetwork();
    vip = network + ".8";
    homelab = Homelab.build("s" + ProcessHandle.current().pid() % 1_000_000 + "-", network);
    opened.add(homelab);
    DemoProcesses nodes = new DemoProcesses(directory.resolve("nodes"));
    opened.add(nodes::clear);
    InetAddress node = InetAddress.getByName(Homelab.address(network, "k3s-3"));
    nodes.start(new Place("k3s-3", node, 80, 443, homelab.at("k3s-3")), Pid.self());
    config = Files.writeString(directory.resolve("vigie.yaml"), text(network));
  }

  @AfterEach
  void endIt() throws Exception {
    Collections.reverse(opened);
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private static String text(String network) {
    return """
    cluster: sessions
    kafka: { bootstrap: ["127.0.0.1:9"] }
    nodes: { k3s-3: { address: %1$s.105 } }
    balancers: { lb-1: { address: %1$s.6 }, lb-2: { address: %1$s.7 } }
    pools: { web: { port: 80, servers: all } }
    frontends: { web: { listen: "%1$s.8:80", pool: web } }
    vips:
      main: { addresses: [%1$s.8/24], interface: eth0, vrid: 51, priority: { lb-1: 150, lb-2: 100 }, track: [lb] }
    """
        .formatted(network);
  }

  @Test
  void aPlannedHandoverIsNoticedByWhoSendsAndByWhoOnlyListens() throws Exception {
    both();
    try (Socket watcher = session();
        Socket sender = session()) {
      long since = System.nanoTime();
      elector().process().destroy();
      assertReset(watcher);
      assertReset(sender);
      long tookMillis = (System.nanoTime() - since) / 1_000_000;
      assertTrue(tookMillis <= NOTICE_MILLIS, "noticed after " + tookMillis + " ms");
    }
    await("lb-2 serves").atMost(Jvm.LIMIT).until(() -> has("lb-2") && !has("lb-1") && answers());
    assertTrue(elector().process().onExit().get().exitValue() == 0, elector()::said);
  }

  @Test
  void aHostThatIsGoneIsNoticedWithTheNextPacket() throws Exception {
    both();
    try (Socket watcher = session();
        Socket sender = session()) {
      Objects.requireNonNull(homelab.cables().get("lb-1")).cut();
      await("lb-2 has it").atMost(Jvm.LIMIT).until(() -> has("lb-2"));
      sender.getOutputStream().write("GET".getBytes(US_ASCII));
      assertReset(sender);
      assertQuiet(watcher); // nobody can tell it, until it speaks
      watcher.getOutputStream().write("GET".getBytes(US_ASCII));
      assertReset(watcher);
    }
    await("lb-2 serves").atMost(Jvm.LIMIT).until(this::answers);
  }

  @Test
  void aKilledLoadBalancerTakesTheVipAlong() throws Exception {
    Jvm lb = both();
    lb.kill();
    await("lb-2 serves").atMost(Jvm.LIMIT).until(() -> has("lb-2") && !has("lb-1") && answers());
    elector().says("LB_LOST");
  }

  @Test
  void aFrozenLoadBalancerTakesTheVipAlong() throws Exception {
    Jvm lb = both();
    Pid frozen = Pid.of(lb.process().pid()).orElseThrow();
    assertTrue(frozen.send(Pid.Signal.STOP));
    await("lb-2 serves").atMost(Jvm.LIMIT).until(() -> has("lb-2") && !has("lb-1") && answers());
    elector().says("LB_LOST");
    assertTrue(frozen.send(Pid.Signal.CONT));
    elector().says("stays back");
    assertTrue(has("lb-2") && !has("lb-1"), "it stays where it is");
  }

  /** Starts all; answers lb-service of the holder. */
  private Jvm both() throws Exception {
    Jvm first = run("lb-1", "lb");
    run("lb-2", "lb");
    elector = run("lb-1", "vrrp");
    await("lb-1 holds it").atMost(Jvm.LIMIT).until(() -> has("lb-1"));
    run("lb-2", "vrrp").says("role=BACKUP");
    await("lb-1 serves").atMost(Jvm.LIMIT).until(() -> answers() && has("lb-1") && !has("lb-2"));
    return first;
  }

  private Jvm elector() {
    return Objects.requireNonNull(elector);
  }

  private Jvm run(String host, String service) throws IOException {
    Jvm jvm =
        Jvm.start(
            homelab.at(host),
            directory,
            host + "-" + service,
            Main.class,
            "run",
            service,
            "--config",
            config.toString(),
            "--host",
            host,
            "--state-dir",
            directory.resolve("state-" + host).toString());
    opened.add(jvm);
    return jvm;
  }

  private boolean has(String host) throws IOException {
    return homelab.ip(host, "-o", "addr", "show", "dev", "eth0").contains(" " + vip + "/");
  }

  private boolean answers() {
    try (Socket client = session()) {
      return client.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** A connection that was served once. */
  private Socket session() throws IOException {
    Socket client = new Socket();
    try {
      client.connect(new InetSocketAddress(vip, 80), NOTICE_MILLIS);
      client.setSoTimeout(NOTICE_MILLIS);
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      InputStream in = client.getInputStream();
      StringBuilder answer = new StringBuilder();
      while (!answer.toString().endsWith("k3s-3\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("ended after: " + answer);
        }
        answer.append((char) next);
      }
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private static void assertReset(Socket client) {
    SocketException e = assertThrows(SocketException.class, () -> client.getInputStream().read());
    assertEquals("Connection reset", e.getMessage());
  }

  private static void assertQuiet(Socket client) throws IOException {
    client.setSoTimeout((int) Duration.ofMillis(300).toMillis());
    assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    client.setSoTimeout(NOTICE_MILLIS);
  }
}
