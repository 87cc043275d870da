package io.vigie.lb.core;

import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.SessionsReset;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * VIPs that are about to leave this host. Sessions through them may go on for as long as
 * vrrp-service says, then they are reset, those that are there and those that still come: their
 * clients notice now, and come again where the VIP is by then (docs/adr/0005, 0025).
 *
 * <p>Addresses are compared as such: an IPv4 client of {@code [::]} has an IPv4 destination.
 */
final class Handovers {

  /** vrrp-service waits 200 ms at most: one not over by then never will be. */
  private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long MILLI_NANOS = 1_000_000;

  /** More VIPs at a time are not a configuration, but somebody filling memory. */
  private static final int MOST_VIPS = 256;

  private final Dispatch dispatch;
  private final SessionTable sessions;
  private final Map<String, Handover> byVip = new HashMap<>();

  /** The VIPs that are served here, as far as vrrp-service has said. */
  private final Set<String> held = new HashSet<>();

  private record Handover(Set<InetAddress> addresses, long resetAt, long until) {
    boolean concerns(Session session) {
      return session.local != null && addresses.contains(session.local);
    }
  }

  Handovers(Dispatch dispatch, SessionTable sessions) {
    this.dispatch = dispatch;
    this.sessions = sessions;
  }

  /** Resets what must be, if not now then later, and says so: somebody waits for it. */
  void hear(Input.RoleNews in, Turn turn) {
    RoleChanged role = in.role();
    note(role);
    if (role.role() != Role.LEAVING) {
      byVip.remove(role.vip());
      return;
    }
    if (!in.fresh()) {
      return;
    }
    Set<InetAddress> addresses =
        role.addresses().stream().map(InetAddress::ofLiteral).collect(Collectors.toSet());
    long grace = role.graceMillis() == null ? 0 : role.graceMillis() * MILLI_NANOS;
    long resetAt = turn.now + Math.clamp(grace, 0, MOST_NANOS);
    Handover handover = new Handover(addresses, resetAt, resetAt + MOST_NANOS);
    if (byVip.size() < MOST_VIPS || byVip.containsKey(role.vip())) {
      byVip.put(role.vip(), handover);
      turn.alarms.set(handover.until, t -> byVip.values().removeIf(h -> h.until <= t.now));
    }
    if (resetAt == turn.now) {
      reset(in, handover, turn);
    } else {
      turn.alarms.set(
          resetAt,
          t -> {
            if (handover.equals(byVip.get(role.vip()))) {
              reset(in, handover, t);
            }
          });
    }
  }

  private void note(RoleChanged role) {
    boolean holds = role.role() == Role.ACTIVE || role.role() == Role.LEAVING;
    if (!holds) {
      held.remove(role.vip());
    } else if (held.size() < MOST_VIPS) {
      held.add(role.vip());
    }
  }

  private void reset(Input.RoleNews in, Handover handover, Turn turn) {
    int reset = 0;
    for (Session session : sessions.all()) {
      if (session.phase != Session.Phase.ENDING && handover.concerns(session)) {
        dispatch.end(session, Termination.killed(session.phase), turn);
        reset++;
      }
    }
    RoleChanged role = in.role();
    turn.publishAfterEnds(new SessionsReset(role.vip(), role.addresses(), reset), in.ref());
  }

  /** Whether this host serves a VIP, as far as is known. */
  boolean holds() {
    return !held.isEmpty();
  }

  /** Nobody says any more that a VIP leaves. */
  void forget() {
    byVip.clear();
    held.clear();
  }

  /** Why a session that comes now is not let in; null if it may be. */
  @Nullable Rejection concern(Session session, long now) {
    for (Handover handover : byVip.values()) {
      if (handover.resetAt <= now && handover.concerns(session)) {
        return Rejection.LEAVING;
      }
    }
    return null;
  }
}
