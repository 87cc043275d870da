package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.event.CheckResult;
import io.vigie.health.core.Counter;
import io.vigie.health.core.Outcome;
import io.vigie.health.core.Rule;
import io.vigie.health.peer.Behaviour;
import io.vigie.health.peer.Haproxy;
import io.vigie.health.peer.ScriptedServer;
import io.vigie.health.peer.Secured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same servers checked by a real haproxy and by our probes, in the same run. */
class HaproxyParityIT {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** An answer that haproxy has had for this long is in its counter. */
  private static final long COUNTED_NANOS = 120_000_000;

  private static final String HTTP = "  option httpchk GET /\n";
  private static final String BANNER = "  option tcp-check\n  tcp-check expect string 220\n";
  private static final String OUR_BANNER = "type: tcp, script: [{ expect: '220' }]";
  private static final String TLS = "check-ssl verify none";
  private static final String OUR_TLS = "type: tls, verify: none";

  @TempDir private Path directory = Path.of("/");
  private final CheckUp checkUp = new CheckUp();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void haproxyIsHere() {
    assumeTrue(Haproxy.isInstalled(), "haproxy is not installed; apt install haproxy");
  }

  @AfterEach
  void close() throws Exception {
    checkUp.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /**
   * One server, checked by both.
   *
   * @param lines of the backend
   * @param options of its server
   * @param ours the same check in our words
   */
  private record Case(String lines, String options, String ours, int port) {}

  private final Map<String, Case> cases = new LinkedHashMap<>();

  private void add(String name, String lines, String options, String ours, Behaviour behaviour) {
    ScriptedServer server = ScriptedServer.start(behaviour);
    open.add(server);
    cases.put(name, new Case(lines, options, ours, server.port()));
  }

  @Test
  void everyResultHasTheSameName() throws IOException {
    connects();
    handshakes();
    scripts();
    answers();
    assertEquals(Map.of(), differences("check", "check_status"));
  }

  @Test
  void agentsAreUnderstoodAlike() throws IOException {
    String ours = "type: agent";
    for (String word : List.of("up", "ready", "75%", "down", "fail", "stopped", "down # disk")) {
      add(
          "agent-" + word.replaceAll("\\W+", "-"),
          "",
          "",
          ours,
          Behaviour.saysAndCloses(word + "\n"));
    }
    add("agent-silent", "", "", ours, Behaviour.silent());
    add("agent-nonsense", "", "", ours, Behaviour.saysAndCloses("hello\n"));
    add("agent-closes", "", "", ours, Behaviour.closes());
    // Words that say nothing of up or down leave a server as it is there, and pass or fail here.
    assertEquals(
        Map.of(
            "agent-ready", "CHECKED, ours L7OK",
            "agent-75-", "CHECKED, ours L7OK",
            "agent-nonsense", "CHECKED, ours L7RSP"),
        differences("agent-check agent-inter 200ms agent-port %d", "agent_status"));
  }

  private void connects() throws IOException {
    add("tcp", "", "", "type: tcp", Behaviour.silent());
    cases.put("refused", new Case("", "", "type: tcp", ConnectProbeIT.freePort()));
    cases.put("full-backlog", new Case("", "", "type: tcp", fullBacklog()));
  }

  private void handshakes() throws IOException {
    Path ca = directory.resolve("ca.pem");
    Files.writeString(ca, Secured.AUTHORITY.getCertificatePEM());
    String trusting = "check-ssl verify required ca-file %s check-sni k3s.test".formatted(ca);
    String ours = "type: tls, serverName: k3s.test, caFile: \"%s\"".formatted(ca);
    add("tls", "", TLS, OUR_TLS, Secured.with(Secured.certificate("k3s.test"), Behaviour.silent()));
    add("tls-silent", "", TLS, OUR_TLS, Behaviour.silent());
    add("tls-garbage", "", TLS, OUR_TLS, Behaviour.says("SSH-2.0-test\r\n"));
    add("tls-closes", "", TLS, OUR_TLS, Behaviour.closes());
    var good = Secured.certificate("k3s.test");
    add("tls-trusted", "", trusting, ours, Secured.with(good, Behaviour.silent()));
    var expired = Secured.expired("k3s.test");
    add("tls-expired", "", trusting, ours, Secured.with(expired, Behaviour.silent()));
    var stranger = Secured.selfSigned("k3s.test");
    add("tls-stranger", "", trusting, ours, Secured.with(stranger, Behaviour.silent()));
    String https = "type: https, verify: none, path: /readyz";
    String chk = "  option httpchk GET /readyz\n";
    add("https", chk, TLS, https, Secured.with(good, Behaviour.http(200)));
    add("https-401", chk, TLS, https, Secured.with(good, Behaviour.http(401)));
    String alive = chk + "  http-check expect status 401\n";
    String ourAlive = https + ", expect: [401]";
    add("https-alive", alive, TLS, ourAlive, Secured.with(good, Behaviour.http(401)));
    add("https-silent", chk, TLS, https, Secured.with(good, Behaviour.silent()));
  }

  private void scripts() {
    add("banner", BANNER, "", OUR_BANNER, Behaviour.says("220 ready\r\n"));
    add("banner-silent", BANNER, "", OUR_BANNER, Behaviour.silent());
    add("banner-wrong", BANNER, "", OUR_BANNER, Behaviour.saysAndCloses("500 no\r\n"));
    add("banner-closes", BANNER, "", OUR_BANNER, Behaviour.closes());
    String ping =
        "  option tcp-check\n  tcp-check send PING\\r\\n\n  tcp-check expect string PONG\n";
    String ourPing = "type: tcp, script: [{ send: 'PING\\r\\n' }, { expect: PONG }]";
    add("ping", ping, "", ourPing, Behaviour.replies("PING", "+PONG\r\n"));
    add("ping-wrong", ping, "", ourPing, Behaviour.replies("PING", "-LOADING\r\n"));
    String send = "  option tcp-check\n  tcp-check send HELLO\\r\\n\n";
    add("send", send, "", "type: tcp, script: [{ send: 'HELLO\\r\\n' }]", Behaviour.silent());
  }

  private void answers() {
    String ours = "type: http";
    for (int status : new int[] {200, 204, 301, 399, 400, 404, 500, 503}) {
      add("http-" + status, HTTP, "", ours, Behaviour.http(status));
    }
    add("http-silent", HTTP, "", ours, Behaviour.silent());
    add("http-closes", HTTP, "", ours, Behaviour.answers(""));
    add("http-garbage", HTTP, "", ours, Behaviour.answers("SSH-2.0-test\r\n\r\n"));
    add("http-no-end", HTTP, "", ours, Behaviour.says("HTTP/1.1 200 OK\r\nServer: x\r\n"));
    String bad = "HTTP/1.1 200 OK\r\nno header\r\n\r\n";
    add("http-bad-header", HTTP, "", ours, Behaviour.answers(bad));
    String line = "X-A: " + "b".repeat(1000) + "\r\n";
    Behaviour endless = Behaviour.endless("HTTP/1.1 200 OK\r\n", line, 1 << 20);
    add("http-endless", HTTP, "", ours, endless);
    Duration slow = Duration.ofMillis(100);
    add("http-drips", HTTP, "", ours, Behaviour.drips("HTTP/1.1 200 OK\r\n\r\n", slow));
    add(
        "http-resets",
        HTTP,
        "",
        ours,
        socket -> {
          Behaviour.request(socket);
          Behaviour.resets().serve(socket);
        });
  }

  /** A port whose accept queue is full: a SYN to it is dropped. */
  private int fullBacklog() throws IOException {
    ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(full);
    for (int i = 0; i < 4; i++) {
      SocketChannel client = SocketChannel.open();
      open.add(client);
      client.configureBlocking(false);
      client.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
    }
    return full.getLocalPort();
  }

  private Map<String, String> differences(String check, String column) throws IOException {
    StringBuilder backends = new StringBuilder();
    cases.forEach(
        (name, c) ->
            backends.append(
                "backend %s\n%s  server s 127.0.0.1:%d %s inter 200ms %s\n"
                    .formatted(name, c.lines, c.port, check.formatted(c.port), c.options)));
    Map<String, String> differences = new TreeMap<>();
    try (Haproxy haproxy = Haproxy.start(directory, backends.toString())) {
      cases.forEach(
          (name, c) -> {
            String ours = our(c);
            String theirs =
                Awaitility.await(name)
                    .atMost(LIMIT)
                    .until(() -> haproxy.stat(name, column), s -> !s.isEmpty() && !s.equals("INI"));
            if (!theirs.equals(ours)) {
              differences.put(name, theirs + ", ours " + ours);
            }
          });
    }
    return differences;
  }

  private String our(Case c) {
    return checkUp.of(c.ours + ", timeout: 300ms", c.port).result().name();
  }

  /** A server that answers its n-th probe by the n-th status. */
  private static Behaviour playing(List<Integer> statuses, AtomicInteger played) {
    return socket -> {
      int n = played.getAndIncrement();
      Behaviour.http(statuses.get(Math.min(n, statuses.size() - 1))).serve(socket);
    };
  }

  /** After each probe of a random story the counter is the same, so each verdict is, too. */
  @Test
  void theCounterIsTheSameAfterEveryProbe() throws IOException {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    int[][] rules = {{1, 1}, {2, 2}, {2, 3}, {3, 2}, {4, 1}}; // rise and fall
    List<Integer> story = random.ints(40, 0, 100).mapToObj(n -> n < 55 ? 200 : 503).toList();
    Map<String, AtomicInteger> played = new LinkedHashMap<>();
    Map<String, Map<Integer, Integer>> theirs = new LinkedHashMap<>();
    StringBuilder backends = new StringBuilder();
    for (int[] rule : rules) {
      String name = "rise-%d-fall-%d".formatted(rule[0], rule[1]);
      AtomicInteger probes = new AtomicInteger();
      played.put(name, probes);
      ScriptedServer server = ScriptedServer.start(playing(story, probes));
      open.add(server);
      backends.append(
          "backend %s\n%s  server s 127.0.0.1:%d check inter 250ms rise %d fall %d\n"
              .formatted(name, HTTP, server.port(), rule[0], rule[1]));
    }
    try (Haproxy haproxy = Haproxy.start(directory, backends.toString())) {
      Map<String, Long> since = new HashMap<>(); // when each probe was seen first
      while (played.values().stream().anyMatch(n -> n.get() <= story.size())) {
        played.forEach(
            (name, n) -> {
              int before = n.get();
              long begun = since.computeIfAbsent(name + before, _ -> System.nanoTime());
              boolean counted = System.nanoTime() - begun >= COUNTED_NANOS;
              int health = Integer.parseInt(haproxy.stat(name, "check_health"));
              if (counted && before == n.get() && before > 0) {
                seen(theirs, name).put(before, health);
              }
            });
      }
    }
    for (int[] rule : rules) {
      String name = "rise-%d-fall-%d".formatted(rule[0], rule[1]);
      Map<Integer, Integer> seen = seen(theirs, name);
      Map<Integer, Integer> ours = counted(story, rule[0], rule[1]);
      seen.keySet().retainAll(ours.keySet());
      ours.keySet().retainAll(seen.keySet());
      assertTrue(seen.size() > story.size() / 2, name + ": haproxy was asked too seldom");
      assertEquals(ours, seen, "-Dsim.seed=" + seed + " " + name + story);
    }
  }

  private static Map<Integer, Integer> seen(Map<String, Map<Integer, Integer>> all, String name) {
    return all.computeIfAbsent(name, _ -> new LinkedHashMap<>());
  }

  /** Our counter after each real probe of a server that plays the same story. */
  private Map<Integer, Integer> counted(List<Integer> story, int rise, int fall) {
    Rule rule = new Rule(1, 1, 1, 0, 1, rise, fall, true);
    Counter counter = Counter.start(rule);
    Map<Integer, Integer> after = new LinkedHashMap<>();
    AtomicInteger played = new AtomicInteger();
    try (ScriptedServer server = ScriptedServer.start(playing(story, played))) {
      for (int n = 1; n <= story.size(); n++) {
        Outcome outcome = checkUp.of("type: http, timeout: 300ms", server.port());
        counter = counter.after(rule, outcome.result() == CheckResult.L7OK);
        after.put(n, counter.health());
      }
    }
    return after;
  }
}
