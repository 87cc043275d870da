package io.vigie.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Text in and out of one topic of one partition, as any client would do it. */
final class Records {

  private static final TopicPartition PARTITION = new TopicPartition("words", 0);
  private static final int LIMIT_SECONDS = 30;

  private Records() {}

  static void createTopic(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      NewTopic topic = new NewTopic(PARTITION.topic(), Optional.of(1), Optional.empty());
      admin.createTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  static String clusterId(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      return admin.describeCluster().clusterId().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Returns when the broker has acknowledged each. */
  static void produce(String bootstrap, String... words) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0);
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, text, text)) {
      for (String word : words) {
        producer
            .send(new ProducerRecord<>(PARTITION.topic(), word))
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  /** All that is there now. */
  static List<String> all(String bootstrap) {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    StringDeserializer text = new StringDeserializer();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, text, text)) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      Duration limit = Duration.ofSeconds(LIMIT_SECONDS);
      long end = consumer.endOffsets(List.of(PARTITION), limit).getOrDefault(PARTITION, 0L);
      List<String> words = new ArrayList<>();
      long deadline = System.nanoTime() + limit.toNanos();
      while (consumer.position(PARTITION) < end && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> words.add(record.value()));
      }
      return words;
    }
  }
}
