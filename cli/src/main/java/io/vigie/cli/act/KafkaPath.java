package io.vigie.cli.act;

import io.vigie.cli.Failure;
import io.vigie.cli.log.EventWriter;
import io.vigie.cli.log.TopicReader;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.ServiceAlive;
import io.vigie.event.Topic;
import io.vigie.kit.config.KafkaConfig;
import io.vigie.kit.config.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Asks through the log: every service hears, also those that start later. What comes after the
 * opening is heard. One thread; every wait is bounded.
 */
final class KafkaPath implements AutoCloseable {

  private static final Duration PRESENT = Duration.ofSeconds(6);
  private static final Duration WAIT = Duration.ofMillis(100);

  private final KafkaConfig kafka;
  private final TopicReader reader;

  private KafkaPath(KafkaConfig kafka, TopicReader reader) {
    this.kafka = kafka;
    this.reader = reader;
  }

  /**
   * Listens from now on to these topics.
   *
   * @throws Failure if Kafka does not answer
   */
  static KafkaPath open(KafkaConfig kafka, Set<Topic> topics) {
    return new KafkaPath(kafka, TopicReader.open(kafka, topics));
  }

  /**
   * Publishes a command.
   *
   * @throws Failure if Kafka does not take it
   */
  void say(Envelope command) {
    EventWriter.write(kafka, command);
  }

  /** Hears what is said, until that is enough, at most {@code limit}. */
  void listen(Duration limit, Consumer<Envelope> events, BooleanSupplier enough) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() - deadline < 0) {
      poll().forEach(events);
    }
  }

  /** The services of this name that said within 6 s that they are there. */
  SortedSet<String> present(ServiceName service) {
    Instant since = Instant.now().minus(PRESENT);
    reader.seekTo(Topic.PRESENCE, since);
    SortedSet<String> present = new TreeSet<>();
    while (!reader.isRead(Topic.PRESENCE)) {
      for (Envelope envelope : poll()) {
        if (envelope.event() instanceof ServiceAlive alive
            && alive.service().equals(service.wire())
            && !envelope.time().isBefore(since)) {
          present.add(alive.subject());
        }
      }
    }
    return present;
  }

  private List<Envelope> poll() {
    Collection<List<ConsumerRecord<byte[], byte[]>>> polled = reader.poll(WAIT).values();
    List<Envelope> events = new ArrayList<>();
    for (List<ConsumerRecord<byte[], byte[]>> records : polled) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        byte[] value = record.value();
        if (value != null && EventCodec.decode(value) instanceof Known(Envelope envelope)) {
          events.add(envelope);
        }
      }
    }
    return events;
  }

  @Override
  public void close() {
    reader.close();
  }
}
