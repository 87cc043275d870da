package io.vigie.lb.app;

import io.vertx.core.Vertx;
import java.util.List;

/** Whether the event loop turns. */
final class Pulse {

  /** A loop that has not turned for longer than this serves nobody. */
  static final long LIMIT_MILLIS = 200;

  private static final long BEAT_MILLIS = 50;

  private final Vertx vertx;
  private final Ticks ticks;
  private final long timer;
  private long turned;

  Pulse(Vertx vertx, Ticks ticks) {
    this.vertx = vertx;
    this.ticks = ticks;
    turned = ticks.nanos();
    timer = vertx.setPeriodic(BEAT_MILLIS, _ -> turned = ticks.nanos());
  }

  /** Why it is not ready, or nothing. */
  List<String> reasons() {
    long agoMillis = (ticks.nanos() - turned) / 1_000_000;
    return agoMillis <= LIMIT_MILLIS
        ? List.of()
        : List.of(
            "event loop turned " + agoMillis + " ms ago, at most " + LIMIT_MILLIS + " expected");
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
