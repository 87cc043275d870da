package io.vigie.vrrp.core;

import java.util.List;
import java.util.Map;

/**
 * Virtual routers that share their fate on this host: a sync group, or one VIP alone. They have one
 * role, so they cannot be split over two machines by anything this host does.
 *
 * @param name the sync group's name, or the VIP's
 * @param host this balancer
 * @param routers at least one
 * @param priority when all is well, 1 to 255; 255 is the address owner's, which nothing takes from
 * @param preempt whether a higher priority takes over from a lower
 * @param preemptDelayNanos how long a lower priority is put up with before it is preempted; 0 for
 *     not at all
 * @param startDelayNanos from the start of the service to taking part
 * @param leaveNanos the longest a planned handover waits for sessions to be reset; 0 where there is
 *     no lb-service to ask
 * @param graceNanos how long sessions may go on at the former holder after a handover, which is
 *     then relieved before it lets go; 0 where that cannot be done, and they are reset first
 * @param stability how long a host that flapped stays back
 * @param announcing how often addresses are announced
 * @param trackers what the priority depends on
 * @param names balancers by address, for people
 */
public record Group(
    String name,
    String host,
    List<Router> routers,
    int priority,
    Preempt preempt,
    long preemptDelayNanos,
    long startDelayNanos,
    long leaveNanos,
    long graceNanos,
    Stability stability,
    Announcing announcing,
    List<Tracker> trackers,
    Map<String, String> names) {

  /** The address owner's priority (RFC 9568 §6.1). */
  public static final int OWNER = 255;

  public Group {
    routers = List.copyOf(routers);
    trackers = List.copyOf(trackers);
    names = Map.copyOf(names);
    if (routers.isEmpty()) {
      throw new IllegalArgumentException("group " + name + " has no router");
    }
  }

  /**
   * When gratuitous ARP and unsolicited neighbour advertisements are sent: at once, after a delay
   * for switches that were still learning, then now and then for caches that missed both.
   *
   * @param delayNanos from the takeover to the second burst
   * @param refreshNanos between later ones; 0 for none
   */
  public record Announcing(long delayNanos, long refreshNanos) {}

  /** The same where nobody can relay or linger. */
  public Group withoutGrace() {
    return new Group(
        name,
        host,
        routers,
        priority,
        preempt,
        preemptDelayNanos,
        startDelayNanos,
        leaveNanos,
        0,
        stability,
        announcing,
        trackers,
        names);
  }

  /** A balancer's name where the address is one's, else the address. */
  String nameOf(String address) {
    return names.getOrDefault(address, address);
  }
}
