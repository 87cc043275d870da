package io.vigie.kube.service;

import io.vertx.core.Vertx;
import io.vigie.event.Fact;
import io.vigie.kube.mind.Mind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Has a mind do its work in portions, while it is our turn: the event loop is never held for long,
 * and what comes in between is heard. Thread rule: the service's own context.
 *
 * <p>A timer lies between two portions. What a task puts on an event loop itself runs before that
 * looks at its sockets again, for up to a second, and a node's death would wait there for all of
 * it.
 */
final class Workbench {

  private static final int MOST_AT_ONCE = 256;
  private static final long PORTION_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** So many facts may wait for Kafka: what is urgent would wait behind them. */
  static final long MOST_WAITING = 300;

  private static final int BREATH_MILLIS = 1;
  private static final int REST_MILLIS = 10;

  private final Vertx vertx;
  private final Mind mind;
  private final BooleanSupplier turn;
  private final Consumer<Fact> teller;
  private final LongSupplier waiting;
  private final WatchMeters meters;
  private int most = 8;
  private boolean scheduled;
  private boolean closed;

  /**
   * Nothing to do yet.
   *
   * @param teller takes what is told
   * @param waiting how much of that has not reached Kafka
   */
  Workbench(
      Vertx vertx,
      Mind mind,
      BooleanSupplier turn,
      Consumer<Fact> teller,
      LongSupplier waiting,
      WatchMeters meters) {
    this.vertx = vertx;
    this.waiting = waiting;
    this.mind = mind;
    this.turn = turn;
    this.teller = teller;
    this.meters = meters;
  }

  /** Does what is most urgent at once, and the rest soon. */
  void hurry() {
    if (isDue()) {
      mind.work(1, System.nanoTime()).forEach(teller);
      later();
    }
  }

  private boolean isDue() {
    return !closed && mind.hasWork() && turn.getAsBoolean();
  }

  private void work() {
    if (!isDue()) {
      return;
    }
    if (waiting.getAsLong() > MOST_WAITING) {
      after(REST_MILLIS);
      return;
    }
    long began = System.nanoTime();
    List<Fact> facts = mind.work(most, began);
    facts.forEach(teller);
    long took = System.nanoTime() - began;
    meters.worked(took);
    most =
        took > PORTION_NANOS ? Math.max(1, most / 2) : Math.min(MOST_AT_ONCE, most + most / 4 + 1);
    later();
  }

  /** Does a portion after what has come already. */
  void later() {
    if (!scheduled && !closed && mind.hasWork()) {
      after(BREATH_MILLIS);
    }
  }

  private void after(int millis) {
    scheduled = true;
    vertx.setTimer(
        millis,
        _ -> {
          scheduled = false;
          work();
        });
  }

  void close() {
    closed = true;
  }
}
