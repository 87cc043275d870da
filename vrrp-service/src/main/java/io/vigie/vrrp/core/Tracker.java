package io.vigie.vrrp.core;

/**
 * Something on this host that the priority depends on.
 *
 * @param name such as {@code lb}, {@code observer}, {@code link eth0}, {@code script gateway}
 * @param impact what it means when it is not well
 * @param riseNanos how long it must be well to count as well
 * @param fallNanos how long it must be unwell to count as unwell
 */
public record Tracker(String name, Impact impact, long riseNanos, long fallNanos) {

  /** What it means when something is not well. */
  public enum Impact {
    /** lb-service: nobody here serves the VIP. Resign at once, priority 1; a flap. */
    LB(false),
    /** The own observer: this host may be cut off. Priority 1; a flap under any preempt mode. */
    OBSERVER(true),
    /** The link the VIP is on: nothing can be sent. Take no part; a flap. */
    LINK(false),
    /** A script or file: take no part. */
    FAULT(false),
    /** A script or file: its delta is added to the priority, well or not. */
    WEIGHT(true);

    private final boolean wellAtFirst;

    Impact(boolean wellAtFirst) {
      this.wellAtFirst = wellAtFirst;
    }

    /** Whether it counts as well before anything is known of it. */
    boolean wellAtFirst() {
      return wellAtFirst;
    }

    /** Whether going unwell is a flap in this mode. */
    boolean flaps(Preempt preempt) {
      return switch (this) {
        case OBSERVER -> true;
        case LB, LINK -> preempt == Preempt.STABLE;
        case FAULT, WEIGHT -> false;
      };
    }
  }

  /**
   * What is known of it.
   *
   * @param well whether it is as it should be
   * @param delta what it adds to the priority, -253 to 253; only with {@link Impact#WEIGHT}
   * @param why for people
   */
  public record Reading(boolean well, int delta, String why) {}
}
