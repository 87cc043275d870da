package io.vigie.lb.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with the real engine and real backends on loopback. */
@Timeout(60)
class LbVerticleIT {

  @TempDir Path stateDir;
  private Backend one;
  private Backend two;
  private Backend three;
  private VigieConfig config;
  private LbFixture lb;
  private int port;

  @BeforeEach
  void start() throws Exception {
    one = new Backend("k1", "127.0.0.2");
    two = new Backend("k2", "127.0.0.3");
    three = new Backend("k3", "127.0.0.4");
    config =
        LbFixture.config(
            List.of(one, two, three),
            "balance: roundrobin\ntimeouts: { connect: 500ms, queue: 1s }");
    lb = new LbFixture(config, stateDir);
    port = lb.port("web");
  }

  @AfterEach
  void stop() throws Exception {
    lb.close();
    one.close();
    two.close();
    three.close();
  }

  @Test
  void connectionsGoToAllInTurn() throws Exception {
    assertEquals("k1 k2 k3 k1", names(4));
    assertTrue(lb.get("/ready").contains("\"ready\":true"), lb.get("/ready"));
  }

  @Test
  void aKilledBackendCostsNobodyHisConnection() throws Exception {
    two.kill();
    TreeSet<String> names = new TreeSet<>();
    for (int i = 0; i < 30; i++) {
      names.add(lb.ask(port));
    }
    assertEquals(new TreeSet<>(List.of("k1", "k3")), names);
    await().until(() -> isTold("k2", ServerState.EJECTED)); // what is told leaves a moment later
    ConnectFailed failed = (ConnectFailed) published(ConnectFailed.class).getFirst().event();
    assertEquals("k2", failed.server());
    assertEquals("127.0.0.3:" + two.port(), failed.address());
    ServerChanged ejected = server("k2", ServerState.EJECTED);
    assertEquals("web", ejected.pool());
  }

  @Test
  void aNodeThatGoesDownLosesItsSessionsAndGetsNoNewOnes() throws Exception {
    lb.news.linkAlive();
    LbFixture.Client first = lb.client(port);
    assertEquals("k1", first.name);
    assertEquals("hello", first.echo("hello"));
    String cause = lb.news.observer(node("k1", NodeStatus.DOWN));
    await().until(() -> !published(ServerChanged.class).isEmpty());
    Fact fact = published(ServerChanged.class).getFirst();
    assertEquals(cause, fact.causationId());
    assertEquals(1, ((ServerChanged) fact.event()).sessionsClosed());
    assertThrows(IOException.class, () -> first.echo("anybody?"), "a reset, not an end");
    assertEquals("k2 k3 k2 k3", names(4));
    lb.news.observer(node("k1", NodeStatus.UP));
    await().until(() -> names(3).contains("k1"));
  }

  @Test
  void anImpairedObserverIsNotListenedTo() throws Exception {
    lb.news.linkAlive();
    lb.news.observer(new ObserverChanged("lb-1", ObserverState.IMPAIRED, "cut off", List.of()));
    lb.news.observer(node("k1", NodeStatus.DOWN));
    assertEquals("k1 k2 k3", names(3));
    lb.news.says("lb-2", "health-service", node("k2", NodeStatus.DOWN), true);
    await().until(() -> !published(ServerChanged.class).isEmpty());
    assertEquals(ServerState.DOWN, server("k2", ServerState.DOWN).state());
  }

  @Test
  void drainByHttpIsObeyedAnsweredAndPublished() throws Exception {
    LbFixture.Client held = lb.client(port);
    assertEquals("k1", held.name);
    HttpResponse<String> answer =
        lb.command("{\"kind\":\"drain\",\"target\":\"k1\",\"by\":\"ann\",\"force\":false}");
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("web draining with 1 sessions"), answer.body());
    assertEquals("k2 k3 k2", names(3));
    assertEquals("still", held.echo("still"));
    Fact asked = published(CommandRequested.class).getFirst();
    assertEquals(asked.id(), published(CommandAnswered.class).getFirst().causationId());
    assertEquals(asked.id(), published(ServerChanged.class).getFirst().causationId());
    assertEquals(
        200,
        lb.command("{\"kind\":\"undrain\",\"target\":\"k1\",\"by\":\"ann\",\"force\":false}")
            .statusCode());
    assertTrue(names(3).contains("k1"));
    held.close();
  }

  @Test
  void badCommandsAreRefusedWithAHint() throws Exception {
    assertEquals(400, lb.command("nonsense").statusCode());
    assertEquals(400, lb.command("").statusCode());
    assertEquals(
        400,
        lb.command("{\"kind\":\"handover\",\"target\":\"main\",\"by\":\"a\",\"force\":false}")
            .statusCode());
    HttpResponse<String> unknown =
        lb.command("{\"kind\":\"drain\",\"target\":\"k9\",\"by\":\"a\",\"force\":false}");
    assertEquals(422, unknown.statusCode());
    assertTrue(unknown.body().contains("no pool has a server on k9"), unknown.body());
  }

  @Test
  void aReloadKeepsListenersAndSessions() throws Exception {
    LbFixture.Client held = lb.client(port);
    VigieConfig wider =
        LbFixture.frontends(
            config,
            old -> {
              Map<String, FrontendConfig> next = new LinkedHashMap<>(old);
              next.put("more", Objects.requireNonNull(old.get("web")));
              return next;
            });
    lb.reload(wider);
    assertEquals(port, lb.port("web"));
    int more = lb.port("more");
    assertEquals("k2", lb.ask(more));
    lb.reload(config);
    await().until(() -> isRefused(more));
    assertEquals("alive", held.echo("alive"));
    assertEquals("k3", lb.ask(port));
    held.close();
  }

  @Test
  void aReloadThatCannotBindChangesNothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      VigieConfig bad =
          LbFixture.frontends(
              config,
              old ->
                  Map.of("bad", LbFixture.listen(Objects.requireNonNull(old.get("web")), address)));
      BindException failure = assertThrows(BindException.class, () -> lb.reload(bad));
      assertTrue(String.valueOf(failure.getMessage()).contains("bad"), failure.getMessage());
      assertTrue(String.valueOf(failure.getMessage()).contains(address), failure.getMessage());
    }
    assertEquals("k1 k2 k3", names(3));
    assertTrue(lb.get("/ready").contains("\"ready\":true"));
  }

  @Test
  void metricsTellOfServersAndFrontends() throws Exception {
    names(3);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                lb.get("/metrics")
                    .contains("vigie_lb_frontend_sessions_total{frontend=\"web\"} 3.0"));
    String metrics = lb.get("/metrics");
    assertTrue(
        metrics.contains("vigie_lb_server_state{pool=\"web\",server=\"k1\",state=\"active\"} 1.0"),
        metrics);
    assertTrue(metrics.contains("vigie_lb_frontend_accepted_total{frontend=\"web\"} 3.0"), metrics);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                lb.get("/metrics")
                    .contains("vigie_lb_frontend_ended_total{code=\"--\",frontend=\"web\"} 3.0"));
  }

  @Test
  void everyStateIsToldOnceHistoryIsOver() {
    await().atMost(Duration.ofSeconds(5)).until(() -> published(ServerChanged.class).size() == 3);
  }

  private static boolean isRefused(int port) throws IOException {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  private String names(int n) throws Exception {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < n; i++) {
      names.append(i == 0 ? "" : " ").append(lb.ask(port));
    }
    return names.toString();
  }

  private List<Fact> published(Class<? extends Event> type) {
    return lb.news.published.stream().filter(f -> type.isInstance(f.event())).toList();
  }

  private boolean isTold(String name, ServerState state) {
    return published(ServerChanged.class).stream()
        .map(f -> (ServerChanged) f.event())
        .anyMatch(e -> e.server().equals(name) && e.state() == state);
  }

  private ServerChanged server(String name, ServerState state) {
    return published(ServerChanged.class).stream()
        .map(f -> (ServerChanged) f.event())
        .filter(e -> e.server().equals(name) && e.state() == state)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no " + name + " " + state + " in " + lb.news.published));
  }

  private static NodeChanged node(String name, NodeStatus status) {
    return new NodeChanged(name, status, List.of(), List.of(), 0, 0, false);
  }
}
