package io.vigie.lab.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.direct.DirectLan.Client;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients notice of a balancer whose kernel forwards. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class DirectIT {

  private static final String DIRECT = "listen: \"10.78.0.6:8443\", mode: direct";
  private static final String ANY = "listen: \":8443\", mode: direct";
  private static final String THREE = "servers: { s: { weight: 2 }, t: , u: }";

  @TempDir Path directory;
  private DirectLan net;

  @BeforeEach
  void namespaces() throws Exception {
    String obstacle = Lan.obstacle("nft");
    assumeTrue(obstacle.isEmpty(), obstacle);
    net = new DirectLan(directory);
  }

  @AfterEach
  void noNamespaces() throws IOException {
    if (net != null) {
      net.close();
    }
  }

  private static boolean isReset(Client client) {
    IOException failure = assertThrows(IOException.class, () -> client.echo("anybody?"));
    return String.valueOf(failure.getMessage()).contains("reset");
  }

  /** Probes of the observer take a turn now and then. */
  private static void assertSpread(Map<String, Integer> answers, int s, int t, int u) {
    assertEquals(s, answers.getOrDefault("s", 0), 2, answers::toString);
    assertEquals(t, answers.getOrDefault("t", 0), t == 0 ? 0 : 2, answers::toString);
    assertEquals(u, answers.getOrDefault("u", 0), 2, answers::toString);
    assertEquals(s + t + u, answers.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void connectionsAreSpreadByWeightAndCounted() throws Exception {
    net.start(DIRECT, THREE);
    assertSpread(net.ask(32), 16, 8, 8);
    try (Client held = net.client();
        Client own = net.ownClient()) {
      assertEquals("10.78.0.6", held.seenAs);
      assertEquals("hello", held.echo("hello"));
      assertEquals("hello", own.echo("hello"));
      net.until(
          "34 sessions at least, 2 of them open",
          () -> {
            var web = net.web();
            return web.path("totals").path("sessions").asInt() >= 34
                && web.path("sessions").asInt() == 2
                && web.path("totals").path("bytesIn").asInt() > 0
                && web.path("totals").path("bytesOut").asInt() > 0;
          });
    }
  }

  @Test
  void aServerThatGoesDownLosesItsConnectionsAndGetsNoNewOnes() throws Exception {
    net.start(DIRECT, THREE);
    Client held = net.client();
    while (!held.server.equals("t")) {
      held.close();
      held = net.client();
    }
    assertEquals("hello", held.echo("hello"));
    net.lan().isolate("t", true);
    int answered = net.ask(4).values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(4, answered, "who was sent there meanwhile is sent elsewhere");
    net.until("t is down", () -> net.server("t").path("state").asText().equals("down"));
    net.until("t is out of the rules", () -> !net.table().contains("dnat ip to 10.78.0.8"));
    assertSpread(net.ask(12), 8, 0, 4);
    assertTrue(isReset(held));
    held.close();
    net.lan().isolate("t", false);
    net.until("t is up", () -> net.ask(4).containsKey("t"));
  }

  @Test
  void aDrainedServerKeepsWhatItHas() throws Exception {
    net.start(DIRECT, THREE);
    try (Client held = net.client()) {
      String server = held.server;
      net.until("counted", () -> net.server(server).path("sessions").asInt() == 1);
      net.command("drain", server);
      net.until("drained", () -> !net.ask(4).containsKey(server));
      assertEquals("still here", held.echo("still here"));
      assertEquals(1, net.server(server).path("sessions").asInt());
      net.command("maintenance", server);
      net.until("cut", () -> net.server(server).path("sessions").asInt() == 0);
      assertTrue(isReset(held));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DIRECT, ANY})
  void aKilledBalancerForwardsAndOneThatComesBackCutsNothing(String frontend) throws Exception {
    net.start(frontend, THREE);
    try (Client held = net.client()) {
      net.kill();
      assertEquals("alone", held.echo("alone"));
      assertSpread(net.ask(16), 8, 4, 4);
      try (Client meanwhile = net.client()) {
        net.start();
        assertEquals("again", held.echo("again"));
        assertEquals("again", meanwhile.echo("again"));
        assertTrue(net.said().contains("rules adopted"), net.said());
        assertSpread(net.ask(16), 8, 4, 4);
        net.until("both are counted again", () -> net.web().path("sessions").asInt() == 2);
      }
    }
  }

  @Test
  void aStopRemovesEverything() throws Exception {
    net.start(DIRECT, THREE);
    try (Client held = net.client()) {
      assertEquals(0, net.end());
      assertEquals("", net.table());
      assertTrue(isReset(held));
      assertThrows(IOException.class, () -> net.client().close());
    }
  }

  @Test
  void connectionsOfIpVersion6() throws Exception {
    net.start(DIRECT, THREE);
    try (Client held = net.client6()) {
      assertEquals("s fd78:0:0:0:0:0:0:6", held.server + " " + held.seenAs);
      assertEquals("hello", held.echo("hello"));
    }
  }

  @Test
  void withoutMasqueradeServersSeeTheirClients() throws Exception {
    net.start(DIRECT + ", masquerade: false", THREE);
    net.lan().ip("c", "addr", "add", "192.0.2.5/32", "dev", "eth0");
    net.lan().ip("a", "route", "add", "192.0.2.5", "via", "10.78.0.5");
    for (String server : new String[] {"s", "t", "u"}) {
      net.lan().ip(server, "route", "add", "192.0.2.5", "via", "10.78.0.6");
    }
    try (Client client = net.client("192.0.2.5")) {
      assertEquals("192.0.2.5", client.seenAs);
      assertEquals("hello", client.echo("hello"));
    }
  }

  @Test
  void whoIsDeniedIsRefusedAndAClientKeepsItsServer() throws Exception {
    net.start(DIRECT + ", deny: [192.0.2.0/24]", THREE + ", balance: source");
    net.lan().ip("c", "addr", "add", "192.0.2.5/32", "dev", "eth0");
    net.lan().ip("a", "route", "add", "192.0.2.5", "via", "10.78.0.5");
    assertThrows(IOException.class, () -> net.client("192.0.2.5").close());
    assertEquals(1, net.ask(10).size());
    net.until("one is counted", () -> net.web().path("rejected").path("denied").asInt() == 1);
  }

  @Test
  void aReloadGoesFromDirectToProxyAndBack() throws Exception {
    net.start(DIRECT, THREE);
    net.write("listen: \"10.78.0.6:8443\", mode: proxy", THREE);
    net.until("proxied", () -> net.state().path("listeners").has("web"));
    net.until("rules gone", () -> !net.table().contains("clients/web"));
    assertEquals(4, net.ask(4).values().stream().mapToInt(Integer::intValue).sum());
    try (Client held = net.client()) {
      net.write(DIRECT, THREE);
      net.until("direct", () -> !net.state().path("listeners").has("web"));
      net.until("rules there", () -> net.table().contains("clients/web"));
      assertEquals("proxied still", held.echo("proxied still"));
      assertSpread(net.ask(16), 8, 4, 4);
    }
  }

  @Test
  void rulesThatSomebodyFlushedComeBack() throws Exception {
    net.start(DIRECT, THREE);
    net.lan().run("a", "nft", "flush", "ruleset");
    net.until("rules there", () -> net.table().contains("clients/web"));
    assertSpread(net.ask(16), 8, 4, 4);
  }

  @Test
  void withoutThePrivilegeThereIsNoStart() throws Exception {
    net.start(DIRECT, THREE);
    assertEquals(0, net.end());
    assertEquals(
        4, net.startInVain("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin"));
    assertTrue(net.said().contains("web is direct, which needs CAP_NET_ADMIN"), net.said());
    assertFalse(net.said().contains("Exception"), net.said());
  }
}
