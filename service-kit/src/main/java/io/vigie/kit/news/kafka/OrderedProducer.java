package io.vigie.kit.news.kafka;

import io.vigie.event.EventCodec;
import io.vigie.kit.news.spool.SpoolRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A producer that ends with its first failure, so that no later record overtakes the failed one.
 *
 * <p>This is why it is Kafka's own producer and not the one of vertx-kafka-client: there a failure
 * is heard on another thread, when later records may be on their way.
 *
 * <p>Thread-safe; {@link #send} may wait for {@code max.block.ms}.
 */
final class OrderedProducer implements AutoCloseable {

  private static final List<Header> HEADERS =
      List.of(
          new RecordHeader(
              "content-type", EventCodec.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)));

  private final Producer<String, byte[]> producer;
  private final AtomicReference<Optional<Failure>> failure =
      new AtomicReference<>(Optional.empty());

  OrderedProducer(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Why this producer is of no more use.
   *
   * @param record what was not sent
   * @param cause why not
   */
  record Failure(SpoolRecord record, Exception cause) {

    /** Whether the record will never be taken, by any broker that is set up like this one. */
    boolean refused() {
      return cause instanceof RecordTooLargeException || cause instanceof InvalidRecordException;
    }
  }

  /**
   * Sends a record to the topic's one partition, unless there was a failure.
   *
   * @param acknowledged called on Kafka's thread when the record is safe
   */
  void send(SpoolRecord record, Runnable acknowledged) {
    if (failure().isPresent()) {
      return;
    }
    try {
      var _ = // the callback tells the same
          producer.send(
              new ProducerRecord<>(record.topic(), 0, record.key(), record.value(), HEADERS),
              (_, e) -> {
                if (e == null) {
                  acknowledged.run();
                } else {
                  fail(record, e);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      fail(record, e);
    }
  }

  /** Waits until the partitions of a topic are known, so that {@link #send} need not. */
  void prepare(String topic) {
    producer.partitionsFor(topic);
  }

  Optional<Failure> failure() {
    return failure.get();
  }

  /** Lets go of everything at once; what is not acknowledged may or may not have arrived. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private void fail(SpoolRecord record, Exception cause) {
    if (failure.compareAndSet(Optional.empty(), Optional.of(new Failure(record, cause)))) {
      producer.close(Duration.ZERO);
    }
  }
}
