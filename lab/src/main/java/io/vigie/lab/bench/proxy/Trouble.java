package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.traffic.Servers;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Servers that die and come back, one at a time, and reloads; at random moments. */
final class Trouble {

  private static final long LEAST_MILLIS = 500;
  private static final long MOST_MILLIS = 4_000;
  private static final long RELOAD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What loads the configuration again. */
  @FunctionalInterface
  interface Reload {

    /** Has it loaded. */
    void run() throws IOException;
  }

  private final Servers servers;
  private final int count;
  private final Reload reload;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int dead = -1;
  private long turnNanos = System.nanoTime() + pause();
  private long reloadNanos = System.nanoTime() + RELOAD_NANOS / 2;
  private int deaths;

  Trouble(Servers servers, int count, Reload reload) {
    this.servers = servers;
    this.count = count;
    this.reload = reload;
  }

  /** Does what is due. */
  void make() throws IOException {
    if (System.nanoTime() - turnNanos >= 0) {
      turnNanos = System.nanoTime() + pause();
      if (dead < 0) {
        dead = random.nextInt(count);
        servers.kill(dead);
        deaths++;
      } else {
        end();
      }
    }
    if (System.nanoTime() - reloadNanos >= 0) {
      reloadNanos = System.nanoTime() + RELOAD_NANOS;
      reload.run();
    }
  }

  /** Brings a dead server back. */
  void end() throws IOException {
    if (dead >= 0) {
      servers.revive(dead);
      dead = -1;
    }
  }

  int deaths() {
    return deaths;
  }

  private long pause() {
    return TimeUnit.MILLISECONDS.toNanos(random.nextLong(LEAST_MILLIS, MOST_MILLIS));
  }
}
