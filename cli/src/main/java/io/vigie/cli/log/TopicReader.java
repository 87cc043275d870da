package io.vigie.cli.log;

import io.vigie.cli.Failure;
import io.vigie.event.Topic;
import io.vigie.kit.config.KafkaConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics of the log from a place on. One thread at a time; every call is bounded.
 *
 * <p>Topics that do not exist yet have no events.
 */
public final class TopicReader implements AutoCloseable {

  /** How long Kafka may take to answer anything. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Topic> topics;
  private final Map<TopicPartition, Long> ends;

  private TopicReader(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Topic> topics) {
    this.consumer = consumer;
    this.topics = topics;
    this.ends = new HashMap<>(consumer.endOffsets(topics.keySet(), PATIENCE));
  }

  /**
   * Opens topics at their ends.
   *
   * @throws Failure if Kafka does not answer within {@link #PATIENCE}
   */
  public static TopicReader open(KafkaConfig kafka, Collection<Topic> topics) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            KafkaClients.settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      Collection<String> existing = consumer.listTopics(PATIENCE).keySet();
      Map<TopicPartition, Topic> wanted =
          topics.stream()
              .filter(topic -> existing.contains(topic.wire()))
              .collect(
                  Collectors.toMap(
                      topic -> partition(topic),
                      Function.identity(),
                      (a, _) -> a,
                      LinkedHashMap::new));
      consumer.assign(wanted.keySet());
      TopicReader reader = new TopicReader(consumer, wanted);
      reader.seekToEnd();
      return reader;
    } catch (KafkaException e) {
      consumer.close();
      throw KafkaClients.away(kafka, e);
    }
  }

  /** Goes to the first record of each topic. */
  public void seekToStart() {
    consumer.seekToBeginning(topics.keySet());
  }

  /** Goes to the first records that are not older. */
  public void seekTo(Instant time) {
    topics.values().forEach(topic -> seekTo(topic, time));
  }

  /** The same for one topic. */
  public void seekTo(Topic topic, Instant time) {
    TopicPartition partition = partition(topic);
    if (topics.containsKey(partition)) {
      OffsetAndTimestamp first =
          consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()), PATIENCE).get(partition);
      consumer.seek(partition, first == null ? end(partition) : first.offset());
    }
  }

  /** The next records of each topic, in order; empty after {@code wait} without any. */
  public Map<Topic, List<ConsumerRecord<byte[], byte[]>>> poll(Duration wait) {
    Map<Topic, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    var polled = consumer.poll(wait);
    topics.forEach((partition, topic) -> records.put(topic, polled.records(partition)));
    return records;
  }

  /** Whether this topic was read to where it ended when the reader was opened. */
  public boolean isRead(Topic topic) {
    TopicPartition partition = partition(topic);
    return !topics.containsKey(partition)
        || consumer.position(partition, PATIENCE) >= end(partition);
  }

  /** Whether all were. */
  public boolean isRead() {
    return topics.values().stream().allMatch(this::isRead);
  }

  /** The topics that exist. */
  public Collection<Topic> topics() {
    return topics.values();
  }

  /** Holds a topic back, or no longer. */
  public void hold(Topic topic, boolean back) {
    List<TopicPartition> partition = List.of(partition(topic));
    if (back) {
      consumer.pause(partition);
    } else {
      consumer.resume(partition);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void seekToEnd() {
    topics.keySet().forEach(partition -> consumer.seek(partition, end(partition)));
  }

  private static TopicPartition partition(Topic topic) {
    return new TopicPartition(topic.wire(), 0);
  }

  private long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }
}
