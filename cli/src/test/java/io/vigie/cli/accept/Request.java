package io.vigie.cli.accept;

/**
 * One request over a connection of its own.
 *
 * @param begun when it was to begin, by {@link System#nanoTime}
 * @param ended when it was answered or failed
 * @param backend who answered; 0 if nobody did
 * @param failure why nobody did; empty if somebody did
 */
record Request(long begun, long ended, char backend, String failure) {

  boolean failed() {
    return !failure.isEmpty();
  }

  long millis() {
    return (ended - begun) / 1_000_000;
  }

  boolean beganAfter(long nanos) {
    return begun - nanos > 0;
  }

  /** Whether it was under way at any time from one to the other. */
  boolean overlaps(long from, long to) {
    return begun - to <= 0 && ended - from >= 0;
  }
}
