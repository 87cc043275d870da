package io.vigie.lb.app;

import io.vertx.core.Vertx;
import io.vigie.lb.net.Engine;
import java.util.List;

/** Whether every loop of the engine turns. Thread rule: on the service's context only. */
final class Pulse {

  /** A loop that has not turned for longer than this serves nobody. */
  static final long LIMIT_MILLIS = 200;

  private static final long BEAT_MILLIS = 50;

  private final Vertx vertx;
  private final Ticks ticks;
  private final Engine engine;
  private final long timer;
  private boolean asked;
  private long turned;

  Pulse(Vertx vertx, Ticks ticks, Engine engine) {
    this.vertx = vertx;
    this.ticks = ticks;
    this.engine = engine;
    turned = ticks.nanos();
    timer = vertx.setPeriodic(BEAT_MILLIS, _ -> ask());
  }

  private void ask() {
    if (!asked) {
      asked = true;
      engine
          .turned()
          .onSuccess(
              _ -> {
                turned = ticks.nanos();
                asked = false;
              });
    }
  }

  /** Why it is not ready, or nothing. */
  List<String> reasons() {
    long agoMillis = (ticks.nanos() - turned) / 1_000_000;
    return agoMillis <= LIMIT_MILLIS
        ? List.of()
        : List.of(
            "a loop of the engine turned "
                + agoMillis
                + " ms ago, at most "
                + LIMIT_MILLIS
                + " expected");
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
