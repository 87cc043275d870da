package io.vigie.cli.act;

import io.vigie.cli.Failure;
import io.vigie.cli.act.Heard.Answer;
import io.vigie.cli.log.EventWriter;
import io.vigie.cli.log.TopicReader;
import io.vigie.event.CommandAnswered;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.ServiceAlive;
import io.vigie.event.Topic;
import io.vigie.kit.config.KafkaConfig;
import io.vigie.kit.config.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks through the log: every service hears, also those that start later. */
final class KafkaPath {

  private static final Duration PRESENT = Duration.ofSeconds(6);
  private static final Duration WAIT = Duration.ofMillis(100);

  private final KafkaConfig kafka;

  KafkaPath(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /**
   * Publishes a command and waits for those who carry it out, at most {@code limit}.
   *
   * @throws Failure if Kafka does not take it
   */
  Heard ask(Envelope command, Duration limit) {
    try (TopicReader reader = TopicReader.open(kafka, EnumSet.of(Topic.COMMAND, Topic.PRESENCE))) {
      SortedSet<String> present = present(reader);
      EventWriter.write(kafka, command);
      Map<String, Answer> answers = new HashMap<>();
      long deadline = System.nanoTime() + limit.toNanos();
      while (!answers.keySet().containsAll(present) && System.nanoTime() - deadline < 0) {
        poll(
            reader,
            envelope -> {
              if (envelope.event() instanceof CommandAnswered answer
                  && answer.commandId().equals(command.id())) {
                answers.put(answer.service(), new Answer(answer.outcome(), answer.message()));
              }
            });
      }
      present.removeAll(answers.keySet());
      return new Heard(answers, present);
    }
  }

  /** Those who carry out commands for nodes and said within 6 s that they are there. */
  private static SortedSet<String> present(TopicReader reader) {
    Instant since = Instant.now().minus(PRESENT);
    reader.seekTo(Topic.PRESENCE, since);
    SortedSet<String> present = new TreeSet<>();
    while (!reader.isRead(Topic.PRESENCE)) {
      poll(
          reader,
          envelope -> {
            if (envelope.event() instanceof ServiceAlive alive
                && alive.service().equals(ServiceName.LB.wire())
                && !envelope.time().isBefore(since)) {
              present.add(alive.subject());
            }
          });
    }
    return present;
  }

  private static void poll(TopicReader reader, Consumer<Envelope> events) {
    Collection<List<ConsumerRecord<byte[], byte[]>>> polled = reader.poll(WAIT).values();
    polled.stream()
        .flatMap(List::stream)
        .map(ConsumerRecord::value)
        .filter(value -> value != null)
        .forEach(
            value -> {
              if (EventCodec.decode(value) instanceof Known(Envelope envelope)) {
                events.accept(envelope);
              }
            });
  }
}
