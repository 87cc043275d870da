package io.vigie.vrrp.core;

import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Backup;
import io.vigie.vrrp.core.Role.Initialize;
import io.vigie.vrrp.core.State.Holder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state a step is making, and what is to be done so far. Lives for one step. */
final class Draft {

  final Group group;
  final long now;

  /** As it was before the step. */
  final State before;

  Role role;
  Surroundings surroundings;
  Stability.Account account;
  boolean yielded;
  int priority;
  Fact.@Nullable Ref lowered;
  @Nullable Holder holder;
  Conflicts conflicts;

  private final EventIds ids;
  private final List<Effect> effects = new ArrayList<>(4);

  Draft(Group group, State state, EventIds ids, long now) {
    this.group = group;
    this.ids = ids;
    this.now = now;
    before = state;
    role = state.role();
    surroundings = state.surroundings();
    account = state.account();
    yielded = state.yielded();
    priority = state.priority();
    lowered = state.lowered();
    holder = state.holder();
    conflicts = state.conflicts();
  }

  Step done() {
    return new Step(
        new State(role, surroundings, account, yielded, priority, lowered, holder, conflicts),
        effects);
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  /** Publishes, and says how later facts name this one as their cause. */
  Fact.Ref publish(Event event, Fact.@Nullable Ref cause) {
    Fact fact = Fact.of(ids.next(), event, cause);
    effects.add(new Effect.Publish(fact));
    return fact.ref();
  }

  void sendAll(int saidPriority) {
    for (int i = 0; i < routers(); i++) {
      emit(new Effect.SendAdvert(i, saidPriority));
    }
  }

  void addressesAll(boolean held) {
    for (int i = 0; i < routers(); i++) {
      emit(held ? new Effect.AddAddresses(i) : new Effect.RemoveAddresses(i));
    }
  }

  void announceAll() {
    for (int i = 0; i < routers(); i++) {
      emit(new Effect.Announce(i));
    }
  }

  int routers() {
    return group.routers().size();
  }

  Router router(int i) {
    return group.routers().get(i);
  }

  /** Active_Down_Interval with the priority we have. */
  long downNanos(int i, int activeCentis) {
    return Timing.downNanos(router(i), Math.max(1, priority), activeCentis);
  }

  /** Who holds the VIP as far as we know, for people. */
  @Nullable String active() {
    if (role instanceof Active) {
      return group.host();
    }
    return holder == null || holder.priority() == 0 ? null : group.nameOf(holder.address());
  }

  /** Tells every router's new role; answers the last of these facts. */
  Fact.@Nullable Ref tellRole(
      RoleChanged.Role was, RoleReason reason, String detail, Fact.@Nullable Ref cause) {
    Fact.Ref last = null;
    RoleChanged.Role is = nameOf(role);
    boolean lingers = is == RoleChanged.Role.LEAVING && group.graceNanos() > 0;
    for (Router router : group.routers()) {
      last =
          publish(
              new RoleChanged(
                  router.vip(),
                  router.vrid(),
                  is,
                  was,
                  reason,
                  detail,
                  Math.max(1, priority),
                  active(),
                  router.addresses(),
                  lingers ? group.graceNanos() / 1_000_000 : null),
              cause);
    }
    return last;
  }

  void tellPriority(int was, List<String> reasons, Fact.@Nullable Ref cause) {
    Fact.Ref said = null;
    for (Router router : group.routers()) {
      said =
          publish(
              new PriorityChanged(router.vip(), priority, was, group.priority(), reasons), cause);
    }
    if (priority >= group.priority()) {
      lowered = null;
    } else if (lowered == null) {
      lowered = said; // what follows while it is low has its cause here
    }
  }

  /** A role as events name it. */
  static RoleChanged.Role nameOf(Role role) {
    return switch (role) {
      case Initialize _ -> RoleChanged.Role.INITIALIZE;
      case Backup backup ->
          backup.lingering() == null ? RoleChanged.Role.BACKUP : RoleChanged.Role.LEAVING;
      case Active active ->
          active.leaving() == null ? RoleChanged.Role.ACTIVE : RoleChanged.Role.LEAVING;
    };
  }
}
