package io.vigie.vrrp.app;

import io.vertx.core.Vertx;
import io.vigie.kit.config.VipConfig.ScriptConfig;
import io.vigie.vrrp.core.Tracker.Reading;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a program again and again; its exit code counts, after {@code fall} or {@code rise} in a
 * row. A run that is not over when the next is due delays it.
 *
 * <p>Thread rule: the service's own context; the program is waited for elsewhere.
 */
final class ScriptWatch {

  private static final File NOTHING = new File("/dev/null");

  private final Vertx vertx;
  private final String name;
  private final ScriptConfig config;
  private final Consumer<Reading> readings;
  private final long timer;

  private boolean running;
  private boolean known;
  private boolean well;
  private int inARow;

  ScriptWatch(Vertx vertx, String name, ScriptConfig config, Consumer<Reading> readings) {
    this.vertx = vertx;
    this.name = name;
    this.config = config;
    this.readings = readings;
    this.timer = vertx.setPeriodic(0, config.interval().toMillis(), _ -> begin());
  }

  private void begin() {
    if (running) {
      return;
    }
    running = true;
    vertx
        .executeBlocking(this::run, false)
        .onComplete(
            result -> {
              running = false;
              ended(result.succeeded() ? result.result() : "cannot be run: " + result.cause());
            });
  }

  /** Runs it once; answers what went wrong, empty if nothing. */
  private String run() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(config.command())
              .redirectInput(NOTHING)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return "took longer than " + config.timeout().toMillis() + " ms";
      }
      return process.exitValue() == 0 ? "" : "exit code " + process.exitValue();
    } catch (IOException e) {
      return "cannot be run: " + e.getMessage();
    }
  }

  private void ended(String trouble) {
    boolean passed = trouble.isEmpty();
    if (known && passed == well) {
      inARow = 0;
      return;
    }
    inARow++;
    // The first result counts at once: until then the host takes no part.
    if (known && inARow < (passed ? config.rise() : config.fall())) {
      return;
    }
    known = true;
    well = passed;
    inARow = 0;
    int weight = config.weight();
    int delta = passed ? Math.max(weight, 0) : Math.min(weight, 0);
    readings.accept(new Reading(passed, delta, name + (passed ? " passes" : ": " + trouble)));
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
