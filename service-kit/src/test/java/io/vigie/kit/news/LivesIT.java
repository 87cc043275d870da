package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.spool.Spool;
import io.vigie.kit.news.spool.SpoolRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One life of a service after another, on the same directory and under the same name. */
@Timeout(120)
class LivesIT extends NewsThroughKafka {

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
      await().atMost(LIMIT).until(() -> arrived(sent));
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
    try (Member member = member(ServiceName.LB, "lb-2")) {
      Envelope first = member.publish(NewsConfig.node(node, 1));
      await("Kafka answers").atMost(LIMIT).until(() -> arrived(first));
      last = member.publish(NewsConfig.node(node, 2));
    }
    assertEquals(last, log.from(last.source(), Topic.HEALTH).getLast());
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
