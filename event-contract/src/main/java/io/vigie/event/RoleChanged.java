package io.vigie.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router went over to another state (RFC 9568 §6.3) on this host.
 *
 * @param vip the VIP, as named in the configuration
 * @param vrid virtual router id
 * @param role what it is now
 * @param was what it was before
 * @param reason what made it go over
 * @param detail the same for people
 * @param priority the priority it speaks with, 1 to 255
 * @param active who holds the VIP as far as is known: a balancer, else an address
 * @param addresses the VIP's addresses, without prefix lengths
 * @param graceMillis only with {@code leaving}: how long sessions through the addresses may go on
 *     before they are reset; none where that is at once
 */
public record RoleChanged(
    String vip,
    @Bounds(least = 1, most = 255) int vrid,
    Role role,
    Role was,
    RoleReason reason,
    String detail,
    @Bounds(least = 1, most = 255) int priority,
    @Nullable String active,
    List<String> addresses,
    @Nullable Long graceMillis)
    implements Event {

  public RoleChanged {
    detail = Brief.of(detail);
    addresses = List.copyOf(addresses);
  }

  /** Without a grace. */
  public RoleChanged(
      String vip,
      int vrid,
      Role role,
      Role was,
      RoleReason reason,
      String detail,
      int priority,
      @Nullable String active,
      List<String> addresses) {
    this(vip, vrid, role, was, reason, detail, priority, active, addresses, null);
  }

  @Override
  public String subject() {
    return vip;
  }

  /** The state of a virtual router. */
  public enum Role implements Wire {
    /** Takes no part: not started, stopped, or at fault. */
    INITIALIZE,
    /** Waits for the active router to fall silent. */
    BACKUP,
    /** Holds the addresses. */
    ACTIVE,
    /** Hands over: serves what has begun here until sessions through its addresses are reset. */
    LEAVING
  }

  /** What makes a virtual router go over. */
  public enum RoleReason implements Wire {
    /** The service started, or what kept the router out is gone. */
    STARTED,
    /** The service stops. */
    STOPPED,
    /** A person asked for it. */
    HANDOVER,
    /** Nobody was heard for the down interval (RFC 9568 §6.1). */
    ACTIVE_SILENT,
    /** The active router resigned with priority 0. */
    ACTIVE_RESIGNED,
    /** The active router has the lower priority. */
    PREEMPTED,
    /** A router with a higher priority, or a higher address, is active. */
    OUTRANKED,
    /** Our own adverts stopped for so long that others may have taken over. */
    STALLED,
    /** The lb-service on this host cannot serve. */
    LB_LOST,
    /** Something that is tracked is at fault. */
    FAULT
  }
}
