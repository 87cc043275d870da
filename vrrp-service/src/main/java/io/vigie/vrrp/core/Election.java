package io.vigie.vrrp.core;

import io.vigie.event.EventIds;
import io.vigie.event.PeerConflict;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Backup;
import io.vigie.vrrp.core.Role.Initialize;

/**
 * The election of one group: RFC 9568 §6.4, with what keeps it honest on an unreliable host.
 *
 * <p>Pure but for the ids of events: no I/O, no clock, no threads. {@code now} is a monotonic clock
 * in ns that may have any origin and may wrap.
 */
public final class Election {

  private Election() {}

  /** One step. */
  public static Step step(Group group, State state, Input input, EventIds ids, long now) {
    Draft draft = new Draft(group, state, ids, now);
    if (!(input instanceof Input.Sent)) {
      ActiveRules.leaveIfStalled(draft); // before anything else: others may be active by now
    }
    take(draft, input);
    Priorities.settle(draft);
    takePart(draft);
    return draft.done();
  }

  /** When {@link Input.Tick} is due, on the same clock; at most an hour from {@code now}. */
  public static long nextNanos(State state, Group group, long now) {
    long never = now + 3_600_000_000_000L;
    long next = state.surroundings().nextNanos(never);
    next = sooner(next, state.conflicts().nextNanos(never));
    if (state.account().suppressed()) {
      next = sooner(next, group.stability().quietAtNanos(state.account()));
    }
    return switch (state.role()) {
      case Initialize(boolean started, long startAt) ->
          started && state.surroundings().faults().isEmpty() ? sooner(next, startAt) : next;
      case Backup backup -> sooner(next, BackupRules.nextNanos(backup, group, state));
      case Active active -> sooner(next, ActiveRules.nextNanos(active));
    };
  }

  private static void take(Draft draft, Input input) {
    switch (input) {
      case Input.Start() -> start(draft);
      case Input.Stop() -> stop(draft);
      case Input.Tick(boolean drained) -> tick(draft, drained);
      case Input.Heard heard -> {
        switch (draft.role) {
          case Initialize _ -> {}
          case Backup backup -> BackupRules.heard(draft, backup, heard);
          case Active active -> ActiveRules.heard(draft, active, heard);
        }
      }
      case Input.Sent(int router) -> {
        if (draft.role instanceof Active active) {
          ActiveRules.sent(draft, active, router);
        }
      }
      case Input.Tracked(var tracker, var reading, var cause) ->
          draft.surroundings = draft.surroundings.read(tracker, reading, cause, draft.now);
      case Input.HandOver(var cause) -> {
        if (draft.role instanceof Active active) {
          HandoverRules.leave(draft, active, RoleReason.HANDOVER, cause);
        }
      }
      case Input.SessionsGone(int router) -> HandoverRules.sessionsGone(draft, router);
      case Input.AddressLost lost -> {
        if (draft.role instanceof Active) {
          ActiveRules.putBack(draft, lost);
        }
      }
      case Input.Complaint(int router, var kind, var peer, var detail) ->
          tell(draft, draft.conflicts.seen(draft.router(router), kind, peer, detail, draft.now));
    }
  }

  private static void start(Draft draft) {
    switch (draft.role) {
      case Initialize(boolean started, _) -> {
        if (!started) {
          draft.role = new Initialize(true, draft.now + draft.group.startDelayNanos());
        }
      }
      case Backup _, Active _ -> HandoverRules.stopNot(draft);
    }
  }

  private static void stop(Draft draft) {
    switch (draft.role) {
      case Initialize _ -> draft.role = new Initialize(false, draft.now);
      case Backup(var watched, var lingering) when lingering != null ->
          draft.role = new Backup(watched, lingering.because(RoleReason.STOPPED));
      case Backup backup -> {
        draft.role = new Initialize(false, draft.now);
        draft.tellRole(Draft.nameOf(backup), RoleReason.STOPPED, "the service stops", null);
      }
      case Active active -> HandoverRules.leave(draft, active, RoleReason.STOPPED, null);
    }
  }

  private static void tick(Draft draft, boolean drained) {
    tell(draft, draft.conflicts.settle(draft.now));
    switch (draft.role) {
      case Initialize _ -> {}
      case Backup backup -> {
        HandoverRules.expire(draft, backup);
        if (drained && draft.role instanceof Backup still) {
          BackupRules.expire(draft, still);
        }
      }
      case Active active -> ActiveRules.tick(draft, active);
    }
  }

  /** Begins when it may, ends when something is at fault. */
  private static void takePart(Draft draft) {
    boolean faulty = !draft.surroundings.faults().isEmpty();
    if (draft.role instanceof Initialize(boolean started, long startAt)) {
      if (started && !faulty && draft.now - startAt >= 0) {
        BackupRules.begin(draft);
      }
    } else if (faulty) {
      ActiveRules.fail(draft);
    }
  }

  private static void tell(Draft draft, Conflicts.Change change) {
    draft.conflicts = change.next();
    for (PeerConflict conflict : change.told()) {
      draft.publish(conflict, null);
    }
  }

  private static long sooner(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
