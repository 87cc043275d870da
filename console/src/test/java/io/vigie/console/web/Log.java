package io.vigie.console.web;

import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventCodec;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What the other services write, by their own codec, and what stands in the log. */
final class Log implements AutoCloseable {

  private static final int LIMIT_SECONDS = 30;

  private final String bootstrap;
  private final KafkaProducer<String, byte[]> producer;
  private final EventIds ids = new UuidV7(InstantSource.system(), new SecureRandom());
  private final Map<String, Sequence> sequences = new HashMap<>();

  Log(String bootstrap) throws Exception {
    this.bootstrap = bootstrap;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      List<NewTopic> topics = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        topics.add(
            new NewTopic(topic.wire(), Optional.of(1), Optional.empty()).configs(topic.config()));
      }
      admin.createTopics(topics).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Somebody says something, now. */
  synchronized Envelope says(String host, String service, Event event) {
    return says(host, service, event, null, Instant.now());
  }

  synchronized Envelope says(
      String host, String service, Event event, Fact.@Nullable Ref cause, Instant at) {
    String source = Envelope.source(host, service);
    Sequence sequence = sequences.merge(source, new Sequence(1, 1), (before, _) -> before.next());
    Envelope envelope = new Envelope(Fact.of(ids.next(), event, cause), source, sequence, at);
    write(envelope.type().topic(), envelope.key(), EventCodec.encode(envelope));
    return envelope;
  }

  void write(Topic topic, String key, byte[] value) {
    var record = new ProducerRecord<>(topic.wire(), key, value);
    record.headers().add("content-type", EventCodec.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
    producer.send(record);
  }

  void flush() {
    producer.flush();
  }

  /** All events of a topic. */
  List<Envelope> all(Topic topic) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic.wire(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      List<Envelope> events = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  if (EventCodec.decode(record.value()) instanceof Known(Envelope envelope)) {
                    events.add(envelope);
                  }
                });
      }
      return events;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(LIMIT_SECONDS));
  }
}
