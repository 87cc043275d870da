package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.VipMoved;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Advertising;
import io.vigie.vrrp.core.Role.Backup;
import io.vigie.vrrp.core.Role.Leaving;
import io.vigie.vrrp.core.Role.Stage;
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
    watch(draft, null);
  }

  /**
   * The same while sessions from before go on.
   *
   * @param lingering until when; null for none
   */
  static void watch(Draft draft, @Nullable Leaving lingering) {
    List<Watched> watched = new ArrayList<>();
    for (int i = 0; i < draft.routers(); i++) {
      int centis = draft.router(i).intervalCentis();
      watched.add(new Watched(draft.now + draft.downNanos(i, centis), centis, 0, false, null, 0));
    }
    draft.role = new Backup(watched, lingering);
  }

  static void heard(Draft draft, Backup backup, Input.Heard heard) {
    int i = heard.router();
    Watched one = backup.watched().get(i);
    boolean again = heard.sender().equals(one.active());
    Watched next =
        new Watched(
            one.downAtNanos(),
            one.activeCentis(),
            one.preemptAtNanos(),
            one.putUpWith(),
            heard.sender(),
            0); // if it is discarded the timer keeps running
    if (heard.priority() == 0) { // resigns: Skew_Time is all that is left
      long skew =
          Timing.skewNanos(draft.router(i), Math.max(1, draft.priority), one.activeCentis());
      int zeros = again ? one.zeros() + 1 : 1;
      next = new Watched(draft.now + skew, one.activeCentis(), 0, false, heard.sender(), zeros);
    } else if (heard.priority() >= draft.priority || neverPreempts(draft)) {
      next = follow(draft, heard, false, 0);
    } else if (draft.group.preemptDelayNanos() > 0) {
      long until =
          one.putUpWith() ? one.preemptAtNanos() : draft.now + draft.group.preemptDelayNanos();
      if (draft.now - until < 0) {
        next = follow(draft, heard, true, until);
      }
    }
    replace(draft, backup, i, next);
    draft.holder = new Holder(heard.sender(), heard.priority(), draft.now);
    Leaving lingering = backup.lingering();
    if (again && heard.priority() > 0 && lingering != null && lingering.stage() != Stage.RELIEVED) {
      HandoverRules.confirmed(draft, lingering);
    }
  }

  private static boolean neverPreempts(Draft draft) {
    return draft.group.preempt() == Preempt.NEVER && draft.priority != Group.OWNER;
  }

  /** With version 3 the backup goes by the active router's interval (RFC 9568 §6.4.2). */
  private static Watched follow(Draft draft, Input.Heard heard, boolean putUpWith, long until) {
    Router router = draft.router(heard.router());
    int centis = router.version() == 2 ? router.intervalCentis() : heard.intervalCentis();
    long down = draft.downNanos(heard.router(), centis);
    return new Watched(draft.now + down, centis, until, putUpWith, heard.sender(), 0);
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
              one.downAtNanos() + more,
              one.activeCentis(),
              one.preemptAtNanos(),
              one.putUpWith(),
              one.active(),
              one.zeros()));
    }
    draft.role = new Backup(watched, backup.lingering());
  }

  /**
   * When the group takes over. A lone router: when its down timer fires. Several: when all have,
   * since a peer that is heard on one of them is there and moves its group together; but two down
   * intervals after the first at the latest, so that no address stays without a holder because of a
   * peer that has no group.
   */
  private static long promoteAtNanos(Backup backup, Group group, State state) {
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

  /** When the next thing is due. */
  static long nextNanos(Backup backup, Group group, State state) {
    long promote = promoteAtNanos(backup, group, state);
    Leaving lingering = backup.lingering();
    if (lingering == null) {
      return promote;
    }
    long until = lingering.untilNanos();
    return lingering.reason() == RoleReason.STOPPED || until - promote < 0 ? until : promote;
  }

  /** The timer fired: takes over if it is time. */
  static void expire(Draft draft, Backup backup) {
    Leaving lingering = backup.lingering();
    if (lingering != null && lingering.reason() == RoleReason.STOPPED) {
      return; // it is not to take part any more
    }
    if (draft.now - promoteAtNanos(backup, draft.group, Math.max(1, draft.priority)) < 0) {
      return;
    }
    RoleChanged.Role was = Draft.nameOf(backup);
    Holder holder = draft.holder;
    if (holder == null || holder.address().equals(draft.group.host())) {
      promote(draft, was, RoleReason.ACTIVE_SILENT, "nobody else was heard of");
      return;
    }
    String name = draft.group.nameOf(holder.address());
    long silent = (draft.now - holder.heardAtNanos()) / MILLI_NANOS;
    long down = draft.downNanos(0, backup.watched().getFirst().activeCentis());
    if (holder.priority() == 0) {
      promote(draft, was, RoleReason.ACTIVE_RESIGNED, name + " resigned");
    } else if (draft.now - holder.heardAtNanos() < down && holder.priority() < draft.priority) {
      promote(
          draft,
          was,
          RoleReason.PREEMPTED,
          "%s has priority %d, we %d".formatted(name, holder.priority(), draft.priority));
    } else {
      promote(
          draft,
          was,
          RoleReason.ACTIVE_SILENT,
          "nothing heard of %s for %d ms".formatted(name, silent));
    }
  }

  /** Becomes active: advert, address, announcement, in this order. */
  private static void promote(Draft draft, RoleChanged.Role was, RoleReason reason, String detail) {
    Backup before = draft.role instanceof Backup backup ? backup : null;
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
    if (reason == RoleReason.PREEMPTED && draft.group.graceNanos() > 0) {
      draft.sendAll(draft.priority);
    }
    boolean relieves = before != null && HandoverRules.relay(draft, before, reason);
    draft.addressesAll(true);
    draft.announceAll();
    Fact.Ref cause = draft.tellRole(was, reason, detail, null);
    moved(draft, reason, relieves, cause);
  }

  private static void moved(
      Draft draft, RoleReason reason, boolean relieves, Fact.@Nullable Ref cause) {
    Holder before = draft.holder;
    String from = before == null ? null : draft.group.nameOf(before.address());
    if (Objects.equals(from, draft.group.host())) {
      return; // it only paused
    }
    Long gap = before == null ? null : (draft.now - before.heardAtNanos()) / MILLI_NANOS;
    gap = relieves ? Long.valueOf(0) : gap;
    for (Router router : draft.group.routers()) {
      draft.publish(
          new VipMoved(router.vip(), router.addresses(), from, draft.group.host(), reason, gap),
          cause);
    }
  }

  private static void replace(Draft draft, Backup backup, int i, Watched one) {
    List<Watched> watched = new ArrayList<>(backup.watched());
    watched.set(i, one);
    draft.role = new Backup(watched, backup.lingering());
  }
}
