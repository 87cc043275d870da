package io.vigie.health.core;

import java.util.random.RandomGenerator;

/**
 * When to probe and how often to believe it. HAProxy's inter, fastinter, downinter, rise and fall.
 *
 * @param intervalNanos from the end of a probe to the next while fully up
 * @param fastNanos the same in any state between
 * @param downNanos the same while fully down
 * @param jitterPercent how far an interval strays, 0 to 50
 * @param timeoutNanos for a whole probe, connect included
 * @param rise successes that take it up, at least 1
 * @param fall failures that take it down, at least 1
 * @param startsUp whether it counts as up before its first probe
 */
public record Rule(
    long intervalNanos,
    long fastNanos,
    long downNanos,
    int jitterPercent,
    long timeoutNanos,
    int rise,
    int fall,
    boolean startsUp) {

  /** The longest it can take from a fault to the verdict, however the fault shows. */
  public long worstDetectionNanos() {
    return intervalNanos + timeoutNanos + (fall - 1) * (fastNanos + timeoutNanos);
  }

  /** How long to wait after a probe that left this counter. */
  public long pauseNanos(Counter counter, RandomGenerator random) {
    long plain =
        counter.health() == rise + fall - 1
            ? intervalNanos
            : counter.health() == 0 ? downNanos : fastNanos;
    long stray = plain * jitterPercent / 100;
    return stray == 0 ? plain : plain - stray + random.nextLong(2 * stray + 1);
  }
}
