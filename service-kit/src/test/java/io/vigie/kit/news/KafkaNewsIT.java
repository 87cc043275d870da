package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is heard of news that come through a real broker. */
@Timeout(120)
class KafkaNewsIT extends NewsThroughKafka {

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
    await().atMost(LIMIT).until(() -> arrived(second));

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
}
