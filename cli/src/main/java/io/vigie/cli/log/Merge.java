package io.vigie.cli.log;

import io.vigie.event.Topic;
import java.time.Duration;
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

/**
 * One stream out of several topics: by time as far as they went when they were opened, then as
 * records come. Holds a bounded number of records, however long the topics are.
 */
public final class Merge {

  private static final int MOST_QUEUED = 2_000;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final TopicReader reader;
  private final Map<Topic, Deque<ConsumerRecord<byte[], byte[]>>> queues =
      new EnumMap<>(Topic.class);

  /** A merge of all that the reader reads. */
  public Merge(TopicReader reader) {
    this.reader = reader;
    reader.topics().forEach(topic -> queues.put(topic, new ArrayDeque<>()));
  }

  /** Gives what there is already, the oldest first; returns when that has been read. */
  public void history(Consumer<byte[]> values) {
    List<Topic> waiting = new ArrayList<>(queues.keySet());
    while (!waiting.isEmpty()) {
      fill();
      waiting.removeIf(reader::isRead);
      while (waiting.stream().noneMatch(topic -> queue(topic).isEmpty()) && giveOldest(values)) {
        // the oldest of all is known as long as each topic shows its next
      }
    }
    while (giveOldest(values)) {
      // nobody can come before these any more
    }
  }

  /** Gives what comes, as long as it is wanted; asks every 200 ms. */
  public void follow(Consumer<byte[]> values, BooleanSupplier wanted) {
    while (wanted.getAsBoolean()) {
      reader.poll(WAIT).values().stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
          .forEach(record -> give(record, values));
    }
  }

  private void fill() {
    queues.forEach((topic, queue) -> reader.hold(topic, queue.size() > MOST_QUEUED));
    reader.poll(WAIT).forEach((topic, records) -> queue(topic).addAll(records));
    queues.keySet().forEach(topic -> reader.hold(topic, false));
  }

  private boolean giveOldest(Consumer<byte[]> values) {
    Deque<ConsumerRecord<byte[], byte[]>> oldest = null;
    for (Deque<ConsumerRecord<byte[], byte[]>> queue : queues.values()) {
      ConsumerRecord<byte[], byte[]> head = queue.peekFirst();
      if (head != null && (oldest == null || head.timestamp() < oldest.getFirst().timestamp())) {
        oldest = queue;
      }
    }
    if (oldest == null) {
      return false;
    }
    give(oldest.removeFirst(), values);
    return true;
  }

  /** A record without a value says that its key has ended: there is nothing to show. */
  private static void give(ConsumerRecord<byte[], byte[]> record, Consumer<byte[]> values) {
    byte[] value = record.value();
    if (value != null) {
      values.accept(value);
    }
  }

  private Deque<ConsumerRecord<byte[], byte[]>> queue(Topic topic) {
    return queues.computeIfAbsent(topic, _ -> new ArrayDeque<>());
  }
}
