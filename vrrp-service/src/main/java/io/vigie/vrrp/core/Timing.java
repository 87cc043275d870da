package io.vigie.vrrp.core;

/** The timers of RFC 9568 §6.1 and RFC 3768 §6.1, in ns. */
final class Timing {

  private static final long CENTI_NANOS = 10_000_000;
  private static final int V2_SECOND_CENTIS = 100;

  private Timing() {}

  /** Centiseconds in ns. */
  static long nanos(int centis) {
    return centis * CENTI_NANOS;
  }

  /**
   * Skew_Time: the weaker, the later. With version 2 it is a share of a second whatever the
   * interval (RFC 3768 §6.1), with version 3 a share of the active router's interval.
   *
   * @param priority 1 to 255
   * @param activeCentis the active router's interval
   */
  static long skewNanos(Router router, int priority, int activeCentis) {
    int centis = router.version() == 2 ? V2_SECOND_CENTIS : activeCentis;
    return (256 - priority) * nanos(centis) / 256;
  }

  /** Active_Down_Interval: how long the active router may be silent. */
  static long downNanos(Router router, int priority, int activeCentis) {
    return router.downAfter() * nanos(activeCentis) + skewNanos(router, priority, activeCentis);
  }
}
