package io.vigie.cli.accept;

import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Rejected;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventCodec;
import io.vigie.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics as any Kafka tool reads and writes them. */
final class Log {

  private final String bootstrap;

  Log(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** All of a topic, in order. Something that is no event of ours is an error. */
  List<Envelope> read(Topic topic) {
    TopicPartition partition = new TopicPartition(topic.wire(), 0);
    List<Envelope> events = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 10_000),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          switch (EventCodec.decode(record.value())) {
            case Known(Envelope event) -> events.add(event);
            case Rejected rejected ->
                throw new AssertionError(rejected + " at offset " + record.offset());
          }
        }
      }
    }
    return events;
  }

  /** The events of one kind, in order. */
  <E extends Event> Stream<E> events(Topic topic, Class<E> kind) {
    return read(topic).stream()
        .map(envelope -> envelope.fact().event())
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** Writes a record, as a person with kcat would. */
  void write(Topic topic, String key, String json) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic.wire(), key, json.getBytes(StandardCharsets.UTF_8)))
          .get(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
