package io.vigie.lb.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Topic;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.KafkaNews;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pool that follows a primary: real sockets, three servers that answer their names, and the words
 * of two db-watchers, one of this host with its link, through a real broker.
 */
@Timeout(120)
class PrimaryIT {

  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir static Path brokerDir;
  private static EmbeddedBroker broker;

  @TempDir Path dir;

  /** The broker is shared: a database of the test's own. */
  private String database;

  private List<Backend> backends;
  private VigieConfig config;
  private LbFixture lb;
  private WatcherStandIn here;
  private WatcherStandIn there;
  private int port;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(brokerDir, "127.0.0.1", 0);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    database = "db/pg-" + TESTS.incrementAndGet();
    Backend first = new Backend("k1", "127.0.0.2");
    backends =
        List.of(
            first,
            new Backend("k2", "127.0.0.3", first.port()),
            new Backend("k3", "127.0.0.4", first.port()));
    int link = freePort();
    config =
        LbFixture.parse(
            """
            cluster: test
            nodes:
              k1: { address: 127.0.0.2 }
              k2: { address: 127.0.0.3 }
              k3: { address: 127.0.0.4 }
            balancers: { lb-1: { address: 127.0.0.1 }, lb-2: { address: 127.0.0.9 } }
            kafka: { bootstrap: ["%s"] }
            kubernetes: { servers: ["https://127.0.0.1:1"] }
            pools: { pg: { servers: { cnpg: %s, role: primary, nodePort: %d } } }
            frontends: { pg: { listen: "127.0.0.1:1", pool: pg } }
            """
                .formatted(broker.bootstrap(), database, first.port()),
            Map.of("db", link));
    here = WatcherStandIn.start("lb-1", config, dir.resolve("here"), link);
    there = WatcherStandIn.start("lb-2", config, dir.resolve("there"), 0);
    startLb();
  }

  @AfterEach
  void stop() throws Exception {
    lb.close();
    here.close();
    there.close();
    for (Backend backend : backends) {
      backend.close();
    }
  }

  private void startLb() throws Exception {
    lb = new LbFixture(config, dir.resolve("lb"), KafkaNews::open);
    port = lb.port("pg");
  }

  @Test
  void aFailoverResetsOldSessionsAndNewOnesReachTheNewPrimary() throws Exception {
    assertRefused(); // nobody knows of a primary
    there.says(primary("k1"));
    await()
        .ignoreExceptionsInstanceOf(SocketException.class) // it is refused until that is heard
        .untilAsserted(() -> assertEquals("k1", ask()));
    try (LbFixture.Client old = lb.client(port)) {
      assertEquals("still", old.echo("still"));
      there.says(word(DatabaseHealth.DOWN, null));
      await().untilAsserted(this::assertRefused);
      assertEquals("still", old.echo("still")); // that it is down does not say where it will be
      there.says(primary("k2"));
      assertReset(old);
    }
    await().untilAsserted(() -> assertEquals("k2", ask()));
    assertTrue(lb.get("/v1/state").contains("primary of " + database + " on k2"));
    assertEquals(0, backends.get(2).accepted.get());
  }

  @Test
  void theLinkOfTheOwnHostIsEnoughAndItsSilenceChangesNothing() throws Exception {
    here.says(primary("k3"));
    await().untilAsserted(() -> assertEquals("k3", ask()));
    try (LbFixture.Client held = lb.client(port)) {
      here.close();
      await().until(() -> lb.get("/ready").contains("db-watcher does not answer"));
      assertEquals("still", held.echo("still"));
      assertEquals("k3", ask());
    }
  }

  @Test
  void afterARestartTheLastWordHoldsWhoeverSaidIt() throws Exception {
    there.says(primary("k1"));
    await()
        .ignoreExceptionsInstanceOf(SocketException.class) // it is refused until that is heard
        .untilAsserted(() -> assertEquals("k1", ask()));
    here.says(primary("k2")); // the turn has moved to this host, whose word comes twice
    await().untilAsserted(() -> assertEquals("k2", ask()));
    assertHoldsAfterARestart("k2");
    there.says(primary("k3")); // and back
    await().untilAsserted(() -> assertEquals("k3", ask()));
    assertHoldsAfterARestart("k3");
  }

  private void assertHoldsAfterARestart(String primary) throws Exception {
    lb.close();
    startLb();
    await().ignoreException(SocketException.class).until(() -> ask().equals(primary));
    try (LbFixture.Client held = lb.client(port)) {
      // Whatever way was slower is heard to its end when what comes after it is.
      there.says(word("db/mark", DatabaseHealth.DOWN, null));
      await().until(() -> lb.get("/v1/state").contains("\"db-watcher\":true"));
      await().during(Duration.ofSeconds(2)).until(() -> ask().equals(primary));
      assertEquals("still", held.echo("still"));
    }
  }

  @Test
  void copiesThatComeTwiceLateOrOutOfOrderChangeNothing() throws Exception {
    Envelope first = there.says(primary("k1"));
    Envelope second = there.says(primary("k2"));
    await().untilAsserted(() -> assertEquals("k2", ask()));
    try (LbFixture.Client held = lb.client(port);
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
      for (Envelope copy : List.of(second, first, first, second, first)) {
        producer
            .send(new ProducerRecord<>(Topic.DB.wire(), copy.key(), EventCodec.encode(copy)))
            .get(20, TimeUnit.SECONDS);
      }
      there.says(word(DatabaseHealth.DEGRADED, "k2")); // comes after them all
      there.says(word(DatabaseHealth.DOWN, null));
      await().untilAsserted(this::assertRefused);
      assertEquals("still", held.echo("still"));
      there.says(primary("k2"));
      await().ignoreException(SocketException.class).until(() -> ask().equals("k2"));
      assertEquals("still", held.echo("still"));
    }
    assertEquals(0, backends.get(2).accepted.get());
  }

  private ClusterChanged primary(String node) {
    return word(DatabaseHealth.HEALTHY, node);
  }

  private ClusterChanged word(DatabaseHealth health, @Nullable String node) {
    return word(database, health, node);
  }

  private static ClusterChanged word(String of, DatabaseHealth health, @Nullable String node) {
    String instance = node == null ? null : "pg-on-" + node;
    return new ClusterChanged(of, health, instance, node, 3, 3, List.of(), List.of(), "");
  }

  private String ask() throws IOException {
    return lb.ask(port);
  }

  /** At once: without a server there is nothing to wait for. */
  private void assertRefused() {
    assertThrows(SocketException.class, this::ask);
  }

  private static void assertReset(LbFixture.Client client) throws IOException {
    client.socket.setSoTimeout(20_000);
    SocketException reset =
        assertThrows(SocketException.class, () -> client.socket.getInputStream().read());
    assertEquals("Connection reset", reset.getMessage());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
