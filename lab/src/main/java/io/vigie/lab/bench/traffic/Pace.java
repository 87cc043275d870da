package io.vigie.lab.bench.traffic;

/** When requests are due: at even intervals from a start on, whatever becomes of them. */
final class Pace {

  /** Nothing is ever due. */
  static final Pace NONE = new Pace(0, 0);

  private final long startNanos;
  private final double perSecond;
  private long sent;

  /**
   * Of one thread.
   *
   * @param perSecond requests; 0 for none
   */
  Pace(long startNanos, double perSecond) {
    this.startNanos = startNanos;
    this.perSecond = perSecond;
  }

  boolean isOn() {
    return perSecond > 0;
  }

  /** When the next one is due. */
  long dueNanos() {
    return startNanos + (long) (sent * 1e9 / perSecond);
  }

  /** The next one is sent. */
  void advance() {
    sent++;
  }

  /** How many should have been sent by then and were not. */
  long unsent(long endNanos) {
    return isOn()
        ? Math.max(0, (long) Math.ceil((endNanos - startNanos) * perSecond / 1e9) - sent)
        : 0;
  }
}
