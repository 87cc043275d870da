package io.vigie.kit.news;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is let through of the copies of both paths, and what of it may cause effects. */
class InboxTest {

  private static final long NOW = 1_750_000_000_000L;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<String> heard = new ArrayList<>();
  private final Inbox inbox =
      new Inbox(
          Set.of(Topic.HEALTH),
          this::note,
          InstantSource.fixed(Instant.ofEpochMilli(NOW)),
          new NewsMeters(registry, "lb-service"));

  @Test
  void eightSevenEightOfOneKeyOverBothPathsEndsWithEight() {
    copy(8, Heard.Path.LINK);
    copy(7, Heard.Path.KAFKA);
    copy(8, Heard.Path.KAFKA);
    assertEquals(List.of("8 LINK fresh"), heard);
    assertEquals(2, registry.get("vigie.news.repeated").counter().count());
  }

  @Test
  void theStartUpFoldIsNotFresh() {
    inbox.copy(event(1, NOW), Heard.Path.KAFKA, true, NOW);
    assertEquals(List.of("1 KAFKA old"), heard);
  }

  @Test
  void newsIsFreshUpToThirtySecondsAfterItWasAppended() {
    inbox.copy(event(1, NOW), Heard.Path.KAFKA, false, NOW - 30_000);
    inbox.copy(event(2, NOW), Heard.Path.KAFKA, false, NOW - 30_001);
    assertEquals(List.of("1 KAFKA fresh", "2 KAFKA old"), heard);
  }

  @Test
  void newsThatWaitedInASpoolIsNotFreshEvenIfAppendedNow() {
    inbox.copy(event(1, NOW - 30_000), Heard.Path.KAFKA, false, NOW);
    inbox.copy(event(2, NOW - 30_001), Heard.Path.KAFKA, false, NOW);
    assertEquals(List.of("1 KAFKA fresh", "2 KAFKA old"), heard);
  }

  @Test
  void ofKafkaOnlyTheTopicsAskedForAreHeardOfALocalLinkEveryOne() {
    Inbox nothingAskedFor =
        new Inbox(
            Set.of(),
            this::note,
            InstantSource.fixed(Instant.ofEpochMilli(NOW)),
            new NewsMeters(registry, "health-service"));
    nothingAskedFor.copy(event(1, NOW), Heard.Path.KAFKA, false, NOW);
    nothingAskedFor.copy(event(2, NOW), Heard.Path.LINK, false, NOW);
    assertEquals(List.of("2 LINK fresh"), heard);
  }

  @Test
  void aReaderThatFailsOnOneEventHearsTheNext() {
    inbox.copy(event(13, NOW), Heard.Path.LINK, false, NOW);
    inbox.copy(event(14, NOW), Heard.Path.LINK, false, NOW);
    assertEquals(List.of("14 LINK fresh"), heard);
    assertEquals(1, registry.get("vigie.news.reader.failures").counter().count());
  }

  private void note(Heard one) {
    long number = ((NodeChanged) one.envelope().event()).penalty();
    if (number == 13) {
      throw new IllegalStateException("thirteen");
    }
    heard.add(number + " " + one.path() + (one.fresh() ? " fresh" : " old"));
  }

  private void copy(int number, Heard.Path path) {
    inbox.copy(event(number, NOW), path, false, NOW);
  }

  private static Known event(int number, long timeMillis) {
    return new Known(
        new Envelope(
            Fact.root("id-" + number, NewsConfig.node("k3s-1", number)),
            Envelope.source("lb-1", "health-service"),
            new Sequence(1, number),
            Instant.ofEpochMilli(timeMillis)));
  }
}
