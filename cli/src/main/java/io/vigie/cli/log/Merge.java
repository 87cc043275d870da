package io.vigie.cli.log;

import io.vigie.event.Decoded;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One stream out of several topics: by the events' times as far as the topics went when they were
 * opened, then as records come. Within a topic the order stays. Holds a bounded number of records,
 * however long the topics are.
 */
public final class Merge {

  private static final int MOST_QUEUED = 2_000;
  private static final Duration WAIT = Duration.ofMillis(100);

  private final TopicReader reader;
  private final Map<Topic, Deque<Item>> queues = new EnumMap<>(Topic.class);

  /**
   * A record that says something.
   *
   * @param time the event's, or the record's if it is no event
   * @param decoded what it is
   * @param bytes the same as it stands in Kafka
   */
  @SuppressWarnings("ArrayRecordComponent") // shared with Kafka's client, never compared
  public record Item(Instant time, Decoded decoded, byte[] bytes) {}

  /** A merge of all that the reader reads. */
  public Merge(TopicReader reader) {
    this.reader = reader;
    reader.topics().forEach(topic -> queues.put(topic, new ArrayDeque<>()));
  }

  /** Gives what there is already, the oldest first; returns when that has been read. */
  public void history(Consumer<Item> items) {
    List<Topic> waiting = new ArrayList<>(queues.keySet());
    while (!waiting.isEmpty()) {
      fill();
      waiting.removeIf(reader::isRead);
      while (waiting.stream().noneMatch(topic -> queue(topic).isEmpty()) && giveOldest(items)) {
        // the oldest of all is known as long as each topic shows its next
      }
    }
    while (giveOldest(items)) {
      // nobody can come before these any more
    }
  }

  /**
   * Gives what comes, as long as it is wanted.
   *
   * @param pause called after each look, every 100 ms or sooner; says whether to go on
   */
  public void follow(Consumer<Item> items, BooleanSupplier pause) {
    do {
      reader.poll(WAIT).values().stream()
          .flatMap(List::stream)
          .map(Merge::item)
          .filter(item -> item != null)
          .sorted(Comparator.comparing(Item::time))
          .forEach(items);
    } while (pause.getAsBoolean());
  }

  private void fill() {
    queues.forEach((topic, queue) -> reader.hold(topic, queue.size() > MOST_QUEUED));
    reader
        .poll(WAIT)
        .forEach(
            (topic, records) ->
                records.stream()
                    .map(Merge::item)
                    .filter(item -> item != null)
                    .forEach(queue(topic)::add));
    queues.keySet().forEach(topic -> reader.hold(topic, false));
  }

  private boolean giveOldest(Consumer<Item> items) {
    Deque<Item> oldest = null;
    for (Deque<Item> queue : queues.values()) {
      Item head = queue.peekFirst();
      if (head != null && (oldest == null || head.time().isBefore(oldest.getFirst().time()))) {
        oldest = queue;
      }
    }
    if (oldest == null) {
      return false;
    }
    items.accept(oldest.removeFirst());
    return true;
  }

  /** A record without a value says that its key has ended: there is nothing to show. */
  private static @Nullable Item item(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return null;
    }
    Decoded decoded = EventCodec.decode(value);
    Instant time =
        decoded instanceof Known(Envelope envelope)
            ? envelope.time()
            : Instant.ofEpochMilli(record.timestamp());
    return new Item(time, decoded, value);
  }

  private Deque<Item> queue(Topic topic) {
    return queues.computeIfAbsent(topic, _ -> new ArrayDeque<>());
  }
}
