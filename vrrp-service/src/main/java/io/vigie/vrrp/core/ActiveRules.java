package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.PeerConflict.ConflictKind;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.VipLost;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Advertising;
import io.vigie.vrrp.core.Role.Initialize;
import io.vigie.vrrp.core.Role.Leaving;
import io.vigie.vrrp.core.Role.Rival;
import io.vigie.vrrp.core.State.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a group does while it holds the addresses (RFC 9568 §6.4.3), and how it lets go. */
final class ActiveRules {

  /** While somebody else is active too, caches are set right this often. */
  private static final long CONTESTED_NANOS = Duration.ofSeconds(1).toNanos();

  private ActiveRules() {}

  static void heard(Draft draft, Active active, Input.Heard heard) {
    int own = draft.priority;
    if (hasResigned(active)) {
      HandoverRules.heard(draft, active, heard);
    } else if (heard.priority() == 0) {
      advertise(draft, active, heard.router());
      HandoverRules.relayOn(draft, active, heard);
    } else if (heard.priority() > own || (heard.priority() == own && heard.order() > 0)) {
      standBack(draft, heard);
    } else {
      contest(draft, active, heard);
    }
  }

  /**
   * A weaker router is active as well: it is told at once who is stronger (RFC 9568 §6.4.3), and so
   * is the link.
   *
   * <p>It took over because it did not hear us. On a host that has been active for long and wants
   * to be stable, that counts as our own flap: it yields, and comes back when it has been quiet.
   */
  private static void contest(Draft draft, Active active, Input.Heard heard) {
    long down = draft.router(heard.router()).peersDownNanos();
    Rival before = active.rival();
    long silent =
        before == null || !before.address().equals(heard.sender())
            ? Long.MAX_VALUE
            : draft.now - before.lastNanos();
    boolean anew = silent > Math.max(down, CONTESTED_NANOS);
    Rival rival =
        new Rival(
            heard.sender(), anew || before == null ? draft.now : before.sinceNanos(), draft.now);
    Active contested =
        with(active, rival, anew ? draft.now + CONTESTED_NANOS : active.announceAtNanos());
    draft.role = contested;
    if (silent > down && blamesItself(draft, active, heard, down)) {
      draft.account = draft.group.stability().flapped(draft.account, draft.now);
      return; // what follows says so, with another priority
    }
    advertise(draft, contested, heard.router());
    if (anew) {
      draft.announceAll();
    }
    if (draft.now - rival.sinceNanos() >= Math.max(down, CONTESTED_NANOS)) {
      complain(draft, heard);
    }
  }

  private static boolean blamesItself(Draft draft, Active active, Input.Heard heard, long down) {
    return draft.group.preempt() == Preempt.STABLE
        && draft.priority > Priorities.STAYS_BACK
        && draft.priority != Group.OWNER
        && heard.priority() > Priorities.STAYS_BACK
        && draft.now - active.sinceNanos() > down;
  }

  private static void complain(Draft draft, Input.Heard heard) {
    Conflicts.Change change =
        draft.conflicts.seen(
            draft.router(heard.router()),
            ConflictKind.TWO_ACTIVE,
            heard.sender(),
            "%s is active with priority %d, we with %d"
                .formatted(draft.group.nameOf(heard.sender()), heard.priority(), draft.priority),
            draft.now);
    draft.conflicts = change.next();
    change.told().forEach(conflict -> draft.publish(conflict, null));
  }

  /**
   * A stronger router is active. If it is the one we had thought gone, it has not announced its
   * addresses since we did: one more advert of ours makes it do so. A host that has flapped lately
   * and then heard nobody again has flapped again: it was not the others who were gone.
   */
  private static void standBack(Draft draft, Input.Heard heard) {
    Holder before = draft.holder;
    boolean returned =
        before != null && before.priority() > 0 && before.address().equals(heard.sender());
    if (returned && draft.account.suppressed()) {
      draft.account = draft.group.stability().flapped(draft.account, draft.now);
    }
    if (HandoverRules.outranked(draft, heard, returned)) {
      return;
    }
    if (returned) {
      draft.emit(new Effect.SendAdvert(heard.router(), draft.priority));
    }
    draft.addressesAll(false);
    RoleChanged.Role was = Draft.nameOf(draft.role);
    BackupRules.watch(draft);
    draft.holder = new Holder(heard.sender(), heard.priority(), draft.now);
    if (draft.role instanceof Role.Backup backup) {
      BackupRules.heard(draft, backup, heard); // goes by its interval
    }
    draft.tellRole(
        was,
        RoleReason.OUTRANKED,
        "%s has priority %d, we %d"
            .formatted(draft.group.nameOf(heard.sender()), heard.priority(), draft.priority),
        draft.lowered);
  }

  static void sent(Draft draft, Active active, int router) {
    Advertising one = active.adverts().get(router);
    draft.role = with(active, router, new Advertising(one.advertAtNanos(), draft.now));
  }

  static void tick(Draft draft, Active active) {
    Leaving leaving = active.leaving();
    if (leaving != null && draft.now - leaving.untilNanos() >= 0) {
      HandoverRules.goOn(draft, active, leaving);
      return;
    }
    if (hasResigned(active)) {
      return;
    }
    Active next = active;
    for (int i = 0; i < draft.routers(); i++) {
      Advertising one = active.adverts().get(i);
      long late = draft.now - one.advertAtNanos();
      if (late >= 0) {
        draft.emit(new Effect.SendAdvert(i, draft.priority));
        long interval = draft.router(i).intervalNanos();
        long from = late < interval ? one.advertAtNanos() : draft.now; // no drift, no burst
        next = with(next, i, new Advertising(from + interval, one.sentAtNanos()));
      }
    }
    if (active.announces() && draft.now - active.announceAtNanos() >= 0) {
      draft.announceAll();
      next = announced(draft, next);
    }
    draft.role = next;
  }

  private static Active announced(Draft draft, Active active) {
    Rival rival = active.rival();
    boolean contested = rival != null && draft.now - rival.lastNanos() < CONTESTED_NANOS;
    long wait = contested ? CONTESTED_NANOS : draft.group.announcing().refreshNanos();
    return new Active(
        active.sinceNanos(),
        active.adverts(),
        draft.now + wait,
        wait > 0,
        active.rival(),
        active.leaving());
  }

  /** Says the priority to everybody, now. */
  static void advertise(Draft draft, Active active) {
    Active next = active;
    for (int i = 0; i < draft.routers(); i++) {
      next = advertised(draft, next, i);
    }
    draft.role = next;
  }

  private static void advertise(Draft draft, Active active, int router) {
    draft.role = advertised(draft, active, router);
  }

  private static Active advertised(Draft draft, Active active, int router) {
    if (hasResigned(active)) {
      return active; // its word stands
    }
    draft.emit(new Effect.SendAdvert(router, draft.priority));
    Advertising one = active.adverts().get(router);
    long next = draft.now + draft.router(router).intervalNanos();
    return with(active, router, new Advertising(next, one.sentAtNanos()));
  }

  /** lb-service is gone or frozen: nobody here serves the VIP. */
  static void resignWithoutServer(Draft draft, Active active) {
    letGo(
        draft,
        active,
        null,
        RoleReason.LB_LOST,
        String.join("; ", draft.surroundings.sick()),
        draft.lowered);
  }

  /** Something is at fault: takes no part until it is not. */
  static void fail(Draft draft) {
    String why = String.join("; ", draft.surroundings.faults());
    Initialize next = new Initialize(true, draft.now);
    if (draft.role instanceof Active active) {
      letGo(draft, active, next, RoleReason.FAULT, why, draft.surroundings.cause());
    } else {
      if (draft.role instanceof Role.Backup backup && backup.lingering() != null) {
        draft.addressesAll(false);
      }
      RoleChanged.Role was = Draft.nameOf(draft.role);
      draft.role = next;
      draft.tellRole(was, RoleReason.FAULT, why, draft.surroundings.cause());
    }
  }

  /** Priority 0, then the addresses go (RFC 9568 §6.4.3, Shutdown). */
  static void letGo(
      Draft draft,
      Active active,
      @Nullable Initialize next,
      RoleReason reason,
      String detail,
      Fact.@Nullable Ref cause) {
    draft.sendAll(0);
    draft.addressesAll(false);
    draft.holder = new Holder(draft.group.host(), 0, draft.now);
    if (next == null) {
      BackupRules.watch(draft);
    } else {
      draft.role = next;
    }
    draft.tellRole(Draft.nameOf(active), reason, detail, cause);
  }

  /**
   * If our adverts have been missing for as long as a peer waits, a peer may be active: steps back
   * without a word instead of going on, whatever woke us.
   */
  static void leaveIfStalled(Draft draft) {
    if (!(draft.role instanceof Active active)) {
      return;
    }
    for (int i = 0; i < draft.routers(); i++) {
      long silent = draft.now - active.adverts().get(i).sentAtNanos();
      if (silent > draft.router(i).peersDownNanos()) {
        draft.addressesAll(false);
        draft.holder = new Holder(draft.group.host(), 0, active.adverts().get(i).sentAtNanos());
        BackupRules.watch(draft);
        if (draft.group.preempt() == Preempt.STABLE) {
          draft.account = draft.group.stability().flapped(draft.account, draft.now);
        }
        draft.tellRole(
            Draft.nameOf(active),
            RoleReason.STALLED,
            "no advert left for %d ms".formatted(silent / 1_000_000),
            null);
        return;
      }
    }
  }

  /** An address is gone though we are active: put back, and announced. */
  static void putBack(Draft draft, Input.AddressLost lost) {
    draft.emit(new Effect.AddAddresses(lost.router()));
    draft.emit(new Effect.Announce(lost.router()));
    draft.publish(
        new VipLost(draft.router(lost.router()).vip(), lost.address(), lost.cause(), true), null);
  }

  /** When the next thing is due. */
  static long nextNanos(Active active) {
    Leaving leaving = active.leaving();
    if (leaving != null && hasResigned(active)) {
      return leaving.untilNanos();
    }
    long next = active.adverts().getFirst().advertAtNanos();
    for (Advertising one : active.adverts()) {
      next = one.advertAtNanos() - next < 0 ? one.advertAtNanos() : next;
    }
    if (active.announces() && active.announceAtNanos() - next < 0) {
      next = active.announceAtNanos();
    }
    return leaving != null && leaving.untilNanos() - next < 0 ? leaving.untilNanos() : next;
  }

  private static boolean hasResigned(Active active) {
    return active.leaving() != null && active.leaving().stage() == Role.Stage.RESIGNED;
  }

  private static Active with(Active active, int router, Advertising one) {
    List<Advertising> adverts = new ArrayList<>(active.adverts());
    adverts.set(router, one);
    return new Active(
        active.sinceNanos(),
        adverts,
        active.announceAtNanos(),
        active.announces(),
        active.rival(),
        active.leaving());
  }

  private static Active with(Active active, @Nullable Rival rival, long announceAtNanos) {
    return new Active(
        active.sinceNanos(), active.adverts(), announceAtNanos, true, rival, active.leaving());
  }

  static Active with(Active active, Leaving leaving) {
    return new Active(
        active.sinceNanos(),
        active.adverts(),
        active.announceAtNanos(),
        active.announces(),
        active.rival(),
        leaving);
  }
}
