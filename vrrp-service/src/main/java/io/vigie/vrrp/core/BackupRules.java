package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.VipMoved;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Advertising;
import io.vigie.vrrp.core.Role.Backup;
import io.vigie.vrrp.core.Role.Watched;
import io.vigie.vrrp.core.State.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a group does while it is not active (RFC 9568 §6.4.2), and how it becomes so. */
final class BackupRules {

  private static final long MILLI_NANOS = 1_000_000;

  private BackupRules() {}

  /** Takes part from now on (RFC 9568 §6.4.1). */
  static void begin(Draft draft) {
    if (draft.priority == Group.OWNER) {
      promote(draft, RoleChanged.Role.INITIALIZE, RoleReason.STARTED, "owner of the addresses");
    } else {
      watch(draft);
      draft.tellRole(RoleChanged.Role.INITIALIZE, RoleReason.STARTED, "takes part", null);
    }
  }

  /** Becomes backup and waits one down interval for whoever is active. */
  static void watch(Draft draft) {
    List<Watched> watched = new ArrayList<>();
    for (int i = 0; i < draft.routers(); i++) {
      int centis = draft.router(i).intervalCentis();
      watched.add(new Watched(draft.now + draft.downNanos(i, centis), centis, 0, false));
    }
    draft.role = new Backup(watched);
  }

  static void heard(Draft draft, Backup backup, Input.Heard heard) {
    int i = heard.router();
    Watched one = backup.watched().get(i);
    if (heard.priority() == 0) { // resigns: Skew_Time is all that is left
      long skew =
          Timing.skewNanos(draft.router(i), Math.max(1, draft.priority), one.activeCentis());
      replace(draft, backup, i, new Watched(draft.now + skew, one.activeCentis(), 0, false));
    } else if (heard.priority() >= draft.priority || neverPreempts(draft)) {
      replace(draft, backup, i, follow(draft, heard, false, 0));
    } else if (draft.group.preemptDelayNanos() > 0) {
      long until =
          one.putUpWith() ? one.preemptAtNanos() : draft.now + draft.group.preemptDelayNanos();
      if (draft.now - until < 0) {
        replace(draft, backup, i, follow(draft, heard, true, until));
      } // else discard: the timer keeps running
    }
    draft.holder = new Holder(heard.sender(), heard.priority(), draft.now);
  }

  private static boolean neverPreempts(Draft draft) {
    return draft.group.preempt() == Preempt.NEVER && draft.priority != Group.OWNER;
  }

  /** With version 3 the backup goes by the active router's interval (RFC 9568 §6.4.2). */
  private static Watched follow(Draft draft, Input.Heard heard, boolean putUpWith, long until) {
    Router router = draft.router(heard.router());
    int centis = router.version() == 2 ? router.intervalCentis() : heard.intervalCentis();
    long down = draft.downNanos(heard.router(), centis);
    return new Watched(draft.now + down, centis, until, putUpWith);
  }

  /** Another priority has another Skew_Time: what is left of the down intervals changes by that. */
  static void reskew(Draft draft, Backup backup, int was) {
    List<Watched> watched = new ArrayList<>();
    for (int i = 0; i < draft.routers(); i++) {
      Watched one = backup.watched().get(i);
      long more =
          Timing.skewNanos(draft.router(i), draft.priority, one.activeCentis())
              - Timing.skewNanos(draft.router(i), was, one.activeCentis());
      watched.add(
          new Watched(
              one.downAtNanos() + more, one.activeCentis(), one.preemptAtNanos(), one.putUpWith()));
    }
    draft.role = new Backup(watched);
  }

  /**
   * When the group takes over. A lone router: when its down timer fires. Several: when all have,
   * since a peer that is heard on one of them is there and moves its group together; but two down
   * intervals after the first at the latest, so that no address stays without a holder because of a
   * peer that has no group.
   */
  static long promoteAtNanos(Backup backup, Group group, State state) {
    return promoteAtNanos(backup, group, Math.max(1, state.priority()));
  }

  private static long promoteAtNanos(Backup backup, Group group, int priority) {
    Watched first = backup.watched().getFirst();
    long all = first.downAtNanos();
    long latest = Long.MAX_VALUE;
    boolean bounded = false;
    for (int i = 0; i < backup.watched().size(); i++) {
      Watched one = backup.watched().get(i);
      if (one.downAtNanos() - all > 0) {
        all = one.downAtNanos();
      }
      long patience =
          one.downAtNanos()
              + 2 * Timing.downNanos(group.routers().get(i), priority, one.activeCentis());
      if (!bounded || patience - latest < 0) {
        latest = patience;
        bounded = true;
      }
    }
    return latest - all < 0 ? latest : all;
  }

  /** The timer fired: takes over if it is time. */
  static void expire(Draft draft, Backup backup) {
    if (draft.now - promoteAtNanos(backup, draft.group, Math.max(1, draft.priority)) < 0) {
      return;
    }
    Holder holder = draft.holder;
    if (holder == null || holder.address().equals(draft.group.host())) {
      promote(draft, RoleChanged.Role.BACKUP, RoleReason.ACTIVE_SILENT, "nobody else was heard of");
      return;
    }
    String name = draft.group.nameOf(holder.address());
    long silent = (draft.now - holder.heardAtNanos()) / MILLI_NANOS;
    long down = draft.downNanos(0, backup.watched().getFirst().activeCentis());
    if (holder.priority() == 0) {
      promote(draft, RoleChanged.Role.BACKUP, RoleReason.ACTIVE_RESIGNED, name + " resigned");
    } else if (draft.now - holder.heardAtNanos() < down && holder.priority() < draft.priority) {
      promote(
          draft,
          RoleChanged.Role.BACKUP,
          RoleReason.PREEMPTED,
          "%s has priority %d, we %d".formatted(name, holder.priority(), draft.priority));
    } else {
      promote(
          draft,
          RoleChanged.Role.BACKUP,
          RoleReason.ACTIVE_SILENT,
          "nothing heard of %s for %d ms".formatted(name, silent));
    }
  }

  /** Becomes active: advert, address, announcement, in this order. */
  private static void promote(Draft draft, RoleChanged.Role was, RoleReason reason, String detail) {
    List<Advertising> adverts = new ArrayList<>();
    for (Router router : draft.group.routers()) {
      adverts.add(new Advertising(draft.now + router.intervalNanos(), draft.now));
    }
    draft.role =
        new Active(
            draft.now,
            adverts,
            draft.now + draft.group.announcing().delayNanos(),
            true,
            null,
            null);
    draft.yielded = false;
    draft.sendAll(draft.priority);
    draft.addressesAll(true);
    draft.announceAll();
    Fact.Ref cause = draft.tellRole(was, reason, detail, null);
    moved(draft, reason, cause);
  }

  private static void moved(Draft draft, RoleReason reason, Fact.@Nullable Ref cause) {
    Holder before = draft.holder;
    String from = before == null ? null : draft.group.nameOf(before.address());
    if (Objects.equals(from, draft.group.host())) {
      return; // it only paused
    }
    Long gap = before == null ? null : (draft.now - before.heardAtNanos()) / MILLI_NANOS;
    for (Router router : draft.group.routers()) {
      draft.publish(
          new VipMoved(router.vip(), router.addresses(), from, draft.group.host(), reason, gap),
          cause);
    }
  }

  private static void replace(Draft draft, Backup backup, int i, Watched one) {
    List<Watched> watched = new ArrayList<>(backup.watched());
    watched.set(i, one);
    draft.role = new Backup(watched);
  }
}
