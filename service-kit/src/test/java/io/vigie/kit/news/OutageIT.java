package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vigie.event.Envelope;
import io.vigie.event.NodeChanged;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A broker that is killed, frozen or not there yet: every event arrives, once and in sequence. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class OutageIT {

  /** Beside 4 MiB, of some hundred bytes each. */
  private static final int MORE_THAN_MEMORY_TAKES = 20_000;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SOURCE = Envelope.source("lb-1", "health-service");
  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir static Path brokerDir;
  private static BrokerProcess broker;
  private static KafkaLog log;

  @TempDir Path dir;
  private Vertx vertx;

  /** A subject of the test's own, as the broker is shared. */
  private String node;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = BrokerProcess.start(brokerDir);
    log = new KafkaLog(broker.bootstrap());
  }

  @AfterAll
  static void stopBroker() throws Exception {
    log.close();
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    broker.ensureRunning();
    vertx = Vertx.vertx();
    node = "node-" + TESTS.incrementAndGet();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aBrokerKilledInTheMiddleOfPublishingGetsEveryEventOnceAndInSequence() throws Exception {
    Member member = member(broker.bootstrap());
    AtomicInteger published = new AtomicInteger();
    long timer = publishEvery(2, member, published);
    await().atMost(LIMIT).until(() -> member.counted("vigie.news.sent") > 200);
    broker.kill();
    int atDeath = published.get();
    // Longer than any request may take: the producer has given up requests, not records.
    Duration longer = Duration.ofMillis(KafkaSettings.REQUEST_MILLIS + 2_000L);
    await().pollDelay(longer).atMost(LIMIT).until(() -> published.get() > atDeath + 1_000);
    await()
        .atMost(LIMIT)
        .until(() -> member.warnings().stream().anyMatch(one -> one.startsWith("kafka: ")));
    broker.startAgain();
    vertx.cancelTimer(timer);
    int all = published.get();

    awaitNumbers(all);
    assertEquals(0, member.counted("vigie.news.dropped"));
    assertEquals(0, member.counted("vigie.news.send.errors"), "one producer outlived it");
    await().atMost(LIMIT).until(() -> member.warnings().isEmpty());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aPublisherKilledInTheOutageIsFinishedByItsNextLife() throws Exception {
    Path stateDir = dir.resolve("state");
    int last;
    try (Child child =
        Child.start(
            PublisherProcess.class, broker.bootstrap(), stateDir.toString(), node, "100000")) {
      await().atMost(LIMIT).until(() -> child.said().contains("50"));
      broker.kill();
      int atDeath = child.said().size();
      await().atMost(LIMIT).until(() -> child.said().size() > atDeath + 100);
      child.kill();
      last = child.said().size();
    }
    broker.startAgain();
    Member next = member(broker.bootstrap());
    Envelope first = next.publish(NewsConfig.node(node, 1_000_000));
    await().atMost(LIMIT).until(() -> events().contains(first));

    List<Envelope> found = events();
    assertInSequence(found);
    List<Long> numbers = numbers(found.subList(0, found.size() - 1));
    int arrived = numbers.size();
    assertEquals(LongStream.rangeClosed(1, arrived).boxed().toList(), numbers);
    assertTrue(arrived >= last - 2, arrived + " of " + last + " arrived"); // 10 ms may be lost
    assertEquals(
        found.getFirst().sequence().epoch() + 1, first.sequence().epoch(), "the next epoch");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void theNextLifeDropsFromItsSpoolWhatIsInTheTopic() throws Exception {
    Path stateDir = dir.resolve("state");
    Path copy = dir.resolve("copy");
    try (Member away = member(NewsConfig.NOBODY)) {
      publish(away, 1, 20);
      await().atMost(LIMIT).until(() -> spooled(away) == 20);
      copy(stateDir.resolve("spool"), copy);
    }
    try (Member second = member(broker.bootstrap())) {
      publish(second, 21, 21);
      awaitNumbers(21);
      assertEquals(0, second.counted("vigie.news.already.there"));
    }
    copy(copy, stateDir.resolve("spool")); // as if the second life had been killed at once

    Member third = member(broker.bootstrap());
    publish(third, 22, 22);
    awaitNumbers(22);
    assertEquals(20, third.counted("vigie.news.already.there"));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aTornEndOfTheSpoolCostsTheTornEventAlone() throws Exception {
    try (Member away = member(NewsConfig.NOBODY)) {
      publish(away, 1, 3);
      await().atMost(LIMIT).until(() -> spooled(away) == 3);
    }
    Path file = dir.resolve("state").resolve("spool").resolve("0000000000.log");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    Member next = member(broker.bootstrap());
    publish(next, 4, 4);
    await().atMost(LIMIT).until(() -> events().size() == 3);
    assertEquals(List.of(1L, 2L, 4L), numbers(events()));
    assertInSequence(events());
    assertEquals(
        whole.length / 3 - 1, next.meters.get("vigie.news.spool.cut.bytes").gauge().value());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void whatHasNoRoomIsCountedAndSaid() throws Exception {
    Member member = member(NewsConfig.at(NewsConfig.NOBODY, 10_000));
    publish(member, 1, MORE_THAN_MEMORY_TAKES);
    await().atMost(LIMIT).until(() -> member.counted("vigie.news.dropped") > 0);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                member.warnings().stream()
                    .anyMatch(one -> one.matches("spool: [1-9][0-9]* events dropped .*")));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aFrozenBrokerHoldsUpNobodyAndGetsEverythingLater() throws Exception {
    Member member = member(broker.bootstrap());
    publish(member, 1, 1);
    awaitNumbers(1);
    broker.freeze();
    try {
      publish(member, 2, 10);
      long begun = System.nanoTime();
      member.close();
      long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertTrue(tookMillis < 8_000, "closing took " + tookMillis + " ms");
    } finally {
      broker.thaw();
    }
    Member next = member(broker.bootstrap());
    publish(next, 11, 11);
    awaitNumbers(11);
  }

  /** What one producer repeats the broker knows; a second one's repeats would be news to it. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aBrokerThatStandsStillForLongIsWaitedForByOneProducer() throws Exception {
    Member member = member(broker.bootstrap());
    AtomicInteger published = new AtomicInteger();
    long timer = publishEvery(10, member, published);
    await().atMost(LIMIT).until(() -> member.counted("vigie.news.sent") > 20);
    broker.freeze();
    try {
      Duration longer = Duration.ofMillis(4L * KafkaSettings.REQUEST_MILLIS);
      await().pollDelay(longer).atMost(LIMIT).until(() -> !member.warnings().isEmpty());
    } finally {
      broker.thaw();
    }
    vertx.cancelTimer(timer);
    awaitNumbers(published.get());
    assertEquals(0, member.counted("vigie.news.send.errors"));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aBrokerThatMovedIsFoundByTheAddressesInTheConfiguration() throws Exception {
    int port = NewsConfig.freePort();
    Member member = member(broker.bootstrap() + ",127.0.0.1:" + port);
    publish(member, 1, 1);
    awaitNumbers(1);
    broker.kill();
    publish(member, 2, 9);
    try (BrokerProcess moved = broker.movedTo(port);
        KafkaLog there = new KafkaLog(moved.bootstrap())) {
      await().atMost(LIMIT).until(() -> numbers(events(there)).size() == 9);
      assertInSequence(events(there));
    }
  }

  private Member member(String bootstrap) throws Exception {
    return member(NewsConfig.at(bootstrap));
  }

  private Member member(VigieConfig config) throws Exception {
    return Member.start(
        vertx,
        ServiceName.HEALTH,
        "lb-1",
        config,
        dir.resolve("state"),
        Set.of(Topic.HEALTH),
        Set.of());
  }

  private void publish(Member member, int from, int to) throws Exception {
    for (int n = from; n <= to; n++) {
      member.publish(NewsConfig.node(node, n));
    }
  }

  /** Counts on and publishes each number; until the timer that this is the id of is cancelled. */
  private long publishEvery(int millis, Member member, AtomicInteger published) {
    return vertx.setPeriodic(
        millis, _ -> member.publishSoon(NewsConfig.node(node, published.incrementAndGet())));
  }

  private static long spooled(Member member) {
    return (long) member.meters.get("vigie.news.spool.records").gauge().value();
  }

  /** The topic has exactly the numbers 1 to {@code last}, in order, with rising sequences. */
  private void awaitNumbers(int last) {
    await().atMost(LIMIT).until(() -> new HashSet<>(numbers(events())).size() >= last);
    List<Envelope> found = events();
    assertEquals(LongStream.rangeClosed(1, last).boxed().toList(), numbers(found));
    assertInSequence(found);
  }

  private static void assertInSequence(List<Envelope> events) {
    for (int i = 1; i < events.size(); i++) {
      assertTrue(
          events.get(i - 1).sequence().compareTo(events.get(i).sequence()) < 0,
          events.get(i - 1) + " before " + events.get(i));
    }
  }

  private List<Envelope> events() {
    return events(log);
  }

  private List<Envelope> events(KafkaLog log) {
    return log.from(SOURCE, Topic.HEALTH).stream()
        .filter(one -> one.event().subject().equals(node))
        .toList();
  }

  private static List<Long> numbers(List<Envelope> events) {
    return events.stream().map(one -> ((NodeChanged) one.event()).penalty()).toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
