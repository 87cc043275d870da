package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kit.config.AvailabilityConfig.BeforeConfig;
import io.vigie.kit.config.CheckConfig.Identity;
import io.vigie.kit.config.CheckConfig.StartState;
import io.vigie.kit.config.CheckConfig.Step;
import io.vigie.kit.config.CheckConfig.Verify;
import io.vigie.kit.config.FrontendConfig.FrontendTimeouts;
import io.vigie.kit.config.NotifyConfig.Occasion;
import io.vigie.kit.config.PoolConfig.Balance;
import io.vigie.kit.config.PoolConfig.DatabaseConfig;
import io.vigie.kit.config.PoolConfig.DatabaseRole;
import io.vigie.kit.config.PoolConfig.EjectionConfig;
import io.vigie.kit.config.PoolConfig.OnDown;
import io.vigie.kit.config.PoolConfig.PoolTimeouts;
import io.vigie.kit.config.PoolConfig.SendProxy;
import io.vigie.kit.config.PoolConfig.ServerConfig;
import io.vigie.kit.config.VigieConfig.BalancerConfig;
import io.vigie.kit.config.VigieConfig.HostConfig;
import io.vigie.kit.config.VigieConfig.NodeConfig;
import io.vigie.kit.config.VipConfig.AnnounceConfig;
import io.vigie.kit.config.VipConfig.Auth;
import io.vigie.kit.config.VipConfig.Checksum;
import io.vigie.kit.config.VipConfig.FileConfig;
import io.vigie.kit.config.VipConfig.Preempt;
import io.vigie.kit.config.VipConfig.ScriptConfig;
import io.vigie.kit.config.VipConfig.StabilityConfig;
import io.vigie.kit.config.VipConfig.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each key becomes, and what it is when it is not written. */
class ConfigMappingTest {
  private static final Map<String, String> ENV =
      Map.of("STORE_PASS", "store-secret", "API_TOKEN", "api-token-secret");

  private static final String FULL =
      """
      cluster: lab
      kafka:
        bootstrap: [k1:9092, "[fd00::1]:9093"]
        security: { security.protocol: SSL, ssl.truststore.password: "${env:STORE_PASS}" }
        spoolBytes: 2097152
      hosts: { p1: { description: first }, p2: }
      nodes: { n1: { address: 10.0.0.1, host: p1 }, n2: { address: node-2.lan } }
      balancers: { lb-1: { address: 10.0.0.6, host: p2 } }
      gateway: 10.0.0.254
      checks:
        every:
          type: https
          port: 6443
          interval: 1m30s
          fastInterval: 250ms
          downInterval: 5s
          jitterPercent: 10
          timeout: 750ms
          fall: 3
          rise: 4
          startState: down
          method: HEAD
          path: /readyz?verbose
          headers: { Host: api.lan, Authorization: "Bearer ${env:API_TOKEN}" }
          expect: [200, 300-399]
          serverName: api.lan
          alpn: [h2, http/1.1]
          verify: none
          caFile: ca.pem
          identity: { certificate: ca.pem, key: "${file:key.pem}", token: "${env:API_TOKEN}" }
          script: [{ send: 'PING\\r\\n' }, { expect: +PONG }]
          agentSend: 'status\\n'
      pools:
        web:
          port: 8080
          servers: { n1: { port: 8081, weight: 5, maxConnections: 9, maxQueue: 7 }, n2: { backup: true } }
          check: every
          balance: leastconn
          onDown: keep-sessions
          failOpen: true
          retries: 1
          slowStart: 30s
          ejection: { failures: 5, base: 1s, most: 1m }
          timeouts: { connect: 200ms, queue: 2s }
          sendProxy: v2
      frontends:
        web:
          listen: "10.0.0.8:443"
          pool: web
          routes: { "*.lan": web }
          acceptProxy: 10.0.0.0/24
          allow: [10.0.0.0/8]
          deny: [10.6.6.6]
          maxConnections: 100
          maxConnectionsPerSource: 10
          bufferBytes: 4096
          timeouts: { idle: 2h, halfOpen: 10s, hello: 1s, keepalive: 15s }
      damping: { enabled: false, penalty: 10, halfLife: 1m, suppress: 30, reuse: 20, most: 2m }
      vips:
        main:
          addresses: [10.0.0.8/24]
          interface: eth0
          vrid: 51
          priority: { lb-1: 150 }
          peers: [10.0.0.7]
          track: lb
          version: 2
          interval: 1s
          preempt: false
          downAfter: 4
          auth: { pass: s3cret }
          checksum: message-only
          preemptDelay: 3s
          startDelay: 4s
          linkUpDelay: 2s
          linkDownDelay: 500ms
          stability: { halfLife: 90s, most: 5m }
          announce: { burst: 5, delay: 1s, refresh: 0s }
          scripts:
            door: { command: [/bin/true, -x], interval: 5s, timeout: 3s, fall: 4, rise: 5, weight: -20 }
          files: { load: { path: /run/load, weight: -1 } }
      syncGroups: { edge: { members: [main] } }
      availability: { target: 99.95%, before: { from: 2026-01-01, to: 2026-11-01, availability: 98% } }
      kubernetes: { servers: ["https://10.0.0.1:6443"], kubeconfig: kubeconfig }
      management: { bind: "::1", ports: { lb: 19602 }, token: management-secret }
      notify:
        phone: { type: ntfy, url: "https://ntfy.lan/topic-secret", token: "${env:API_TOKEN}", per: 2m }
        team: { type: slack, url: "http://[::1]:8065/hooks/x?secret", token: t, on: [node], most: 3 }
        hook: { type: exec, command: [/bin/true, -x], timeout: 30s }
      """;

  @TempDir Path directory;

  @Test
  void everyKeyArrives() throws IOException {
    VigieConfig config = load(FULL);
    assertEquals("lab", config.cluster());
    assertEquals(
        new KafkaConfig(
            List.of("k1:9092", "[fd00::1]:9093"),
            Map.of(
                "security.protocol",
                new Secret("SSL"),
                "ssl.truststore.password",
                new Secret("store-secret")),
            2_097_152),
        config.kafka());
    assertEquals(Map.of("p1", new HostConfig("first"), "p2", new HostConfig(null)), config.hosts());
    assertEquals(
        Map.of("n1", new NodeConfig("10.0.0.1", "p1"), "n2", new NodeConfig("node-2.lan", null)),
        config.nodes());
    assertEquals(Map.of("lb-1", new BalancerConfig("10.0.0.6", "p2")), config.balancers());
    assertEquals("10.0.0.254", config.gateway());
    assertEquals(Map.of("every", everyCheck()), config.checks());
    assertEquals(Map.of("web", webPool()), config.pools());
    assertEquals(Map.of("web", webFrontend()), config.frontends());
    assertEquals(
        new DampingConfig(false, 10, Duration.ofMinutes(1), 30, 20, Duration.ofMinutes(2)),
        config.damping());
    assertEquals(Map.of("main", mainVip()), config.vips());
    assertEquals(Map.of("edge", new SyncGroupConfig(List.of("main"))), config.syncGroups());
    assertEquals(
        new AvailabilityConfig("99.95%", new BeforeConfig("2026-01-01", "2026-11-01", "98%")),
        config.availability());
    assertEquals(0.9995, config.availability().targetFraction(), 1e-12);
    assertEquals(
        new KubernetesConfig(
            List.of("https://10.0.0.1:6443"), directory.resolve("kubeconfig").toString()),
        config.kubernetes());
    assertEquals(
        new ManagementConfig(
            "::1",
            Map.of(
                "console", 9600, "health", 9601, "lb", 19602, "vrrp", 9603, "storage", 9604, "db",
                9605),
            new Secret("management-secret")),
        config.management());
    assertEquals(targets(), config.targets());
  }

  private static Map<String, NotifyConfig> targets() {
    Duration minute = Duration.ofMinutes(1);
    Duration patience = Duration.ofSeconds(5);
    return Map.of(
        "phone",
        new NotifyConfig(
            NotifyConfig.Type.NTFY,
            new Secret("https://ntfy.lan/topic-secret"),
            new Secret("api-token-secret"),
            List.of(),
            null,
            null,
            Duration.ofMinutes(2),
            patience),
        "team",
        new NotifyConfig(
            NotifyConfig.Type.SLACK,
            new Secret("http://[::1]:8065/hooks/x?secret"),
            new Secret("t"),
            List.of(),
            List.of(Occasion.NODE),
            3,
            minute,
            patience),
        "hook",
        new NotifyConfig(
            NotifyConfig.Type.EXEC,
            null,
            null,
            List.of("/bin/true", "-x"),
            null,
            null,
            minute,
            Duration.ofSeconds(30)));
  }

  private static NotifyConfig target(String name) {
    return Objects.requireNonNull(targets().get(name));
  }

  @Test
  void aProgramIsToldWhatKeepalivedTellsAndOthersAllElse() {
    assertEquals(Set.of(Occasion.VIP_ROLE), target("hook").occasions());
    assertEquals(100, target("hook").limit());
    Set<Occasion> others = target("phone").occasions();
    assertEquals(Occasion.values().length - 2, others.size());
    assertFalse(others.contains(Occasion.VIP_ROLE) || others.contains(Occasion.SERVER));
    assertEquals(10, target("phone").limit());
    assertEquals(Set.of(Occasion.NODE), target("team").occasions());
    assertEquals(3, target("team").limit());
  }

  private CheckConfig everyCheck() {
    return new CheckConfig(
        CheckConfig.Type.HTTPS,
        6443,
        Duration.ofSeconds(90),
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        10,
        Duration.ofMillis(750),
        3,
        4,
        StartState.DOWN,
        "HEAD",
        "/readyz?verbose",
        Map.of(
            "Host", new Secret("api.lan"), "Authorization", new Secret("Bearer api-token-secret")),
        List.of("200", "300-399"),
        "api.lan",
        List.of("h2", "http/1.1"),
        Verify.NONE,
        directory.resolve("ca.pem").toString(),
        new Identity(
            SampleFiles.CERTIFICATE,
            new Secret(SampleFiles.PRIVATE_KEY.stripTrailing()),
            new Secret("api-token-secret")),
        List.of(new Step("PING\\r\\n", null), new Step(null, "+PONG")),
        "status\\n");
  }

  private static PoolConfig webPool() {
    return new PoolConfig(
        8080,
        Map.of(
            "n1", new ServerConfig(8081, 5, false, 9, 7),
            "n2", new ServerConfig(8080, 1, true, 0, 128)),
        "every",
        Balance.LEASTCONN,
        OnDown.KEEP_SESSIONS,
        true,
        1,
        Duration.ofSeconds(30),
        new EjectionConfig(5, Duration.ofSeconds(1), Duration.ofMinutes(1)),
        new PoolTimeouts(Duration.ofMillis(200), Duration.ofSeconds(2)),
        SendProxy.V2,
        null);
  }

  private static FrontendConfig webFrontend() {
    return new FrontendConfig(
        "10.0.0.8:443",
        FrontendConfig.Mode.PROXY,
        true,
        "web",
        Map.of("*.lan", "web"),
        List.of("10.0.0.0/24"),
        List.of("10.0.0.0/8"),
        List.of("10.6.6.6"),
        100,
        10,
        4096,
        new FrontendTimeouts(
            Duration.ofHours(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15)));
  }

  private static VipConfig mainVip() {
    return new VipConfig(
        List.of("10.0.0.8/24"),
        "eth0",
        51,
        Map.of("lb-1", 150),
        List.of("10.0.0.7"),
        List.of(Track.LB),
        2,
        Duration.ofSeconds(1),
        Preempt.FALSE,
        4,
        new Auth(new Secret("s3cret")),
        Checksum.MESSAGE_ONLY,
        Duration.ofSeconds(3),
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        new StabilityConfig(Duration.ofSeconds(90), Duration.ofMinutes(5)),
        new AnnounceConfig(5, Duration.ofSeconds(1), Duration.ZERO),
        Map.of(
            "door",
            new ScriptConfig(
                List.of("/bin/true", "-x"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                4,
                5,
                -20)),
        Map.of("load", new FileConfig("/run/load", -1)));
  }

  @Test
  void secretsDoNotPrint() throws IOException {
    String printed = load(FULL).toString();
    for (String secret : List.of("secret", "s3cret", "MIIE")) {
      assertFalse(printed.contains(secret), printed);
    }
    assertTrue(printed.contains("[hidden]"), printed);
  }

  @Test
  void defaultsAreThese() {
    String text =
        """
        cluster: c
        nodes: { n1: { address: 10.0.0.1 }, n2: { address: 10.0.0.2 } }
        balancers: { lb-1: { address: 10.0.0.6 } }
        checks: { k: { port: 80 }, quick: { port: 81, interval: 100ms } }
        pools: { p: { port: 80, servers: all }, q: { port: 81, servers: [n2] } }
        frontends: { f: { listen: ":80", pool: p } }
        vips: { v: { addresses: [10.0.0.8/24], interface: eth0, vrid: 1 } }
        """;
    assertEquals(
        """
        VigieConfig[cluster=c, \
        kafka=KafkaConfig[bootstrap=[127.0.0.1:9092], security={}, spoolBytes=268435456], \
        hosts={}, \
        nodes={n1=NodeConfig[address=10.0.0.1, host=null], n2=NodeConfig[address=10.0.0.2, host=null]}, \
        balancers={lb-1=BalancerConfig[address=10.0.0.6, host=null]}, \
        gateway=null, \
        checks={k=CheckConfig[type=TCP, port=80, interval=PT2S, fastInterval=PT0.2S, \
        downInterval=PT2S, jitterPercent=5, timeout=PT0.5S, fall=2, rise=2, startState=UP, \
        method=GET, path=/, headers={}, expect=[200-399], serverName=null, alpn=[], \
        verify=REQUIRED, caFile=null, identity=null, script=[], agentSend=], \
        quick=CheckConfig[type=TCP, port=81, interval=PT0.1S, fastInterval=PT0.1S, \
        downInterval=PT0.1S, jitterPercent=5, timeout=PT0.5S, fall=2, rise=2, startState=UP, \
        method=GET, path=/, headers={}, expect=[200-399], serverName=null, alpn=[], \
        verify=REQUIRED, caFile=null, identity=null, script=[], agentSend=]}, \
        pools={p=PoolConfig[port=80, servers={\
        n1=ServerConfig[port=80, weight=1, backup=false, maxConnections=0, maxQueue=128], \
        n2=ServerConfig[port=80, weight=1, backup=false, maxConnections=0, maxQueue=128]}, \
        check=null, balance=ROUNDROBIN, onDown=CLOSE_SESSIONS, failOpen=true, retries=2, \
        slowStart=PT0S, ejection=EjectionConfig[failures=3, base=PT5S, most=PT2M], \
        timeouts=PoolTimeouts[connect=PT0.3S, queue=PT1S], sendProxy=NONE, database=null], \
        q=PoolConfig[port=81, servers={\
        n2=ServerConfig[port=81, weight=1, backup=false, maxConnections=0, maxQueue=128]}, \
        check=null, balance=ROUNDROBIN, onDown=CLOSE_SESSIONS, failOpen=false, retries=2, \
        slowStart=PT0S, ejection=EjectionConfig[failures=3, base=PT5S, most=PT2M], \
        timeouts=PoolTimeouts[connect=PT0.3S, queue=PT1S], sendProxy=NONE, database=null]}, \
        frontends={f=FrontendConfig[listen=:80, mode=PROXY, masquerade=true, pool=p, \
        routes={}, acceptProxy=[], allow=[], deny=[], maxConnections=10000, maxConnectionsPerSource=0, bufferBytes=16384, \
        timeouts=FrontendTimeouts[idle=PT1H, halfOpen=PT30S, hello=PT5S, keepalive=PT30S]]}, \
        engine=AUTO, damping=DampingConfig[enabled=true, penalty=1000, halfLife=PT5M, suppress=2000, \
        reuse=750, most=PT10M], \
        vips={v=VipConfig[addresses=[10.0.0.8/24], networkInterface=eth0, vrid=1, priority={}, \
        peers=[multicast], track=[LB, OBSERVER], version=3, interval=PT0.1S, preempt=STABLE, \
        downAfter=3, auth=null, checksum=PSEUDO_HEADER, preemptDelay=PT0S, startDelay=PT0S, \
        linkUpDelay=PT0S, linkDownDelay=PT0S, \
        stability=StabilityConfig[halfLife=PT5M, most=PT10M], \
        announce=AnnounceConfig[burst=3, delay=PT5S, refresh=PT1M], scripts={}, files={}]}, \
        syncGroups={}, availability=AvailabilityConfig[target=99.9%, before=null], kubernetes=null, \
        management=ManagementConfig[bind=127.0.0.1, ports={console=9600, health=9601, lb=9602, \
        vrrp=9603, storage=9604, db=9605}, token=null], \
        targets={}]\
        """,
        loaded(ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of())).toString());
  }

  @Test
  void aDatabaseIsEveryNodeAtItsPort() {
    String text =
        """
        cluster: c
        nodes: { n1: { address: 10.0.0.1 }, n2: { address: 10.0.0.2 } }
        balancers: { lb-1: { address: 10.0.0.6 } }
        pools: { pg: { servers: { cnpg: db/pg-main, role: primary, nodePort: 30432 } } }
        frontends: { f: { listen: ":5432", pool: pg } }
        kubernetes: { servers: ["https://10.0.0.1:6443"] }
        """;
    PoolConfig pool =
        loaded(ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of())).pools().get("pg");
    assertNotNull(pool);
    ServerConfig server = new ServerConfig(30432, 1, false, 0, 128);
    assertEquals(Map.of("n1", server, "n2", server), pool.servers());
    assertEquals(List.of("n1", "n2"), List.copyOf(pool.servers().keySet()));
    assertEquals(30432, pool.port());
    assertFalse(pool.failOpen());
    assertEquals(new DatabaseConfig("db/pg-main", DatabaseRole.PRIMARY, 30432), pool.database());
  }

  @Test
  void aKubeconfigGivesItsUsersIdentity() throws IOException {
    Path file = SampleFiles.homelab(directory);
    Identity identity =
        loaded(ConfigFile.load(file, Map.of())).checks().values().stream()
            .flatMap(check -> Stream.ofNullable(check.identity()))
            .findFirst()
            .orElseThrow();
    assertEquals(
        new Identity(SampleFiles.CERTIFICATE, new Secret(SampleFiles.PRIVATE_KEY), null), identity);
  }

  private VigieConfig load(String text) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), SampleFiles.CERTIFICATE);
    Files.writeString(directory.resolve("key.pem"), SampleFiles.PRIVATE_KEY);
    Files.writeString(directory.resolve("kubeconfig"), "{}");
    return loaded(ConfigFile.parse(text, directory.resolve("vigie.yaml"), ENV));
  }

  private static VigieConfig loaded(LoadResult result) {
    return assertInstanceOf(LoadResult.Loaded.class, result, result::toString).config();
  }
}
