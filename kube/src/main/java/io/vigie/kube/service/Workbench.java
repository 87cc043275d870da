package io.vigie.kube.service;

import io.vertx.core.Context;
import io.vigie.event.Fact;
import io.vigie.kube.mind.Mind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has a mind do its work in portions, while it is our turn: the event loop is never held for long,
 * and what comes in between is heard. Thread rule: the service's own context.
 */
final class Workbench {

  private static final int MOST_AT_ONCE = 256;
  private static final long PORTION_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final Context context;
  private final Mind mind;
  private final BooleanSupplier turn;
  private final Consumer<Fact> teller;
  private final WatchMeters meters;
  private int most = 8;
  private boolean scheduled;
  private boolean closed;

  Workbench(
      Context context, Mind mind, BooleanSupplier turn, Consumer<Fact> teller, WatchMeters meters) {
    this.context = context;
    this.mind = mind;
    this.turn = turn;
    this.teller = teller;
    this.meters = meters;
  }

  /** Does a portion at once, and the rest soon. */
  void work() {
    if (closed || !mind.hasWork() || !turn.getAsBoolean()) {
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

  /** Does a portion after what waits already. */
  void later() {
    if (!scheduled && !closed && mind.hasWork()) {
      scheduled = true;
      context.runOnContext(
          _ -> {
            scheduled = false;
            work();
          });
    }
  }

  void close() {
    closed = true;
  }
}
