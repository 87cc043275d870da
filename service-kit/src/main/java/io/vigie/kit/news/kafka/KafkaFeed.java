package io.vigie.kit.news.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vigie.event.Decoded;
import io.vigie.event.Topic;
import io.vigie.kit.news.Heard.Path;
import io.vigie.kit.news.Inbox;
import io.vigie.kit.news.NewsMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topics in Kafka: those that are folded from their beginning, the others from their end or
 * a time before it.
 *
 * <p>A consumer that fails is replaced, and goes on where the last one was; one that waits for an
 * answer in vain asks again. Nobody waits for any of it.
 *
 * <p>Thread rule: the context it was made on, which the inbox is called on too.
 */
public final class KafkaFeed {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
  private static final int FIRST_PAUSE_MILLIS = 200;
  private static final int MOST_PAUSE_MILLIS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final KafkaSettings settings;
  private final Set<TopicPartition> partitions;
  private final Duration back;
  private final Inbox inbox;
  private final NewsMeters meters;

  /** The next offset to hear, by partition; empty before the first consumer. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** Where each topic ended when we started: what is before is the start-up fold. */
  private final Map<TopicPartition, Long> foldEnds = new HashMap<>();

  private @Nullable KafkaReadStream<String, Decoded> stream;

  private final List<Waiting> waiting = new ArrayList<>();

  /** Somebody waits until this offset was heard. */
  private record Waiting(TopicPartition partition, long end, Promise<Void> done) {}

  /** Which consumer this is; what an earlier one still says is not heard. */
  private int life;

  private int pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean closed;

  /**
   * A feed of these topics, not yet started.
   *
   * @param back how far back to begin with those that are not folded
   */
  public KafkaFeed(
      Vertx vertx,
      KafkaSettings settings,
      Set<Topic> topics,
      Duration back,
      Inbox inbox,
      NewsMeters meters) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.partitions =
        topics.stream()
            .map(topic -> new TopicPartition(topic.wire(), 0))
            .collect(Collectors.toUnmodifiableSet());
    this.back = back;
    this.inbox = inbox;
    this.meters = meters;
  }

  /** Begins to follow, as soon as Kafka answers. */
  public void start() {
    if (!partitions.isEmpty()) {
      connect();
    }
  }

  /** Ends it; the inbox is not called any more. */
  public Future<Void> close() {
    closed = true;
    life++;
    KafkaReadStream<String, Decoded> open = stream;
    stream = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  /**
   * Done when all that is in a topic now has been heard. Fails if there is no connection, or it
   * breaks.
   */
  public Future<Void> caughtUp(Topic topic) {
    TopicPartition partition = new TopicPartition(topic.wire(), 0);
    KafkaReadStream<String, Decoded> open = stream;
    if (open == null || !partitions.contains(partition)) {
      return Future.failedFuture("not following " + topic.wire());
    }
    int own = life;
    return Future.all(open.endOffsets(Set.of(partition)), open.beginningOffsets(Set.of(partition)))
        .compose(
            both -> {
              Map<TopicPartition, Long> ends = both.resultAt(0);
              Map<TopicPartition, Long> begins = both.resultAt(1);
              long end = ends.getOrDefault(partition, 0L);
              boolean empty = end <= begins.getOrDefault(partition, 0L);
              Promise<Void> done = Promise.promise();
              if (own != life) {
                done.fail("the connection broke");
              } else if (empty || next.getOrDefault(partition, 0L) >= end) {
                done.complete();
              } else {
                waiting.add(new Waiting(partition, end, done));
              }
              return done.future();
            });
  }

  private void connect() {
    int own = ++life;
    vertx
        .executeBlocking(this::consumer, false) // loads classes and resolves names
        .onSuccess(opened -> follow(own, opened))
        .onFailure(cause -> failed(own, cause));
  }

  private KafkaConsumer<String, Decoded> consumer() {
    return new KafkaConsumer<>(
        settings.consumer("feed"), new StringDeserializer(), new DecodedDeserializer());
  }

  private void follow(int own, KafkaConsumer<String, Decoded> consumer) {
    KafkaReadStream<String, Decoded> opened = KafkaReadStream.create(vertx, consumer);
    if (closed) {
      opened.close();
      return;
    }
    stream = opened;
    opened.exceptionHandler(e -> context.runOnContext(_ -> failed(own, e)));
    place(own, opened);
  }

  private void place(int own, KafkaReadStream<String, Decoded> opened) {
    opened
        .endOffsets(partitions)
        .compose(ends -> begins(opened).onSuccess(begins -> begin(ends, begins)))
        .compose(_ -> opened.assign(partitions))
        .compose(_ -> seek(opened))
        .onSuccess(
            _ -> {
              pauseMillis = FIRST_PAUSE_MILLIS;
              opened.handler(record -> heard(own, record));
            })
        .onFailure(
            cause -> {
              if (cause instanceof RetriableException) { // most often: nobody answers
                count(cause);
                after(own, () -> place(own, opened));
              } else {
                failed(own, cause);
              }
            });
  }

  /** Where to begin with topics that are not folded; from the end where nothing is so new. */
  private Future<Map<TopicPartition, Long>> begins(KafkaReadStream<String, Decoded> opened) {
    Map<TopicPartition, Long> since = new HashMap<>();
    for (TopicPartition partition : partitions) {
      if (!back.isZero() && !foldedAtStart(partition.topic())) {
        since.put(partition, inbox.nowMillis() - back.toMillis());
      }
    }
    if (since.isEmpty() || !foldEnds.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return opened
        .offsetsForTimes(since)
        .map(
            found -> {
              Map<TopicPartition, Long> begins = new HashMap<>();
              found.forEach(
                  (partition, place) -> {
                    if (place != null) {
                      begins.put(partition, place.offset());
                    }
                  });
              return begins;
            });
  }

  private void begin(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> begins) {
    if (!foldEnds.isEmpty()) {
      return; // not the first consumer: the fold is what it was
    }
    foldEnds.putAll(ends);
    for (TopicPartition partition : partitions) {
      boolean folded = foldedAtStart(partition.topic());
      long end = ends.getOrDefault(partition, 0L);
      next.put(partition, folded ? 0L : begins.getOrDefault(partition, end));
    }
  }

  private static boolean foldedAtStart(String wire) {
    for (Topic topic : Topic.values()) {
      if (topic.wire().equals(wire)) {
        return topic.folded();
      }
    }
    throw new IllegalStateException("no topic " + wire);
  }

  private Future<Void> seek(KafkaReadStream<String, Decoded> opened) {
    return Future.all(
            next.entrySet().stream().map(one -> opened.seek(one.getKey(), one.getValue())).toList())
        .mapEmpty();
  }

  private void heard(int by, ConsumerRecord<String, Decoded> record) {
    if (by != life) {
      return;
    }
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() < next.getOrDefault(partition, 0L)) {
      foldEnds.put(partition, 0L); // the topic was deleted and made anew: its offsets too
    }
    next.put(partition, record.offset() + 1);
    hand(record, partition);
    waiting.removeIf(
        one ->
            one.partition().equals(partition)
                && record.offset() + 1 >= one.end()
                && one.done().tryComplete());
  }

  private void hand(ConsumerRecord<String, Decoded> record, TopicPartition partition) {
    switch (record.value()) {
      case null -> ended(record.key());
      case Decoded copy ->
          inbox.copy(
              copy,
              Path.KAFKA,
              record.offset() < foldEnds.getOrDefault(partition, 0L),
              record.timestamp());
    }
  }

  private void ended(@Nullable String key) {
    if (key != null) {
      inbox.ended(key);
    }
  }

  /** A failure is often heard twice, from the stream and from a call; only the first counts. */
  private void failed(int who, Throwable cause) {
    if (who != life || closed) {
      return;
    }
    KafkaReadStream<String, Decoded> broken = stream;
    stream = null;
    life++;
    waiting.forEach(one -> one.done().tryFail(cause));
    waiting.clear();
    count(cause);
    Future<Void> gone = broken == null ? Future.succeededFuture() : broken.close();
    int next = life;
    gone.onComplete(_ -> after(next, this::connect));
  }

  private void count(Throwable cause) {
    LOG.debug("consumer failed", cause);
    meters.count("vigie.news.feed.failures", "reason", cause.getClass().getSimpleName());
  }

  /** Does it after a pause, if nothing has failed meanwhile, nor is closed. */
  private void after(int own, Runnable next) {
    int pause = pauseMillis;
    pauseMillis = Math.min(2 * pauseMillis, MOST_PAUSE_MILLIS);
    vertx.setTimer(
        pause,
        _ -> {
          if (own == life && !closed) {
            next.run();
          }
        });
  }
}
