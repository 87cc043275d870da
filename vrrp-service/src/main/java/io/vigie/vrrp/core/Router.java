package io.vigie.vrrp.core;

import java.util.List;

/**
 * One virtual router as this host is configured to play it.
 *
 * @param vip its name in the configuration
 * @param vrid virtual router id, 1 to 255
 * @param version of VRRP, 2 or 3
 * @param intervalCentis between own adverts, in centiseconds: 100 per second with version 2, 1 to
 *     4095 with version 3
 * @param downAfter adverts missed until the active router counts as gone; 3 in the RFC
 * @param addresses without prefix lengths, in the order they are sent
 */
public record Router(
    String vip, int vrid, int version, int intervalCentis, int downAfter, List<String> addresses) {

  public Router {
    addresses = List.copyOf(addresses);
  }

  /** Between own adverts, in ns. */
  long intervalNanos() {
    return Timing.nanos(intervalCentis);
  }

  /**
   * How long who has resigned waits to be relieved: longer than any Skew_Time, and less than {@link
   * #peersDownNanos}.
   */
  long reliefNanos() {
    return Math.max(1, downAfter - 1) * intervalNanos();
  }

  /**
   * The shortest time after which a peer may take over: that of a priority of 255, whose Skew_Time
   * is nearly nothing.
   */
  long peersDownNanos() {
    return downAfter * intervalNanos();
  }
}
