package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.spool.Spool;
import io.vigie.kit.news.spool.SpoolRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** News through a real broker that is well. */
@Timeout(120)
class KafkaNewsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir static Path brokerDir;
  private static EmbeddedBroker broker;
  private static KafkaLog log;

  @TempDir Path dir;
  private Vertx vertx;

  /** A subject of the test's own, as the broker is shared. */
  private String node;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(brokerDir, "127.0.0.1", 0);
    log = new KafkaLog(broker.bootstrap());
  }

  @AfterAll
  static void stopBroker() throws Exception {
    log.close();
    broker.close();
  }

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    node = "node-" + TESTS.incrementAndGet();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void travelsToOtherHostsFreshAndOnce() throws Exception {
    Member sender = member(ServiceName.HEALTH, "lb-1");
    Member reader = follower();
    Envelope sent = sender.publish(NewsConfig.node(node, 7));

    await().atMost(LIMIT).until(() -> !of(reader).isEmpty());
    assertEquals(List.of(new Heard(sent, true, Heard.Path.KAFKA)), of(reader));

    ConsumerRecord<String, byte[]> record = log.all(Topic.HEALTH).getLast();
    assertArrayEquals(EventCodec.encode(sent), record.value());
    assertEquals("lb-1/" + node + "#node", record.key());
    assertEquals(
        "application/cloudevents+json; charset=utf-8", KafkaLog.header(record, "content-type"));
  }

  @Test
  void whatWasThereAtTheStartIsHeardButNotFresh() throws Exception {
    Member sender = member(ServiceName.HEALTH, "lb-1");
    sender.publish(NewsConfig.node(node, 1));
    Envelope second = sender.publish(NewsConfig.node(node, 2));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                log.has(Topic.HEALTH) && log.from(second.source(), Topic.HEALTH).contains(second));

    Member reader = follower();
    sender.publish(NewsConfig.node(node, 3));
    await().atMost(LIMIT).until(() -> of(reader).size() == 3);
    assertEquals(
        List.of("1 old", "2 old", "3 fresh"),
        of(reader).stream().map(one -> penalty(one) + (one.fresh() ? " fresh" : " old")).toList());
  }

  @Test
  void newsPublishedLongAgoIsNotFreshEvenIfItCameToTheLogJustNow() throws Exception {
    Member reader = follower();
    Event handover = new CommandRequested(Kind.HANDOVER, node, null, null, false, "test");
    Instant now = Instant.now();
    log.append(Topic.COMMAND, envelope(handover, 1, now.minus(Duration.ofDays(20))));
    log.append(Topic.COMMAND, envelope(handover, 2, now.minusSeconds(31)));
    log.append(Topic.COMMAND, envelope(handover, 3, now));

    await().atMost(LIMIT).until(() -> of(reader).size() == 3);
    assertEquals(List.of(false, false, true), of(reader).stream().map(Heard::fresh).toList());
  }

  @Test
  void lateAndRepeatedCopiesAreNotHeard() throws Exception {
    Member reader = follower();
    for (int n : new int[] {8, 7, 8, 9}) {
      log.append(Topic.HEALTH, envelope(NewsConfig.node(node, n), n, Instant.now()));
    }
    await().atMost(LIMIT).until(() -> of(reader).size() == 2);
    assertEquals(List.of(8L, 9L), of(reader).stream().map(KafkaNewsIT::penalty).toList());
  }

  @Test
  void junkIsCountedByReasonAndSkipped() throws Exception {
    Member reader = follower();
    log.append(Topic.HEALTH, "k", new byte[] {0, 1, 2, (byte) 0xFF});
    log.append(Topic.HEALTH, "k", "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8));
    log.append(Topic.HEALTH, "k", new byte[1_000_000]);
    log.append(Topic.HEALTH, "k", null);
    log.append(
        Topic.HEALTH,
        "k",
        text(envelope(NewsConfig.node(node, 4), 4, Instant.now()))
            .replace("io.vigie.health.node-changed.v1", "io.vigie.health.node-changed.v9")
            .getBytes(StandardCharsets.UTF_8));
    log.append(Topic.HEALTH, envelope(NewsConfig.node(node, 5), 5, Instant.now()));

    await().atMost(LIMIT).until(() -> !of(reader).isEmpty());
    for (String reason : List.of("broken-json", "not-an-event", "too-large", "newer-version")) {
      assertEquals(
          1,
          reader.meters.get("vigie.news.rejected").tag("reason", reason).counter().count(),
          reason);
    }
  }

  @Test
  void aTombstoneEndsAKeyThatMayBeginAgain() throws Exception {
    Member reader = follower();
    Envelope eight = envelope(NewsConfig.node(node, 8), 8, Instant.now());
    log.append(Topic.HEALTH, eight);
    log.append(Topic.HEALTH, eight);
    log.append(Topic.HEALTH, eight.key(), null);
    log.append(Topic.HEALTH, envelope(NewsConfig.node(node, 9), 9, Instant.now()));
    await().atMost(LIMIT).until(() -> of(reader).size() == 2);
    assertEquals(List.of(8L, 9L), of(reader).stream().map(KafkaNewsIT::penalty).toList());
  }

  @Test
  void eightSevenEightOverLinkAndKafkaEndsWithEight() throws Exception {
    VigieConfig config = NewsConfig.at(broker.bootstrap());
    FakeLink link =
        FakeLink.listen(vertx, Objects.requireNonNull(config.management().ports().get("health")));
    Member reader = follower(config);
    Envelope seven = envelope(NewsConfig.node(node, 7), 7, Instant.now());
    Envelope eight = envelope(NewsConfig.node(node, 8), 8, Instant.now());
    link.ping(Sequence.NONE);
    link.say(eight);
    await().atMost(LIMIT).until(() -> of(reader).size() == 1);
    log.append(Topic.HEALTH, seven);
    log.append(Topic.HEALTH, eight);
    log.append(Topic.HEALTH, envelope(NewsConfig.node(node + "-end", 1), 1, Instant.now()));
    await()
        .atMost(LIMIT)
        .until(() -> reader.heard.stream().anyMatch(one -> subject(one).equals(node + "-end")));
    assertEquals(List.of(new Heard(eight, true, Heard.Path.LINK)), of(reader));
  }

  @Test
  void anEventThatTheTopicDoesNotTakeIsCountedAndTheNextArrives() throws Exception {
    Member sender = member(ServiceName.HEALTH, "lb-8");
    Envelope before = sender.publish(NewsConfig.node(node, 1));
    await().atMost(LIMIT).until(() -> log.has(Topic.HEALTH) && arrived(before));
    log.configure(Topic.HEALTH, "max.message.bytes", "2000");
    try {
      sender.publish(
          new NodeChanged(
              node, NodeStatus.DOWN, List.of("x".repeat(3_000)), List.of(), 2, 0, false));
      Envelope after = sender.publish(NewsConfig.node(node, 3));
      await().atMost(LIMIT).until(() -> arrived(after));
      assertEquals(
          1, sender.meters.get("vigie.news.dropped").tag("reason", "refused").counter().count());
      assertEquals(
          List.of(before, after),
          log.from(before.source(), Topic.HEALTH).stream()
              .filter(one -> one.event().subject().equals(node))
              .toList());
    } finally {
      log.configure(Topic.HEALTH, "max.message.bytes", "1048588");
    }
  }

  @Test
  void aTopicThatDiffersFromTheCatalogueIsReported() throws Exception {
    member(ServiceName.HEALTH, "lb-1");
    await().atMost(LIMIT).until(() -> log.has(Topic.TRAFFIC));
    log.configure(Topic.TRAFFIC, "cleanup.policy", "compact");
    try {
      Member member = member(ServiceName.LB, "lb-4");
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  member
                      .warnings()
                      .contains(
                          "topic vigie.traffic.v1 has cleanup.policy=compact, expected delete:"
                              + " kafka-configs.sh --alter --entity-type topics --entity-name"
                              + " vigie.traffic.v1 --add-config cleanup.policy=delete"));
      assertEquals("compact", log.config(Topic.TRAFFIC, "cleanup.policy")); // the owner's to change
    } finally {
      log.configure(Topic.TRAFFIC, "cleanup.policy", "delete");
    }
  }

  @Test
  void makesTheTopicsOfTheCatalogue() throws Exception {
    member(ServiceName.HEALTH, "lb-1");
    for (Topic topic : Topic.values()) {
      await().atMost(LIMIT).until(() -> log.has(topic));
      assertEquals(1, log.partitions(topic));
      for (var wanted : topic.config().entrySet()) {
        assertEquals(wanted.getValue(), log.config(topic, wanted.getKey()), wanted.getKey());
      }
    }
  }

  @Test
  void eachLifeHasTheNextEpoch() throws Exception {
    long first;
    try (Member member = member(ServiceName.HEALTH, "lb-7")) {
      first = member.publish(NewsConfig.node(node, 1)).sequence().epoch();
    }
    Member second = member(ServiceName.HEALTH, "lb-7");
    assertEquals(
        new Sequence(first + 1, 2), // 1 is presence
        second.publish(NewsConfig.node(node, 2)).sequence());
  }

  @Test
  void aLostEpochIsFoundInKafka() throws Exception {
    Envelope sent;
    try (Member first = member(ServiceName.HEALTH, "lb-6")) {
      sent = first.publish(NewsConfig.node(node, 1));
      await().atMost(LIMIT).until(() -> log.has(Topic.HEALTH));
    }
    assertEquals(List.of(sent), log.from(sent.source(), Topic.HEALTH));
    delete(dir.resolve("lb-6"));
    Member second = member(ServiceName.HEALTH, "lb-6");
    assertEquals(
        sent.sequence().epoch() + 1, second.publish(NewsConfig.node(node, 2)).sequence().epoch());
  }

  @Test
  void whatALastLifeSaidForTheClusterIsNotSaidWhenAnotherMaySpeak() throws Exception {
    try (Spool spool = Spool.open(dir.resolve("lb-4").resolve("spool"), 1 << 20)) {
      spool.append(List.of(spooled(1, 60), spooled(2, 0)));
    }
    member(ServiceName.LB, "lb-4");
    String source = Envelope.source("lb-4", ServiceName.LB.wire());
    await()
        .atMost(LIMIT)
        .until(() -> log.has(Topic.STORAGE) && !log.from(source, Topic.STORAGE).isEmpty());
    assertEquals(
        List.of(new Sequence(1, 2)),
        log.from(source, Topic.STORAGE).stream().map(Envelope::sequence).toList());
  }

  private SpoolRecord spooled(int number, int secondsAgo) {
    Instant time = Instant.now().minusSeconds(secondsAgo);
    Envelope envelope =
        new Envelope(
            Fact.root("id-" + number, new LastReplica(node, number == 1, null, null, null)),
            Envelope.source("lb-4", ServiceName.LB.wire()),
            new Sequence(1, number),
            time);
    return new SpoolRecord(
        Topic.STORAGE.wire(),
        envelope.key(),
        envelope.sequence(),
        time.toEpochMilli(),
        EventCodec.encode(envelope));
  }

  @Test
  void aStateDirectoryHasOneOwner() throws Exception {
    member(ServiceName.HEALTH, "lb-5");
    Exception refused = assertThrows(Exception.class, () -> member(ServiceName.HEALTH, "lb-5"));
    assertTrue(
        String.valueOf(refused)
            .contains("is in use by the process with pid " + ProcessHandle.current().pid()),
        String.valueOf(refused));
  }

  @Test
  void allIsSaidBeforeItIsClosed() throws Exception {
    Envelope last;
    try (Member member = follower()) {
      last = member.publish(NewsConfig.node(node, 1));
    }
    assertEquals(last, log.from(last.source(), Topic.HEALTH).getLast());
  }

  /** A member that has folded all there was: what it hears from now on is live. */
  private Member follower() throws Exception {
    return follower(NewsConfig.at(broker.bootstrap()));
  }

  /** The same, with the health-service's link if there is one. */
  private Member follower(VigieConfig config) throws Exception {
    Member reader = member(config, ServiceName.LB, "lb-2", Set.of(ServiceName.HEALTH));
    await().atMost(LIMIT).until(() -> log.has(Topic.HEALTH) && log.has(Topic.COMMAND));
    AtomicInteger n = new AtomicInteger();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              int place = n.incrementAndGet();
              Event marker = NewsConfig.node(node + "-marker", place);
              log.append(Topic.HEALTH, envelope(marker, place, Instant.now()));
              return reader.heard.stream()
                  .anyMatch(one -> one.fresh() && subject(one).equals(node + "-marker"));
            });
    return reader;
  }

  private Member member(ServiceName name, String host) throws Exception {
    return member(NewsConfig.at(broker.bootstrap()), name, host, Set.of());
  }

  private Member member(VigieConfig config, ServiceName name, String host, Set<ServiceName> follows)
      throws Exception {
    return Member.start(
        vertx, name, host, config, dir.resolve(host), Set.of(Topic.HEALTH, Topic.COMMAND), follows);
  }

  private static boolean arrived(Envelope one) {
    return log.from(one.source(), Topic.HEALTH).contains(one);
  }

  private static String text(Envelope envelope) {
    return new String(EventCodec.encode(envelope), StandardCharsets.UTF_8);
  }

  private List<Heard> of(Member reader) {
    return reader.heard.stream().filter(one -> subject(one).equals(node)).toList();
  }

  private static Envelope envelope(Event event, int n, Instant time) {
    return new Envelope(
        Fact.root("id-" + n, event),
        Envelope.source("lb-9", "health-service"),
        new Sequence(1, n),
        time.truncatedTo(ChronoUnit.MILLIS));
  }

  private static String subject(Heard one) {
    return one.envelope().event().subject();
  }

  private static long penalty(Heard one) {
    return ((NodeChanged) one.envelope().event()).penalty();
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
