package io.vigie.sim.play;

import java.time.Duration;

/**
 * How fast the clock of the cluster runs.
 *
 * @param speed how many seconds pass there in one of ours; 1 is life
 */
public record Tempo(double speed) {

  private static final double FASTEST = 1000;

  public Tempo {
    if (!(speed >= 0.01 && speed <= FASTEST)) {
      throw new IllegalArgumentException("speed " + speed + ", must be 0.01 to 1000");
    }
  }

  /** How many of our ms so many seconds of the cluster take. */
  long millis(double seconds) {
    return Math.max(1, Math.round(seconds * 1000 / speed));
  }

  /** How long a time of the cluster is for us, in whole seconds, at least 1. */
  long seconds(Duration there) {
    return Math.max(1, Math.round(there.toSeconds() / speed));
  }

  /** The same in minutes. */
  int minutes(Duration there) {
    return (int) Math.max(1, Math.round(there.toMinutes() / speed));
  }
}
