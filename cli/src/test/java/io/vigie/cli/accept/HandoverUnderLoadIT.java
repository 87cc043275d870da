package io.vigie.cli.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.cli.Main;
import io.vigie.lab.lan.Homelab;
import io.vigie.lab.lan.InNamespace;
import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 requests per second, each over a connection of its own, while the VIP is handed over again
 * and again, and its holder is restarted: none may fail, not even one that is under way. Two
 * balancers in network namespaces, without Kafka; we are the client.
 */
@Timeout(240)
class HandoverUnderLoadIT {

  /** How soon a client must know. The machine may be busy: in peace it is half a second. */
  private static final int NOTICE_MILLIS = 10_000;

  /** After so long TCP sends a lost SYN again. */
  private static final int LOST_MILLIS = 1_000;

  /** What an answer takes: a handful of requests is under way at any time. */
  private static final String HOLD_MILLIS = "20";

  @TempDir Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** How long after each order the client of a lasting session knew, in ms. */
  private final List<Long> noticed = new ArrayList<>();

  private Homelab homelab;
  private InetSocketAddress frontend;

  @BeforeEach
  void buildIt() throws Exception {
    String obstacle = Namespaces.obstacle("ip", "nft", "xargs");
    assumeTrue(obstacle.isEmpty(), obstacle);
    String network = Homelab.freeNetwork();
    frontend = new InetSocketAddress(network + ".8", 80);
    homelab = Homelab.build("h" + ProcessHandle.current().pid() % 1_000_000 + "-", network);
    opened.add(homelab);
    String node = Homelab.address(network, "k3s-3");
    Jvm backend =
        Jvm.start(
            homelab.at("k3s-3"),
            directory,
            "backend",
            Backend.class,
            node,
            "8080",
            "1",
            HOLD_MILLIS);
    opened.add(backend);
    backend.says(Backend.LISTENING);
    Files.writeString(directory.resolve("token"), "t0ken");
    Files.writeString(directory.resolve("vigie.yaml"), text(network, node));
  }

  @AfterEach
  void endIt() throws Exception {
    Collections.reverse(opened);
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private static String text(String network, String node) {
    return """
    cluster: handover
    kafka: { bootstrap: ["127.0.0.1:9"] }
    nodes: { n: { address: %2$s } }
    balancers: { lb-1: { address: %1$s.6 }, lb-2: { address: %1$s.7 } }
    pools: { web: { port: 8080, servers: all } }
    frontends: { web: { listen: "%1$s.8:80", pool: web } }
    vips:
      main: { addresses: [%1$s.8/24], interface: eth0, vrid: 51, priority: { lb-1: 150, lb-2: 100 }, track: [lb] }
    management: { token: "${file:token}" }
    """
        .formatted(network, node);
  }

  @Test
  void noRequestFails() throws Exception {
    Jvm first = run("lb-1", "run", "lb", "vrrp");
    await("lb-1 holds it").atMost(Jvm.LIMIT).until(() -> has("lb-1"));
    run("lb-2", "run", "lb", "vrrp").says("role=BACKUP");
    await("lb-1 serves").atMost(Jvm.LIMIT).until(() -> onlyOn("lb-1"));
    try (Clients clients = new Clients(frontend)) {
      clients.awaitAnswers(Clients.RATE);
      clients.forgetStalls();
      handOver("lb-1", "lb-2", clients);
      handOver("lb-2", "lb-1", clients);
      handOver("lb-1", "lb-2", clients);
      handOver("lb-2", "lb-1", clients);

      assertEquals(0, first.stop());
      assertTrue(has("lb-2"));
      clients.awaitAnswers(Clients.RATE);
      run("lb-1", "run", "lb", "vrrp").says("reason=PREEMPTED");
      await("lb-1 has it back").atMost(Jvm.LIMIT).until(() -> onlyOn("lb-1"));
      clients.awaitAnswers(Clients.RATE);
      assertNoneFailed(clients);
    }
  }

  @Test
  void norWhenLbServiceAloneIsRestarted() throws Exception {
    Jvm first = run("lb-1", "run", "lb");
    run("lb-1", "run", "vrrp");
    await("lb-1 holds it").atMost(Jvm.LIMIT).until(() -> has("lb-1"));
    run("lb-2", "run", "lb", "vrrp").says("priority=100, was=1");
    try (Clients clients = new Clients(frontend)) {
      clients.awaitAnswers(Clients.RATE);
      clients.forgetStalls();
      assertEquals(0, first.stop());
      assertTrue(onlyOn("lb-2"));
      run("lb-1", "run", "lb").says("listening");
      clients.awaitAnswers(Clients.RATE);
      assertTrue(onlyOn("lb-2"), "it stays where it is");
      assertNoneFailed(clients);
    }
  }

  private void assertNoneFailed(Clients clients) {
    clients.close();
    System.out.printf(
        "%d requests; sessions reset %s ms after the order; worst stall %d ms%n",
        clients.done().size(), noticed, clients.worstStallMillis());
    long late = LOST_MILLIS + clients.worstStallMillis();
    assertEquals(
        List.of(), List.copyOf(clients.done(r -> r.failed() || r.millis() >= late)), "failed");
  }

  /** A session that lasts is reset in time. */
  private void handOver(String from, String to, Clients clients) throws Exception {
    try (Socket watch = new Socket()) {
      watch.connect(frontend, NOTICE_MILLIS);
      watch.setSoTimeout(NOTICE_MILLIS);
      long ordered = System.nanoTime();
      Future<String> answer =
          threads.submit(() -> InNamespace.run(homelab.namespace(from), () -> order()));
      SocketException reset =
          assertThrows(SocketException.class, () -> watch.getInputStream().read());
      noticed.add((System.nanoTime() - ordered) / 1_000_000);
      assertEquals("Connection reset", reset.getMessage());
      assertEquals("done", answer.get());
      assertTrue(onlyOn(to));
    }
    clients.awaitAnswers(Clients.RATE);
  }

  /** As {@code vigie handover main --force}, without the start of another JVM. */
  private static String order() throws IOException {
    var there = URI.create("http://127.0.0.1:9603/v1/commands").toURL();
    HttpURLConnection request = (HttpURLConnection) there.openConnection();
    request.setDoOutput(true);
    request.setRequestProperty("Connection", "close"); // the next one is in another namespace
    request.setRequestProperty("Content-Type", "application/json");
    request.setRequestProperty("Authorization", "Bearer t0ken");
    request
        .getOutputStream()
        .write(
            "{\"kind\":\"handover\",\"target\":\"main\",\"force\":true,\"by\":\"test\"}"
                .getBytes(US_ASCII));
    try (InputStream body = request.getInputStream()) {
      return new ObjectMapper().readTree(body).path("outcome").asText();
    }
  }

  private Jvm run(String host, String... words) throws IOException {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--config", directory.resolve("vigie.yaml").toString()));
    if (words[0].equals("run")) {
      String state = directory.resolve("state-" + host).toString();
      args.addAll(List.of("--host", host, "--state-dir", state));
    }
    Jvm jvm =
        Jvm.start(
            homelab.at(host),
            directory,
            words[0] + "-" + host + "-" + runs.incrementAndGet(),
            Main.class,
            args.toArray(String[]::new));
    opened.add(jvm);
    return jvm;
  }

  private boolean onlyOn(String host) throws IOException {
    return has(host) && !has(host.equals("lb-1") ? "lb-2" : "lb-1");
  }

  private boolean has(String host) throws IOException {
    String vip = frontend.getAddress().getHostAddress();
    return homelab.ip(host, "-o", "addr", "show", "dev", "eth0").contains(" " + vip + "/");
  }
}
