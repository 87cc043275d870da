package io.vigie.kit.news.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is still to be sent: on disk as far as that goes, else the last words in memory.
 *
 * <p>Thread rule: {@link #offer} from the service's context, never waits; {@link #take} and {@link
 * #done} from the one thread that sends. The disk is written by a thread of its own.
 */
public final class Backlog {

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final int QUEUE = 8_192;
  private static final int BATCH = 256;
  private static final long OVERFLOW_BYTES = 4 << 20;

  private final Spool spool;
  private final Runnable arrived;
  private final IntConsumer dropped;
  private final BlockingQueue<SpoolRecord> queue = new ArrayBlockingQueue<>(QUEUE);

  /** In the queue, or on their way from it to the disk. */
  private final AtomicInteger unwritten = new AtomicInteger();

  private final Overflow overflow = new Overflow(OVERFLOW_BYTES);
  private final Thread writer;
  private volatile boolean closing;
  private volatile String trouble = "";

  /**
   * A backlog that writes to this spool.
   *
   * @param arrived called on the writer's thread when there is something new to take
   * @param dropped called with a number of records that will never be sent, on any thread
   */
  public Backlog(String service, Spool spool, Runnable arrived, IntConsumer dropped) {
    this.spool = spool;
    this.arrived = arrived;
    this.dropped = dropped;
    this.writer =
        Thread.ofPlatform().daemon().name("vigie-spool-" + service).unstarted(this::write);
  }

  /** A record taken, to be given back to {@link #done}. */
  public record Taken(SpoolRecord record, boolean spooled) {}

  /** Begins to write. */
  public void start() {
    writer.start();
  }

  /** Takes the record in, or counts it as dropped if the disk stands still. */
  public void offer(SpoolRecord record) {
    unwritten.incrementAndGet();
    if (closing || !queue.offer(record)) {
      unwritten.decrementAndGet();
      dropped.accept(1);
    }
  }

  /** The next records in order, at most this many; empty if there is none. */
  public synchronized List<Taken> take(int most) {
    if (most <= 0) {
      return List.of();
    }
    try {
      List<SpoolRecord> spooled = readSpool(most);
      if (!spooled.isEmpty()) {
        return spooled.stream().map(record -> new Taken(record, true)).toList();
      }
    } catch (IOException e) {
      trouble("cannot be trimmed", e);
      return List.of(); // what is in memory must not overtake it
    }
    return overflow.take(most).stream().map(record -> new Taken(record, false)).toList();
  }

  /** The oldest record taken and not done is in Kafka, or will never be. */
  public synchronized void done(Taken taken) {
    if (taken.spooled()) {
      try {
        spool.done();
      } catch (IOException e) {
        trouble("cannot be trimmed", e);
      }
    }
  }

  /** How many records were offered and are not done. Waits for nothing. */
  public long waiting() {
    return unwritten.get() + spool.records();
  }

  /** Whether nothing is left that was offered. */
  public synchronized boolean isEmpty() {
    return queue.isEmpty() && overflow.isEmpty() && spool.records() == 0;
  }

  /** What a person should know of the disk; empty when all is well. */
  public String trouble() {
    return trouble;
  }

  /** The spool, to look at. */
  public Spool spool() {
    return spool;
  }

  /** Takes nothing more in, and writes what was offered as far as the time allows. */
  public void finish(long limitMillis) throws InterruptedException {
    closing = true;
    writer.join(limitMillis);
  }

  private void write() {
    List<SpoolRecord> batch = new ArrayList<>();
    try {
      while (!closing || !queue.isEmpty()) {
        SpoolRecord first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          store(batch);
          unwritten.addAndGet(-batch.size());
          batch.clear();
          arrived.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void store(List<SpoolRecord> batch) {
    int stored = 0;
    if (overflow.isEmpty()) { // else they would overtake what is in memory
      try {
        stored = spool.append(batch);
        if (stored == batch.size()) {
          trouble = "";
        }
      } catch (IOException e) {
        trouble("cannot be written", e);
      }
    }
    for (SpoolRecord record : batch.subList(stored, batch.size())) {
      int gone = overflow.add(record);
      if (gone > 0) {
        dropped.accept(gone);
      }
    }
  }

  private List<SpoolRecord> readSpool(int most) throws IOException {
    while (true) {
      try {
        return spool.read(most);
      } catch (IOException e) {
        trouble("cannot be read", e);
        dropped.accept(spool.skipUnreadable()); // at most once per file: then it is read through
      }
    }
  }

  private void trouble(String what, IOException e) {
    if (trouble.isEmpty()) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("spool {}", what);
    }
    trouble = "spool: " + what + ": " + e.getMessage();
  }
}
