package io.vigie.cli.incidents;

import io.vigie.cli.Failure;
import io.vigie.cli.log.TopicReader;
import io.vigie.event.Decoded.Known;
import io.vigie.event.EventCodec;
import io.vigie.event.Incident;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.Topic;
import io.vigie.kit.config.KafkaConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The last word on each incident, from the log. */
final class IncidentLog {

  private static final Duration WAIT = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Map<String, Incident> incidents = new HashMap<>();

  private IncidentLog() {}

  /**
   * All that stand by themselves, the newest first.
   *
   * @throws Failure if Kafka does not answer
   */
  static List<Incident> read(KafkaConfig kafka) {
    IncidentLog log = new IncidentLog();
    Instant end = Instant.now().plus(LIMIT);
    try (TopicReader reader = TopicReader.open(kafka, Set.of(Topic.INCIDENT))) {
      reader.seekToStart();
      while (!reader.isRead()) {
        if (Instant.now().isAfter(end)) {
          throw Failure.unknown("Kafka: not read to the end within " + LIMIT.toSeconds() + " s");
        }
        reader.poll(WAIT).values().forEach(records -> records.forEach(r -> log.take(r.value())));
      }
    } catch (KafkaException e) {
      throw Failure.unknown("Kafka went away: " + e.getMessage());
    }
    List<Incident> all = new ArrayList<>(log.incidents.values());
    all.removeIf(incident -> incident.mergedInto() != null);
    all.sort(Comparator.comparing(Incident::openedAt).thenComparing(Incident::id).reversed());
    return all;
  }

  private void take(byte @Nullable [] value) {
    if (value == null || !(EventCodec.decode(value) instanceof Known(var envelope))) {
      return;
    }
    switch (envelope.event()) {
      case IncidentOpened(Incident incident) -> incidents.put(incident.id(), incident);
      case IncidentUpdated(Incident incident) -> incidents.put(incident.id(), incident);
      case IncidentClosed(Incident incident) -> incidents.put(incident.id(), incident);
      default -> {
        // an hour of the ledger
      }
    }
  }
}
