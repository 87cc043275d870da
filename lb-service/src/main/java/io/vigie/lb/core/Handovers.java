package io.vigie.lb.core;

import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.SessionsReset;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * VIPs that are about to leave this host. Sessions through them are reset, those that are there and
 * those that still come: their clients notice now, and come again where the VIP is by then
 * (docs/adr/0005).
 *
 * <p>Addresses are compared as such: an IPv4 client of {@code [::]} has an IPv4 destination.
 */
final class Handovers {

  /** vrrp-service waits 200 ms at most: one not over by now never will be. */
  private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();

  /** More VIPs at a time are not a configuration, but somebody filling memory. */
  private static final int MOST_VIPS = 256;

  private final Dispatch dispatch;
  private final Map<String, Handover> byVip = new HashMap<>();

  private record Handover(Set<InetAddress> addresses, long until) {
    boolean concerns(Session session) {
      return session.local != null && addresses.contains(session.local);
    }
  }

  Handovers(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  /** Resets what must be, and says how many that were, also if none: somebody waits for it. */
  void hear(Input.RoleNews in, Collection<Session> sessions, Turn turn) {
    RoleChanged role = in.role();
    if (role.role() != Role.LEAVING) {
      byVip.remove(role.vip());
      return;
    }
    if (!in.fresh()) {
      return;
    }
    Set<InetAddress> addresses =
        role.addresses().stream().map(InetAddress::ofLiteral).collect(Collectors.toSet());
    Handover handover = new Handover(addresses, turn.now + MOST_NANOS);
    if (byVip.size() < MOST_VIPS || byVip.containsKey(role.vip())) {
      byVip.put(role.vip(), handover);
      turn.alarms.set(handover.until, t -> byVip.values().removeIf(h -> h.until <= t.now));
    }
    int reset = 0;
    for (Session session : sessions) {
      if (session.phase != Session.Phase.ENDING && handover.concerns(session)) {
        dispatch.end(session, Termination.killed(session.phase), turn);
        reset++;
      }
    }
    turn.publishAfterEnds(new SessionsReset(role.vip(), role.addresses(), reset), in.ref());
  }

  /** Nobody says any more that a VIP leaves. */
  void forget() {
    byVip.clear();
  }

  /** Why a session that comes now is not let in; null if it may be. */
  @Nullable Rejection concern(Session session) {
    for (Handover handover : byVip.values()) {
      if (handover.concerns(session)) {
        return Rejection.LEAVING;
      }
    }
    return null;
  }
}
