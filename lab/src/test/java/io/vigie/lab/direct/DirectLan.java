package io.vigie.lab.direct;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.health.app.HealthVerticle;
import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.InNamespace;
import io.vigie.lab.lan.Lan;
import io.vigie.lb.app.LbVerticle;
import io.vigie.testkit.accept.JavaWords;
import io.vigie.testkit.accept.ServiceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client (.5), a balancer (.6, host {@code a}) and three servers (.7 to .9, hosts {@code s},
 * {@code t} and {@code u}) on one link: 10.78.0.N and fd78::N.
 */
final class DirectLan implements AutoCloseable {

  static final int PORT = 8443;
  static final int PORT6 = 8446;
  static final String FRONTEND = "10.78.0.6";

  private static final int SERVICE = 443;
  private static final int LIMIT_MILLIS = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> SERVERS = List.of("s", "t", "u");

  private final Path directory;
  private final Path config;
  private final Lan lan;
  private final List<NamedServer> servers = new ArrayList<>();
  private final InNamespace client;
  private final InNamespace balancer;
  private @Nullable Daemon lb;

  /** Lays it out; the balancer is not started yet. */
  DirectLan(Path directory) throws Exception {
    this.directory = directory;
    this.config = directory.resolve("vigie.yaml");
    this.lan = new Lan("a", "s", "t", "u");
    int number = 5;
    for (String host : List.of("c", "a", "s", "t", "u")) {
      lan.ip(host, "addr", "add", "fd78::" + number++ + "/64", "dev", "eth0", "nodad");
    }
    sysctl("net/ipv4/ip_forward");
    sysctl("net/ipv6/conf/all/forwarding");
    for (String server : SERVERS) {
      servers.add(new NamedServer(server, lan.name(server), SERVICE));
    }
    client = InNamespace.join(lan.name("c"));
    balancer = InNamespace.join(lan.name("a"));
  }

  private void sysctl(String key) throws IOException {
    lan.run("a", "sh", "-c", "echo 1 > /proc/sys/" + key);
  }

  Lan lan() {
    return lan;
  }

  /**
   * Starts the balancer, and waits until it is ready.
   *
   * @param frontend what stands in the braces of the frontend, beside its pool
   * @param pool what stands in those of its pool, beside its port and check
   */
  void start(String frontend, String pool) throws Exception {
    write(frontend, pool);
    start();
  }

  /** Writes the configuration, for the next start or for a reload. */
  void write(String frontend, String pool) throws IOException {
    String text =
        """
        cluster: lan
        kafka: { bootstrap: ["127.0.0.1:9"] }
        nodes: { s: { address: 10.78.0.7 }, t: { address: 10.78.0.8 }, u: { address: 10.78.0.9 }, s6: { address: "fd78::7" } }
        balancers: { a: { address: 10.78.0.6 } }
        checks: { tcp: { port: %d, interval: 100ms, timeout: 200ms } }
        pools:
          web: { port: %d, check: tcp, %s }
          six: { port: %d, check: tcp, servers: [s6] }
        frontends:
          web: { pool: web, %s }
          six: { pool: six, listen: "[fd78::6]:8446", mode: direct }
        management: { token: secret }
        """
            .formatted(SERVICE, SERVICE, pool, SERVICE, frontend);
    Path next = directory.resolve("next.yaml");
    Files.writeString(next, text);
    Files.move(next, config, StandardCopyOption.REPLACE_EXISTING);
  }

  private Daemon daemon(String... prefix) throws IOException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.addAll(
        JavaWords.of(ServiceMain.class, "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of(
            HealthVerticle.class.getName() + "," + LbVerticle.class.getName(),
            config.toString(),
            "a",
            directory.resolve("state").toString()));
    return new Daemon(lan, "a", directory.resolve("lb.log"), command);
  }

  private Daemon running() {
    return Objects.requireNonNull(lb, "not started");
  }

  /** As SIGKILL does. */
  void kill() {
    running().kill();
  }

  int end() throws IOException {
    return running().end();
  }

  /** Starts the balancer again, and waits until it is ready. */
  void start() throws Exception {
    Daemon started = daemon();
    lb = started;
    until("ready", () -> started.isAlive() && get("ready").path("ready").asBoolean());
  }

  /** Starts it as a child of other programs, to its end: its exit code. */
  int startInVain(String... prefix) throws Exception {
    Daemon started = daemon(prefix);
    lb = started;
    until("the end of a start in vain", () -> !started.isAlive());
    return started.exit();
  }

  String said() throws IOException {
    return running().said();
  }

  /** Waits for a fact; what the service said is told if it does not come. */
  void until(String what, Callable<Boolean> fact) throws IOException {
    try {
      await(what).atMost(LIMIT).pollInterval(LOOK).until(fact);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + said() + "\n" + table(), e);
    }
  }

  /** Our tables on the balancer. */
  String table() throws IOException {
    return lan.run("a", "nft", "list", "ruleset");
  }

  /** What the service says of itself; an empty object while it says nothing. */
  JsonNode get(String path) {
    return http(path, null);
  }

  /** The state of lb-service. */
  JsonNode state() {
    return get("v1/state").path("state");
  }

  /** That of the frontend {@code web}. */
  JsonNode web() {
    return state().path("balancing").path("frontends").path(0);
  }

  /** That of a server. */
  JsonNode server(String name) {
    for (JsonNode pool : state().path("balancing").path("pools")) {
      for (JsonNode server : pool.path("servers")) {
        if (server.path("name").asText().equals(name)) {
          return server;
        }
      }
    }
    return JSON.createObjectNode();
  }

  void command(String kind, String node) {
    http(
        "v1/commands",
        "{\"kind\":\"%s\",\"target\":\"%s\",\"by\":\"test\",\"force\":true}".formatted(kind, node));
  }

  private JsonNode http(String path, @Nullable String body) {
    try {
      return balancer.call(() -> request(path, body));
    } catch (Exception e) {
      return JSON.createObjectNode(); // not there yet
    }
  }

  private static JsonNode request(String path, @Nullable String body) throws IOException {
    URI uri = URI.create("http://127.0.0.1:9602/" + path);
    HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
    http.setReadTimeout(LIMIT_MILLIS);
    http.setRequestProperty("connection", "close"); // kept ones are shared with other namespaces
    if (body != null) {
      http.setRequestProperty("authorization", "Bearer secret");
      http.setDoOutput(true);
      http.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    try (var in = http.getResponseCode() < 400 ? http.getInputStream() : http.getErrorStream()) {
      return JSON.readTree(in);
    }
  }

  /** Connects from the client's host. */
  Client client() throws Exception {
    return client("10.78.0.5");
  }

  /** The same, from this address of it. */
  Client client(String from) throws Exception {
    return client.call(() -> new Client(from, FRONTEND, PORT));
  }

  /** Connects from the client's host by IPv6. */
  Client client6() throws Exception {
    return client.call(() -> new Client("fd78::5", "fd78::6", PORT6));
  }

  /** Connects from the balancer's own host. */
  Client ownClient() throws Exception {
    return balancer.call(() -> new Client("0.0.0.0", FRONTEND, PORT));
  }

  /** So many connections one after the other: how often each server answered. */
  Map<String, Integer> ask(int times) throws Exception {
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < times; i++) {
      try (Client one = client()) {
        answers.merge(one.server, 1, Integer::sum);
      }
    }
    return answers;
  }

  @Override
  public void close() throws IOException {
    if (lb != null) {
      lb.close();
    }
    for (NamedServer server : servers) {
      server.close();
    }
    client.close();
    balancer.close();
    lan.close();
  }

  /** A connection and what its server said. */
  static final class Client implements AutoCloseable {
    final String server;
    final String seenAs;
    private final Socket socket = new Socket();
    private final BufferedReader in;

    private Client(String from, String to, int port) throws IOException {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(to), port), LIMIT_MILLIS);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String[] said = String.valueOf(in.readLine()).split(" ", 2);
      server = said[0];
      seenAs = said.length > 1 ? said[1] : "";
    }

    String echo(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      return String.valueOf(in.readLine());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
