package io.vigie.cli.log;

import io.vigie.cli.Failure;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.kit.config.KafkaConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes one event to the log, or says that it is not there. */
public final class EventWriter {

  private EventWriter() {}

  /**
   * Returns when every replica in sync has it.
   *
   * @throws Failure if Kafka does not take it within {@link TopicReader#PATIENCE}
   */
  public static void write(KafkaConfig kafka, Envelope envelope) {
    Map<String, Object> settings = KafkaClients.settings(kafka);
    settings.put("acks", "all");
    settings.put("linger.ms", 0);
    settings.put("max.block.ms", TopicReader.PATIENCE.toMillis());
    settings.put("delivery.timeout.ms", (int) TopicReader.PATIENCE.toMillis());
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.send(record(envelope)).get(TopicReader.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw KafkaClients.away(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unknown("interrupted before Kafka took the command");
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Envelope envelope) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            envelope.type().topic().wire(),
            0,
            envelope.time().toEpochMilli(),
            envelope.key().getBytes(StandardCharsets.UTF_8),
            EventCodec.encode(envelope));
    record
        .headers()
        .add(
            new RecordHeader(
                "content-type", EventCodec.CONTENT_TYPE.getBytes(StandardCharsets.US_ASCII)));
    return record;
  }
}
