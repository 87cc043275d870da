package io.vigie.console.core.ledger;

/**
 * How available something was in a time.
 *
 * @param millis how long the time is
 * @param lostMillis how much of it clients lost
 * @param unknownMillis how much of it nobody saw
 */
public record Tally(long millis, long lostMillis, long unknownMillis) {

  /** No time. */
  public static final Tally NONE = new Tally(0, 0, 0);

  /** Both times together. */
  public Tally plus(Tally other) {
    return new Tally(
        millis + other.millis, lostMillis + other.lostMillis, unknownMillis + other.unknownMillis);
  }

  /** How long clients got through. */
  public long upMillis() {
    return millis - lostMillis - unknownMillis;
  }
}
