package io.vigie.lb.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.SessionsReset;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients on real sockets see of a planned handover of the VIP 127.0.0.2. */
@Timeout(60)
class HandoverIT {

  private static final String VIP = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";

  /** How soon a client must know. The machine may be busy: in peace it is a millisecond. */
  private static final int NOTICE_MILLIS = 2_000;

  @TempDir Path stateDir;
  private Backend backend;
  private LbFixture lb;
  private int port;

  @BeforeEach
  void start() throws Exception {
    backend = new Backend("k1", "127.0.0.4");
    VigieConfig config =
        LbFixture.config(
            List.of(backend),
            "balance: roundrobin",
            "vips: { main: { addresses: [127.0.0.2/8], interface: lo, vrid: 51 } }\n");
    lb = new LbFixture(LbFixture.frontends(config, HandoverIT::everywhere), stateDir);
    port = lb.port("both");
  }

  /** On all addresses: once for both families, where clients of IPv4 are mapped, once for IPv4. */
  private static Map<String, FrontendConfig> everywhere(Map<String, FrontendConfig> one) {
    FrontendConfig web = Objects.requireNonNull(one.get("web"));
    return Map.of(
        "both", LbFixture.listen(web, "[::]:0"), "four", LbFixture.listen(web, "0.0.0.0:0"));
  }

  @AfterEach
  void stop() throws Exception {
    lb.close();
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"both", "four"})
  void sessionsThroughTheVipAreResetAndTheOthersGoOn(String frontend) throws Exception {
    port = lb.port(frontend);
    try (LbFixture.Client leaves = lb.client(VIP, port);
        LbFixture.Client stays = lb.client(OTHER, port)) {
      String cause = says(Role.LEAVING);
      assertReset(leaves);
      assertEquals("still", stays.echo("still"));
      await().until(() -> !answers().isEmpty());
      Fact answer = answers().getFirst();
      assertEquals(new SessionsReset("main", List.of(VIP), 1), answer.event());
      assertEquals(cause, answer.causationId());
    }
  }

  @Test
  void untilTheRoleChangesWhoComesToTheVipReachesNoServer() throws Exception {
    says(Role.LEAVING);
    await().until(() -> !answers().isEmpty());
    assertEquals(new SessionsReset("main", List.of(VIP), 0), answers().getFirst().event());
    assertThrows(SocketException.class, () -> lb.client(VIP, port).close());
    assertEquals(0, backend.accepted.get());
    lb.client(OTHER, port).close();
    says(Role.BACKUP);
    await().ignoreException(SocketException.class).until(() -> isServed(VIP));
  }

  @Test
  void whenVrrpServiceIsGoneTheVipIsServedAgain() throws Exception {
    says(Role.LEAVING);
    await().until(() -> !answers().isEmpty());
    assertThrows(SocketException.class, () -> lb.client(VIP, port).close());
    lb.news.linkLost("vrrp-service");
    await().ignoreException(SocketException.class).until(() -> isServed(VIP));
  }

  @Test
  void onlyTheOwnHostsVrrpServiceIsObeyed() throws Exception {
    try (LbFixture.Client held = lb.client(VIP, port)) {
      lb.news.says("lb-2", "vrrp-service", role(Role.LEAVING), true);
      lb.news.says("lb-1", "health-service", role(Role.LEAVING), true);
      lb.news.says("lb-1", "vrrp-service", role(Role.LEAVING), false);
      assertTrue(isServed(VIP));
      assertEquals("still", held.echo("still"));
      says(Role.LEAVING); // and that one was heard after them
      assertReset(held);
      await().until(() -> !answers().isEmpty());
      assertEquals(1, answers().size());
    }
  }

  @Test
  void theLinkToVrrpServiceIsWantedWhereThereAreVips() {
    assertEquals(Set.of(ServiceName.HEALTH, ServiceName.VRRP), lb.news.links());
  }

  private static void assertReset(LbFixture.Client client) throws IOException {
    client.socket.setSoTimeout(NOTICE_MILLIS);
    SocketException reset =
        assertThrows(SocketException.class, () -> client.socket.getInputStream().read());
    assertEquals("Connection reset", reset.getMessage());
  }

  private boolean isServed(String address) throws IOException {
    try (LbFixture.Client client = lb.client(address, port)) {
      return client.name.equals("k1");
    }
  }

  private String says(Role role) {
    return lb.news.says("lb-1", "vrrp-service", role(role), true);
  }

  private static RoleChanged role(Role role) {
    return new RoleChanged(
        "main", 51, role, Role.ACTIVE, RoleReason.HANDOVER, "by ann", 150, "lb-1", List.of(VIP));
  }

  private List<Fact> answers() {
    return lb.news.published.stream().filter(f -> f.event() instanceof SessionsReset).toList();
  }
}
