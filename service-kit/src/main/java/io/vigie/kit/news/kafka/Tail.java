package io.vigie.kit.news.kafka;

import io.vigie.event.Decoded;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The last word of one source in each topic: what it need not send again. Blocks; not thread-safe.
 *
 * <p>A source writes each topic in the order of its sequence, so its last record there has the
 * highest one.
 */
final class Tail implements AutoCloseable {

  private static final long FIRST_STEP_RECORDS = 500;
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String source;
  private final long endNanos;

  /**
   * A look at the topics.
   *
   * @param source whose last word to find: {@code /vigie/lb-1/lb-service}
   * @param limitMillis how long all of it may take
   */
  Tail(KafkaSettings settings, String source, long limitMillis) {
    this.source = source;
    this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> config = settings.consumer("tail");
    config.put("default.api.timeout.ms", (int) Math.min(limitMillis, KafkaSettings.REQUEST_MILLIS));
    this.consumer = new KafkaConsumer<>(config, bytes, bytes);
  }

  /**
   * The source's last sequence in each of these topics; a topic without one is not in the answer.
   *
   * @param sinceMillis records appended before are not looked at, Unix time in ms
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within the limit
   */
  Map<String, Sequence> last(List<Topic> topics, long sinceMillis) {
    Map<String, Sequence> found = new HashMap<>();
    for (Topic topic : topics) {
      last(new TopicPartition(topic.wire(), 0), sinceMillis)
          .ifPresent(sequence -> found.put(topic.wire(), sequence));
    }
    return found;
  }

  /** The topics of the catalogue that are there. */
  List<Topic> existing() {
    Map<String, ?> there = consumer.listTopics();
    return List.of(Topic.values()).stream()
        .filter(topic -> there.containsKey(topic.wire()))
        .toList();
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
  }

  private Optional<Sequence> last(TopicPartition partition, long sinceMillis) {
    consumer.assign(List.of(partition));
    OffsetAndTimestamp since =
        consumer.offsetsForTimes(Map.of(partition, sinceMillis)).get(partition);
    if (since == null) {
      return Optional.empty(); // nothing was appended since
    }
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long step = FIRST_STEP_RECORDS;
    for (long to = end; to > since.offset(); step *= 4) {
      long from = Math.max(since.offset(), to - step);
      Optional<Sequence> found = last(partition, from, to);
      if (found.isPresent()) {
        return found;
      }
      to = from;
    }
    return Optional.empty();
  }

  private Optional<Sequence> last(TopicPartition partition, long from, long to) {
    Optional<Sequence> last = Optional.empty();
    consumer.seek(partition, from);
    while (consumer.position(partition) < to) {
      if (System.nanoTime() - endNanos > 0) {
        throw new TimeoutException("reading the tail of " + partition + " took too long");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Optional<Sequence> one = sequence(record.value());
        if (one.isPresent() && (last.isEmpty() || one.get().compareTo(last.get()) > 0)) {
          last = one;
        }
      }
    }
    return last;
  }

  private Optional<Sequence> sequence(byte @Nullable [] value) {
    if (value != null
        && EventCodec.decode(value) instanceof Decoded.Known(Envelope envelope)
        && envelope.source().equals(source)) {
      return Optional.of(envelope.sequence());
    }
    return Optional.empty();
  }
}
