package io.vigie.kit.news.kafka;

import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.news.NewsMeters;
import io.vigie.kit.news.NewsMeters.Dropped;
import io.vigie.kit.news.kafka.OrderedProducer.Failure;
import io.vigie.kit.news.spool.Backlog;
import io.vigie.kit.news.spool.Backlog.Taken;
import io.vigie.kit.news.spool.SpoolRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that sends the backlog: every record once and in order, for as long as it takes.
 *
 * <p>While a producer lives it repeats by itself, and the broker knows what it had already. A new
 * producer is not known: so before its first record the tail of the topics is read, and what is
 * there is not sent again.
 */
final class Sender implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final int WINDOW = 512;
  private static final int IDLE_MILLIS = 250;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long VERIFY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int FIRST_PAUSE_MILLIS = 200;
  private static final int MOST_PAUSE_MILLIS = 5_000;
  private static final int TAIL_MILLIS = 60_000;

  /** How far the broker's clock may be before ours when the tail is looked for. */
  private static final long SKEW_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final List<Topic> SPOOLED =
      List.of(Topic.values()).stream().filter(topic -> topic != Topic.PRESENCE).toList();

  /** Where one of several speaks for the cluster. */
  private static final Set<String> ONE_VOICE =
      Arrays.stream(Topic.values())
          .filter(Topic::oneVoice)
          .map(Topic::wire)
          .collect(Collectors.toUnmodifiableSet());

  private final long bornMillis = System.currentTimeMillis();
  private final String source;
  private final KafkaSettings settings;
  private final Backlog backlog;
  private final NewsMeters meters;
  private final Signal signal;
  private final Reachability reachability;

  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final Map<String, Sequence> alreadyThere = new HashMap<>();
  private long verifiedNanos;
  private long acknowledgedNanos = System.nanoTime();

  /** Kafka answered when the topics were verified, and has acknowledged nothing since. */
  private boolean passedOver;

  /** The producer that was passed over for long: Kafka is not where it looks for it. */
  private boolean lost;

  /** One that waits for an answer, for as long as Kafka is away. */
  private @Nullable Admin admin;

  private int pauseMillis = FIRST_PAUSE_MILLIS;

  private final AtomicReference<@Nullable SpoolRecord> presence = new AtomicReference<>();
  private final AtomicBoolean presenceInFlight = new AtomicBoolean();
  private volatile long presenceSinceNanos;
  private volatile boolean acknowledged;
  private volatile List<String> warnings = List.of();
  private volatile long stopByNanos;
  private final CountDownLatch stopping = new CountDownLatch(1);

  Sender(
      String source,
      KafkaSettings settings,
      Backlog backlog,
      NewsMeters meters,
      Signal signal,
      Reachability reachability) {
    this.source = source;
    this.settings = settings;
    this.backlog = backlog;
    this.meters = meters;
    this.signal = signal;
    this.reachability = reachability;
  }

  /** Sends this as soon as Kafka takes it, unless a newer one comes before. */
  void presence(SpoolRecord record) {
    presence.set(record);
    signal.raise();
  }

  /** What a person should know of the topics. */
  List<String> warnings() {
    return warnings;
  }

  /** Ends the loop when all is sent, if Kafka answers, and at the latest after this time. */
  void stop(long limitMillis) {
    stopByNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    stopping.countDown();
    signal.raise();
  }

  @Override
  public void run() {
    try {
      while (!over()) {
        try (OrderedProducer producer = connect()) {
          while (!over() && !lost && producer.failure().isEmpty()) {
            pump(producer);
          }
          producer.failure().ifPresent(this::failed);
          if (lost) {
            meters.sendError("Lost");
          }
        } catch (ExecutionException | TimeoutException e) {
          unreachable(e);
        } catch (InterruptException e) {
          throw e;
        } catch (RuntimeException e) { // Kafka's, mostly; to end here would end all sending
          unreachable(e);
        }
        if (stopping.await(pauseMillis, TimeUnit.MILLISECONDS)
            && !reachability.status().answers()) {
          return; // what is left waits in the spool for the next life
        }
        pauseMillis = Math.min(2 * pauseMillis, MOST_PAUSE_MILLIS);
      }
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("sender interrupted", e);
    } finally {
      leaveAdmin();
    }
  }

  private boolean over() {
    return stopping.getCount() == 0
        && (System.nanoTime() - stopByNanos > 0 || (inFlight.isEmpty() && backlog.isEmpty()));
  }

  private OrderedProducer connect()
      throws InterruptedException, ExecutionException, TimeoutException {
    verifyTopics();
    fill();
    skipWhatIsThere();
    OrderedProducer producer =
        new OrderedProducer(
            new KafkaProducer<>(
                settings.producer(), new StringSerializer(), new ByteArraySerializer()));
    try {
      for (Topic topic : Topic.values()) {
        producer.prepare(topic.wire());
      }
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
    lost = false;
    passedOver = false;
    presenceInFlight.set(false);
    inFlight.forEach(one -> send(producer, one));
    return producer;
  }

  private void verifyTopics() throws InterruptedException, ExecutionException, TimeoutException {
    verifiedNanos = System.nanoTime();
    admin = admin == null ? Admin.create(settings.admin()) : admin;
    warnings = List.copyOf(Topics.ensure(admin, KafkaSettings.REQUEST_MILLIS));
    leaveAdmin();
  }

  private void leaveAdmin() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  /** What a producer before this one sent may have arrived, acknowledged or not. */
  private void skipWhatIsThere() {
    if (inFlight.isEmpty()) {
      return;
    }
    long sinceMillis = inFlight.element().record().timeMillis() - SKEW_MILLIS;
    try (Tail tail = new Tail(settings, source, TAIL_MILLIS)) {
      alreadyThere.putAll(tail.last(SPOOLED, Math.max(0, sinceMillis)));
    }
  }

  private void pump(OrderedProducer producer) throws InterruptedException {
    settle();
    boolean idle = true;
    for (InFlight one : fill()) {
      send(producer, one);
      idle = false;
    }
    sendPresence(producer);
    watch();
    if (idle && !over()) {
      signal.await(IDLE_MILLIS);
    }
  }

  /** Lets go of the records at the head that need no more sending. */
  private void settle() {
    while (!inFlight.isEmpty() && inFlight.element().settled()) {
      backlog.done(inFlight.remove().taken());
    }
  }

  private List<InFlight> fill() {
    List<Taken> taken = backlog.take(WINDOW - inFlight.size());
    List<InFlight> added = taken.stream().map(one -> new InFlight(one, System.nanoTime())).toList();
    inFlight.addAll(added);
    return added;
  }

  private void send(OrderedProducer producer, InFlight one) {
    String topic = one.record().topic();
    Sequence there = alreadyThere.get(topic);
    if (one.settled()) {
      return;
    }
    if (there != null && one.record().sequence().compareTo(there) <= 0) {
      meters.alreadyThere(topic);
      one.settle();
      return;
    }
    if (isStale(one.record())) {
      meters.dropped(Dropped.STALE, 1);
      one.settle();
      return;
    }
    producer.send(
        one.record(),
        () -> {
          one.settle();
          meters.sent(topic);
          acknowledged = true;
          signal.raise();
        });
  }

  /**
   * Whether an earlier life said it for the cluster, so long ago that another one may speak now:
   * whoever does tells what the topic does not have, and this would come after it.
   */
  private boolean isStale(SpoolRecord record) {
    return ONE_VOICE.contains(record.topic())
        && record.timeMillis() < bornMillis
        && System.currentTimeMillis() - record.timeMillis() > KafkaSettings.SESSION_MILLIS;
  }

  private void sendPresence(OrderedProducer producer) {
    if (presence.get() == null || !presenceInFlight.compareAndSet(false, true)) {
      return;
    }
    SpoolRecord record = presence.getAndSet(null);
    if (record != null) {
      presenceSinceNanos = System.nanoTime();
      producer.send(
          record,
          () -> {
            presenceInFlight.set(false);
            meters.sent(record.topic());
            acknowledged = true;
          });
    }
  }

  /** The producer repeats in silence: this notices when nothing is acknowledged any more. */
  private void watch() throws InterruptedException {
    long now = System.nanoTime();
    if (acknowledged) {
      acknowledged = false;
      acknowledgedNanos = now;
      passedOver = false;
      pauseMillis = FIRST_PAUSE_MILLIS;
      reachability.answers();
    }
    if (waitedNanos(now) < SILENCE_NANOS) {
      return;
    }
    reachability.away("no acknowledgement from " + settings.config().bootstrap());
    if (now - verifiedNanos > VERIFY_NANOS) {
      lost = passedOver;
      try {
        verifyTopics(); // perhaps a topic was deleted
        passedOver = true;
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("topics cannot be verified", e);
      }
    }
  }

  /** How long something has waited for an acknowledgement while there was none at all. */
  private long waitedNanos(long now) {
    InFlight first = inFlight.peek();
    long records = first == null || first.settled() ? 0 : now - first.sinceNanos();
    long presences = presenceInFlight.get() ? now - presenceSinceNanos : 0;
    return Math.min(Math.max(records, presences), now - acknowledgedNanos);
  }

  private void failed(Failure failure) {
    meters.sendError(failure.cause().getClass().getSimpleName());
    if (failure.refused()) {
      LOG.atError()
          .addKeyValue("key", failure.record().key())
          .addKeyValue("sequence", failure.record().sequence())
          .addKeyValue("reason", failure.cause().getMessage())
          .log("kafka refused an event for what it is; it is dropped");
      meters.dropped(Dropped.REFUSED, 1);
      inFlight.stream().filter(one -> one.record() == failure.record()).forEach(InFlight::settle);
      settle();
      return;
    }
    reachability.away(reason(failure.cause()));
  }

  private void unreachable(Exception e) {
    Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
    meters.sendError(cause.getClass().getSimpleName());
    reachability.away(reason(cause));
  }

  private String reason(Throwable cause) {
    boolean silence =
        cause instanceof TimeoutException
            || cause instanceof org.apache.kafka.common.errors.TimeoutException;
    return silence
        ? "no answer from " + settings.config().bootstrap()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
