package io.vigie.kit.news.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vigie.event.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is to speak for the cluster: that of the member of a consumer group that has the
 * one partition of {@link Topic#TURN}.
 *
 * <p>The turn is a lease. Each second the group is asked, by a commit that only the owner may make,
 * whether it is still ours; a yes is good for less time than the group waits before it gives the
 * turn to another. So a process that was frozen, or is cut off from Kafka, has lost it before
 * anybody else has it, whatever its threads still believe.
 *
 * <p>Thread rule: made, asked and closed on one Vert.x context, where {@code changed} is called;
 * Kafka is talked to on a thread of its own.
 */
public final class Turn {

  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
  private static final TopicPartition ONE = new TopicPartition(Topic.TURN.wire(), 0);
  private static final Duration ASK = Duration.ofSeconds(1);
  private static final long LEASE_NANOS =
      TimeUnit.MILLISECONDS.toNanos(KafkaSettings.SESSION_MILLIS * 2L / 3);
  private static final int LOOK_MILLIS = 250;

  private final Vertx vertx;
  private final Context context;
  private final KafkaSettings settings;
  private final String group;
  private final Supplier<Future<Void>> caughtUp;
  private final Handler<Boolean> changed;
  private final long timer;

  /** Until when it is ours, by the monotonic clock in ns; meaningless unless {@link #owned}. */
  private volatile long leaseNanos;

  private volatile boolean owned;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> member;

  /** Whether the one before us was heard to the end, or is being heard. */
  private volatile Phase phase = Phase.OTHERS;

  private enum Phase {
    OTHERS,
    HEARING,
    OURS
  }

  /**
   * Asks for it from now on.
   *
   * @param service whose turn: its instances are one group
   * @param caughtUp hears what the one before us said to its end
   * @param changed told when the turn came, or went
   */
  public Turn(
      Vertx vertx,
      KafkaSettings settings,
      String service,
      Supplier<Future<Void>> caughtUp,
      Handler<Boolean> changed) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.group = "vigie-" + service;
    this.caughtUp = caughtUp;
    this.changed = changed;
    Thread.ofPlatform().daemon().name("turn-" + service).start(this::run);
    this.timer = vertx.setPeriodic(LOOK_MILLIS, _ -> look());
  }

  /** Whether it is ours at this moment. */
  public boolean isOurs() {
    return phase == Phase.OURS && leased();
  }

  /** Leaves the group: another one has the turn at once. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
    phase = Phase.OTHERS;
    KafkaConsumer<byte[], byte[]> open = member;
    if (open != null) {
      open.wakeup();
    }
  }

  private boolean leased() {
    return owned && leaseNanos - System.nanoTime() > 0;
  }

  /** On the context: what became of it. */
  private void look() {
    if (!leased()) {
      if (phase == Phase.OURS) {
        LOG.info("the turn to speak went to another, or Kafka does not answer");
        changed.handle(false);
      }
      phase = Phase.OTHERS;
    } else if (phase == Phase.OTHERS) {
      phase = Phase.HEARING;
      caughtUp.get().onComplete(done -> context.runOnContext(_ -> heard(done.succeeded())));
    }
  }

  private void heard(boolean all) {
    if (phase != Phase.HEARING || closed) {
      return;
    }
    phase = all && leased() ? Phase.OURS : Phase.OTHERS;
    if (phase == Phase.OURS) {
      LOG.info("it is our turn to speak");
      changed.handle(true);
    }
  }

  private void run() {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> opened =
          new KafkaConsumer<>(
              settings.turn(group), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        member = opened;
        opened.subscribe(Set.of(Topic.TURN.wire()), new Listener());
        while (!closed) {
          ask(opened);
        }
      } catch (WakeupException e) {
        owned = false; // closed
      } catch (KafkaException e) {
        owned = false;
        LOG.atWarn().addKeyValue("group", group).log("asking for the turn failed", e);
        LockSupport.parkNanos(ASK.toNanos());
      }
    }
  }

  private void ask(KafkaConsumer<byte[], byte[]> opened) {
    opened.poll(ASK);
    if (!opened.assignment().contains(ONE)) {
      owned = false;
      return;
    }
    long asked = System.nanoTime();
    try {
      opened.commitSync(Map.of(ONE, new OffsetAndMetadata(0)));
      leaseNanos = asked + LEASE_NANOS;
      owned = true;
    } catch (RetriableException | CommitFailedException e) {
      LOG.debug("no answer about the turn: the lease runs on", e);
    }
  }

  /** The partition goes: before another one gets it, or after. */
  private final class Listener implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      owned = false;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
