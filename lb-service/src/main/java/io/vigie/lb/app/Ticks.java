package io.vigie.lb.app;

/** The director's clock: nanoseconds since it was made, never going back. */
final class Ticks {

  private final long origin = System.nanoTime();

  long nanos() {
    return System.nanoTime() - origin;
  }
}
