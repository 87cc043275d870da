package io.vigie.kit.news.kafka;

import io.vigie.kit.news.NewsMeters;
import io.vigie.kit.news.NewsMeters.Dropped;
import io.vigie.kit.news.spool.Backlog;
import io.vigie.kit.news.spool.Spool;
import io.vigie.kit.news.spool.SpoolRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a service's events leave for Kafka: through the spool, so that nothing waits for Kafka.
 *
 * <p>Thread rule: {@link #offer} and {@link #presence} never wait; {@link #close} does.
 */
public final class Outbox {

  private static final int WRITE_MILLIS = 1_000;
  private static final int INTERRUPT_MILLIS = 500;

  /** How long a close waits for a Kafka that has not answered so far. */
  private static final int AWAY_MILLIS = 300;

  private final Spool spool;
  private final Backlog backlog;
  private final Sender sender;
  private final Thread thread;
  private final Reachability reachability;
  private final AtomicLong dropped = new AtomicLong();

  /**
   * An outbox, not yet sending.
   *
   * @param source who sends: {@code /vigie/lb-1/lb-service}
   * @param service its name on the wire
   * @param spool what the last life left; closed with the outbox
   */
  public Outbox(
      String source, String service, KafkaSettings settings, Spool spool, NewsMeters meters) {
    this.spool = spool;
    Signal signal = new Signal();
    this.reachability = new Reachability(service, InstantSource.system());
    this.backlog =
        new Backlog(
            service,
            spool,
            signal::raise,
            count -> {
              dropped.addAndGet(count);
              meters.dropped(Dropped.NO_ROOM, count);
            });
    this.sender = new Sender(source, settings, backlog, meters, signal, reachability);
    this.thread = Thread.ofPlatform().daemon().name("vigie-sender-" + service).unstarted(sender);
    meters.gauge("vigie.news.spool.bytes", spool::bytes);
    meters.gauge("vigie.news.spool.records", spool::records);
    meters.gauge("vigie.news.kafka.answers", () -> reachability.status().answers() ? 1 : 0);
  }

  /** Begins to send. */
  public void start() {
    backlog.start();
    thread.start();
  }

  /** Sends this after all before it, however long Kafka is away. */
  public void offer(SpoolRecord record) {
    backlog.offer(record);
  }

  /** Sends this at once or not at all: old presence is worth nothing. */
  public void presence(SpoolRecord record) {
    sender.presence(record);
  }

  /** How it stands with Kafka. */
  public KafkaStatus status() {
    return reachability.status();
  }

  /** How many events have not reached Kafka yet; those only in memory for want of disk apart. */
  public long waiting() {
    return backlog.waiting();
  }

  /** The spool, to look at. */
  public Spool spool() {
    return spool;
  }

  /** How many events will never reach Kafka for want of room. */
  public long dropped() {
    return dropped.get();
  }

  /** What a person should know of disk and topics. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(sender.warnings());
    if (!backlog.trouble().isEmpty()) {
      all.add(backlog.trouble());
    }
    long half = spool.mostBytes() / 2;
    if (spool.bytes() > half) {
      all.add("spool: %d of %d bytes used".formatted(spool.bytes(), spool.mostBytes()));
    }
    if (dropped() > 0) {
      all.add(
          "spool: %d events dropped since the start for want of room: raise kafka.spoolBytes"
              .formatted(dropped()));
    }
    return all;
  }

  /**
   * Sends what is left while Kafka answers, for at most this time, and lets go of everything. What
   * is left then, or while Kafka is away, waits in the spool for the next life.
   */
  public void close(long limitMillis) throws InterruptedException, IOException {
    backlog.finish(WRITE_MILLIS);
    sender.stop(limitMillis);
    long first = status().answers() ? limitMillis : Math.min(AWAY_MILLIS, limitMillis);
    boolean over = thread.join(Duration.ofMillis(first));
    if (!over && status().answers()) {
      over = thread.join(Duration.ofMillis(limitMillis - first));
    }
    if (!over) {
      thread.interrupt();
      TimeUnit.MILLISECONDS.timedJoin(thread, INTERRUPT_MILLIS);
    }
    spool.close();
  }
}
