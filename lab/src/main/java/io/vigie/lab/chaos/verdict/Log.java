package io.vigie.lab.chaos.verdict;

import io.vigie.event.Decoded;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Topic;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What is in Kafka after a run, beside what the services' own logs say they told.
 *
 * @param events in the order of their times
 * @param told how many different ids the logs have
 * @param lost ids of the logs that are not in Kafka
 * @param doubled ids that are there more than once
 */
public record Log(List<Envelope> events, int told, int lost, int doubled) {

  private static final List<Topic> TOPICS = List.of(Topic.HEALTH, Topic.LB, Topic.VRRP);
  private static final Pattern ID = Pattern.compile(" id=([0-9a-f-]{36})");
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final long PATIENCE_SECONDS = 30;

  public Log {
    events = List.copyOf(events);
  }

  /**
   * Reads until all is there that was told, or half a minute is over.
   *
   * @param logs the directory of the services' logs
   */
  public static Log read(String bootstrap, Path logs) throws IOException {
    Set<String> told = ids(logs);
    Set<String> missing = new HashSet<>(told);
    Set<String> seen = new HashSet<>();
    List<Envelope> events = new ArrayList<>();
    int doubled = 0;
    List<TopicPartition> partitions =
        TOPICS.stream().map(topic -> new TopicPartition(topic.wire(), 0)).toList();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      boolean all = false;
      while (!all && System.nanoTime() - end < 0) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(LOOK)) {
          if (EventCodec.decode(one.value()) instanceof Decoded.Known(Envelope envelope)) {
            doubled += seen.add(envelope.id()) ? 0 : 1;
            missing.remove(envelope.id());
            events.add(envelope);
          }
        }
        all = missing.isEmpty() && isRead(consumer, partitions);
      }
    } catch (KafkaException e) {
      throw new IOException("Kafka at " + bootstrap + ": " + e.getMessage(), e);
    }
    events.sort((a, b) -> a.time().compareTo(b.time()));
    return new Log(events, told.size(), missing.size(), doubled);
  }

  private static boolean isRead(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "client.id",
            "vigie-lab",
            "enable.auto.commit",
            false,
            "allow.auto.create.topics",
            false,
            "auto.offset.reset",
            "earliest"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static Set<String> ids(Path logs) throws IOException {
    Set<String> ids = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*-vigie-*.log")) {
      for (Path file : files) {
        try (var lines = Files.lines(file)) {
          lines
              .filter(line -> line.contains(" id="))
              .map(ID::matcher)
              .filter(Matcher::find)
              .forEach(found -> ids.add(found.group(1)));
        }
      }
    }
    return ids;
  }
}
