package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The local link between two services, with no Kafka anywhere. */
@Timeout(60)
class LinkIT {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  @TempDir Path dir;
  private Vertx vertx;
  private VigieConfig config;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    config = NewsConfig.at(NewsConfig.NOBODY);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void theLastWordOfEachKeyComesFirstAndIsNotFreshThenAllThatIsPublished() throws Exception {
    Member health = health();
    health.publish(NewsConfig.node("k3s-1", 1));
    health.publish(NewsConfig.node("k3s-2", 2));
    health.publish(NewsConfig.node("k3s-1", 3));
    Member lb = lb();
    await().atMost(LIMIT).until(() -> shown(lb).size() == 2);
    health.publish(NewsConfig.node("k3s-1", 4));
    await().atMost(LIMIT).until(() -> shown(lb).size() == 3);
    assertEquals(List.of("2 old", "3 old", "4 fresh"), shown(lb));
  }

  @Test
  void goesOnWhereItWasWhenTheConnectionIsLost() throws Exception {
    FakeLink fake = fake();
    Member lb = lb();
    await().atMost(LIMIT).until(() -> fake.asked.equals(List.of("")));
    fake.say(event(7));
    fake.ping(new Sequence(1, 7));
    await().atMost(LIMIT).until(() -> lb.heard.size() == 1);
    fake.say(event(8));
    await().atMost(LIMIT).until(() -> lb.heard.size() == 2);
    fake.hangUp();
    await().atMost(LIMIT).until(() -> fake.asked.size() == 2);
    assertEquals("0000000001.000000000008", fake.asked.get(1));
    assertEquals(List.of("alive health-service", "lost health-service"), lb.links);
  }

  @Test
  void resumesWithExactlyWhatWasMissed() throws Exception {
    Member health = health();
    Envelope first = health.publish(NewsConfig.node("k3s-1", 1));
    health.publish(NewsConfig.node("k3s-1", 2));
    health.publish(NewsConfig.node("k3s-1", 3));
    List<String> lines = lines("?after=" + first.sequence(), 3);
    assertEquals("{\"ping\":\"" + first.sequence() + "\"}", lines.get(0));
    assertTrue(lines.get(1).contains("\"penalty\":2"), lines.get(1));
    assertTrue(lines.get(2).contains("\"penalty\":3"), lines.get(2));
  }

  @Test
  void whoAsksForAnotherLifeGetsTheSnapshot() throws Exception {
    Member health = health();
    health.publish(NewsConfig.node("k3s-1", 1));
    health.publish(NewsConfig.node("k3s-1", 2));
    List<String> lines = lines("?after=0000000001.000000000001", 3);
    assertTrue(lines.get(0).contains("service-alive"), lines.get(0));
    assertTrue(lines.get(1).contains("\"penalty\":2"), lines.get(1));
    assertTrue(lines.get(2).startsWith("{\"ping\":"), lines.get(2));
  }

  @Test
  void missingPingsAreNoticedWithinOneSecond() throws Exception {
    FakeLink fake = fake();
    Member lb = lb();
    long timer = fake.keepPinging(new Sequence(1, 1));
    await().atMost(LIMIT).until(() -> lb.links.equals(List.of("alive health-service")));
    fake.stopPinging(timer); // the connection stays: only the pings end
    long begun = System.nanoTime();
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .atMost(LIMIT)
        .until(() -> lb.links.contains("lost health-service"));
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue(tookMillis <= 1_000, "noticed after " + tookMillis + " ms");
    assertTrue(lb.warnings().contains("local link: health-service does not answer"));
  }

  @Test
  void anAnswerWithoutASingleLineIsGivenUpToo() throws Exception {
    FakeLink fake = fake();
    lb();
    await().atMost(LIMIT).until(() -> fake.asked.size() >= 3);
  }

  @Test
  void oneReaderThatReadsNothingDoesNotHoldUpTheOthers() throws Exception {
    Member health = health();
    Member lb = lb();
    HttpURLConnection deaf = get("");
    deaf.getInputStream();
    await().atMost(LIMIT).until(() -> !lb.links.isEmpty());
    for (int n = 1; n <= 20_000; n++) {
      health.publishSoon(NewsConfig.node("k3s-1", n));
    }
    await().atMost(LIMIT).until(() -> shown(lb).contains("20000 fresh"));
    await().atMost(LIMIT).until(() -> health.counted("vigie.news.link.slow") >= 1);
    deaf.disconnect();
  }

  private Member health() throws Exception {
    return member(ServiceName.HEALTH, Set.of());
  }

  private Member lb() throws Exception {
    return member(ServiceName.LB, Set.of(ServiceName.HEALTH));
  }

  private Member member(ServiceName name, Set<ServiceName> follows) throws Exception {
    Path state = Files.createDirectories(dir.resolve(name.brief()));
    Files.writeString(state.resolve("epoch"), "1\n"); // else it would ask Kafka for a while
    return Member.start(vertx, name, "lb-1", config, state, Set.of(Topic.HEALTH), follows);
  }

  private FakeLink fake() throws Exception {
    return FakeLink.listen(vertx, healthPort());
  }

  private int healthPort() {
    return Objects.requireNonNull(config.management().ports().get(ServiceName.HEALTH.brief()));
  }

  private HttpURLConnection get(String query) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + healthPort() + "/v1/events" + query);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(5_000);
    return connection;
  }

  private List<String> lines(String query, int many) throws Exception {
    List<String> lines = new ArrayList<>();
    HttpURLConnection connection = get(query);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      while (lines.size() < many) {
        lines.add(reader.readLine());
      }
    } finally {
      connection.disconnect();
    }
    return lines;
  }

  private static List<String> shown(Member member) {
    List<String> shown = new ArrayList<>();
    for (Heard one : member.heard) {
      if (one.envelope().event() instanceof NodeChanged node) { // the link says presence as well
        shown.add(node.penalty() + (one.fresh() ? " fresh" : " old"));
      }
    }
    return shown;
  }

  private static Envelope event(int n) {
    return new Envelope(
        Fact.root("id-" + n, NewsConfig.node("k3s-1", n)),
        Envelope.source("lb-1", "health-service"),
        new Sequence(1, n),
        Instant.now());
  }
}
