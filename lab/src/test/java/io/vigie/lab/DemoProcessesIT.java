package io.vigie.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.DemoProcess.Place;
import io.vigie.lab.DemoProcess.State;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on real loopback addresses, broken and mended. */
class DemoProcessesIT {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  @AfterEach
  void nothingIsLeft() throws IOException {
    DemoProcesses nodes = new DemoProcesses(directory);
    List<DemoProcess> all = nodes.all();
    nodes.clear();
    assertEquals(List.of(), nodes.all());
    for (DemoProcess node : all) {
      Awaitility.await().atMost(LIMIT).until(() -> !node.process().isAlive());
      assertFalse(Blackhole.isOpen(node.address()));
    }
  }

  @Test
  void answersItsNameOnAnyPath() throws Exception {
    DemoProcess node = start("k3s-1");
    assertEquals("k3s-1\n", get(client, "http", node, "/a/b?c", LIMIT));
    assertEquals("k3s-1\n", get(client, "http", node, "/readyz", LIMIT));
    assertEquals("k3s-1\n", get(trusting(), "https", node, "/", LIMIT));
  }

  @Test
  void aKilledNodeRefusesUntilItIsRevived() throws Exception {
    DemoProcess node = start("k3s-1");
    DemoProcesses nodes = new DemoProcesses(directory);
    nodes.kill(node);
    Awaitility.await().atMost(LIMIT).until(() -> nodes.state(node) == State.GONE);
    assertThrows(ConnectException.class, () -> get(client, "http", node, "/", LIMIT));
    nodes.revive(nodes.find("k3s-1").orElseThrow());
    DemoProcess again = nodes.find("k3s-1").orElseThrow();
    assertFalse(again.process().equals(node.process()));
    assertEquals("k3s-1\n", get(client, "http", again, "/", LIMIT));
  }

  @Test
  void aStoppedNodeIsSilentUntilItIsRevived() throws Exception {
    DemoProcess node = start("k3s-1");
    DemoProcesses nodes = new DemoProcesses(directory);
    nodes.stop(node);
    Awaitility.await().atMost(LIMIT).until(() -> nodes.state(node) == State.STOPPED);
    assertThrows(HttpTimeoutException.class, () -> get(client, "http", node, "/", SHORT));
    nodes.revive(node);
    assertEquals(State.RUNNING, nodes.state(node));
    assertEquals("k3s-1\n", get(client, "http", node, "/", LIMIT));
  }

  @Test
  void aBlackholedNodeIsSilentUntilItIsRevived() throws Exception {
    assumeTrue(Blackhole.obstacle().isEmpty(), Blackhole.obstacle());
    DemoProcess node = start("k3s-1");
    DemoProcesses nodes = new DemoProcesses(directory);
    nodes.blackhole(node);
    assertEquals(State.BLACKHOLED, nodes.state(node));
    assertThrows(HttpTimeoutException.class, () -> get(client, "http", node, "/", SHORT));
    nodes.revive(node);
    assertEquals(State.RUNNING, nodes.state(node));
    assertEquals("k3s-1\n", get(client, "http", node, "/", LIMIT));
  }

  @Test
  void endsWithItsOwner() throws Exception {
    Process owner = new ProcessBuilder("sleep", "60").start();
    DemoProcesses nodes = new DemoProcesses(directory);
    DemoProcess node = nodes.start(place("k3s-1"), Pid.of(owner.pid()).orElseThrow());
    assertTrue(node.process().isAlive());
    owner.destroyForcibly().waitFor();
    Awaitility.await().atMost(LIMIT).until(() -> !node.process().isAlive());
  }

  @Test
  void saysWhyANodeCannotStart() throws Exception {
    DemoProcess node = start("k3s-1");
    Place taken =
        new Place(
            "k3s-2", InetAddress.getByName(node.address()), node.httpPort(), node.httpsPort());
    DemoProcesses nodes = new DemoProcesses(directory);
    IOException e = assertThrows(IOException.class, () -> nodes.start(taken, Pid.self()));
    assertTrue(e.toString().contains("demo node k3s-2 on " + node.address()), e.toString());
    assertTrue(e.toString().contains("Address already in use"), e.toString());
  }

  @Test
  void anotherProcessWithTheSameNumberIsLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    Pid real = Pid.of(stranger.pid()).orElseThrow();
    Pid recycled = new Pid(real.number(), real.startTicks() - 1);
    assertFalse(recycled.isAlive());
    assertFalse(recycled.send(Pid.Signal.KILL));
    assertTrue(real.isAlive());
    assertTrue(real.send(Pid.Signal.KILL));
    stranger.waitFor();
    assertFalse(real.isAlive());
  }

  private DemoProcess start(String name) throws IOException {
    return new DemoProcesses(directory).start(place(name), Pid.self());
  }

  private static Place place(String name) throws IOException {
    InetAddress own = InetAddress.getByName("127.9." + ProcessHandle.current().pid() % 250 + ".1");
    return new Place(name, own, freePort(own), freePort(own));
  }

  private static int freePort(InetAddress address) throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, address)) {
      return any.getLocalPort();
    }
  }

  private static String get(
      HttpClient client, String scheme, DemoProcess node, String path, Duration timeout)
      throws Exception {
    int port = scheme.equals("http") ? node.httpPort() : node.httpsPort();
    URI uri = URI.create(scheme + "://" + node.address() + ":" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    var response = client.send(request, BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    return response.body();
  }

  private static HttpClient trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** The nodes' certificates are their own. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
