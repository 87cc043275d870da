package io.vigie.kit.news;

import io.vigie.event.Decoded;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics as any Kafka tool sees them, with nothing of the code under test but the codec. */
final class KafkaLog implements AutoCloseable {

  private static final int LIMIT_SECONDS = 30;

  private final String bootstrap;
  private final Admin admin;
  private final KafkaProducer<String, byte[]> producer;

  KafkaLog(String bootstrap) {
    this.bootstrap = bootstrap;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  boolean has(Topic topic) throws Exception {
    return admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS).contains(topic.wire());
  }

  int partitions(Topic topic) throws Exception {
    return admin
        .describeTopics(List.of(topic.wire()))
        .allTopicNames()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  String config(Topic topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.wire());
    return admin
        .describeConfigs(List.of(resource))
        .all()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .get(key)
        .value();
  }

  void configure(Topic topic, String key, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.wire());
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    admin
        .incrementalAlterConfigs(Map.of(resource, List.of(set)))
        .all()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  void append(Topic topic, Envelope envelope) throws Exception {
    append(topic, envelope.key(), EventCodec.encode(envelope));
  }

  void append(Topic topic, @Nullable String key, byte @Nullable [] value) throws Exception {
    producer
        .send(new ProducerRecord<>(topic.wire(), key, value))
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** All records there are now. */
  List<ConsumerRecord<String, byte[]>> all(Topic topic) {
    TopicPartition partition = new TopicPartition(topic.wire(), 0);
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (consumer.position(partition) < end && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
    }
    return found;
  }

  /** All events of one source there are now, in the order of the topic. */
  List<Envelope> from(String source, Topic topic) {
    List<Envelope> found = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : all(topic)) {
      if (record.value() != null
          && EventCodec.decode(record.value()) instanceof Decoded.Known(Envelope envelope)
          && envelope.source().equals(source)) {
        found.add(envelope);
      }
    }
    return found;
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }
}
