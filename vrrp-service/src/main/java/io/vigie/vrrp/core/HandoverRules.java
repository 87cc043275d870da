package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Backup;
import io.vigie.vrrp.core.Role.Initialize;
import io.vigie.vrrp.core.Role.Leaving;
import io.vigie.vrrp.core.Role.Stage;
import io.vigie.vrrp.core.Role.Watched;
import io.vigie.vrrp.core.State.Holder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the addresses go over to another router without a client that notices (docs/adr/0025): the
 * holder resigns and serves on until it is relieved; the new one sends on what belongs to flows it
 * has not seen begin; the former holder, silent now, lets these end.
 *
 * <p>Who does so says its word twice. Other routers take that for a copy; for ours, priority 0
 * twice means "I serve until I am relieved, and linger", and the first advert twice means "I take
 * over from you, and relay".
 *
 * <p>Where that cannot be done, sessions are reset first, then it resigns and lets go.
 */
final class HandoverRules {

  /** Longer than a former holder lingers; what comes for it later is answered with a reset. */
  private static final long RELAY_NANOS = Duration.ofSeconds(1).toNanos();

  private HandoverRules() {}

  /** Begins a planned handover. */
  static void leave(Draft draft, Active active, RoleReason reason, Fact.@Nullable Ref cause) {
    Leaving before = active.leaving();
    if (before != null) {
      if (reason == RoleReason.STOPPED) {
        draft.role = ActiveRules.with(active, before.because(reason));
      }
      return;
    }
    boolean serves = !draft.surroundings.lbLost();
    boolean lingers = serves && draft.group.graceNanos() > 0;
    Leaving leaving =
        lingers
            ? new Leaving(reason, draft.now + relief(draft), all(draft), cause, Stage.RESIGNED)
            : new Leaving(
                reason, draft.now + draft.group.leaveNanos(), all(draft), cause, Stage.RESETTING);
    if (!lingers && (!serves || draft.group.leaveNanos() == 0)) {
      resign(draft, active, leaving);
      return;
    }
    draft.role = ActiveRules.with(active, leaving);
    if (lingers) {
      draft.sendAll(0);
      draft.sendAll(0);
    }
    Fact.Ref said =
        draft.tellRole(
            RoleChanged.Role.ACTIVE,
            reason,
            lingers
                ? "hands over, and lets sessions end"
                : "sessions are reset, then it hands over",
            cause);
    draft.role =
        ActiveRules.with(
            active,
            new Leaving(reason, leaving.untilNanos(), leaving.waitingFor(), said, leaving.stage()));
  }

  private static List<Integer> all(Draft draft) {
    return IntStream.range(0, draft.routers()).boxed().toList();
  }

  private static long relief(Draft draft) {
    return draft.group.routers().stream().mapToLong(Router::reliefNanos).max().orElse(0);
  }

  /** It was to stop and is wanted again: hands over all the same, and then takes part. */
  static void stopNot(Draft draft) {
    switch (draft.role) {
      case Active active -> {
        Leaving leaving = active.leaving();
        if (leaving != null && stops(leaving)) {
          draft.role = ActiveRules.with(active, leaving.because(RoleReason.HANDOVER));
        }
      }
      case Backup(var watched, var lingering) -> {
        if (lingering != null && stops(lingering)) {
          draft.role = new Backup(watched, lingering.because(RoleReason.HANDOVER));
        }
      }
      case Initialize _ -> {}
    }
  }

  private static boolean stops(Leaving leaving) {
    return leaving.reason() == RoleReason.STOPPED;
  }

  /** lb-service has reset what was left of a router's sessions. */
  static void sessionsGone(Draft draft, int router) {
    if (draft.role instanceof Active active) {
      Leaving leaving = active.leaving();
      if (leaving == null) {
        return;
      }
      Leaving next = leaving.without(router);
      draft.role = ActiveRules.with(active, next);
      if (next.waitingFor().isEmpty() && next.stage() == Stage.RESETTING) {
        resign(draft, active, next);
      }
    } else if (draft.role instanceof Backup(var watched, var lingering) && lingering != null) {
      Leaving next = lingering.without(router);
      draft.role = new Backup(watched, next);
      if (next.waitingFor().isEmpty()) {
        left(draft, watched, next);
      }
    }
  }

  /** Nothing more is waited for. */
  static void goOn(Draft draft, Active active, Leaving leaving) {
    if (leaving.stage() == Stage.RESIGNED) {
      relieved(draft, leaving, new Holder(draft.group.host(), 0, draft.now));
    } else {
      resign(draft, active, leaving);
    }
  }

  private static void resign(Draft draft, Active active, Leaving leaving) {
    boolean stops = stops(leaving);
    draft.yielded = !stops;
    ActiveRules.letGo(
        draft,
        active,
        stops ? new Initialize(false, draft.now) : null,
        leaving.reason(),
        detail(draft, leaving.reason()),
        leaving.cause());
  }

  /** Heard after we have resigned: whoever is active relieves us. */
  static void heard(Draft draft, Active active, Input.Heard heard) {
    Leaving leaving = active.leaving();
    if (heard.priority() > 0 && leaving != null) {
      relieved(draft, leaving, new Holder(heard.sender(), heard.priority(), draft.now));
    }
  }

  private static void relieved(Draft draft, Leaving leaving, Holder holder) {
    draft.yielded = !stops(leaving);
    draft.holder = holder;
    BackupRules.watch(
        draft,
        linger(draft, leaving.reason(), leaving.waitingFor(), leaving.cause(), Stage.RELIEVED));
  }

  /** Serves on without a word of where the addresses are. */
  private static Leaving linger(
      Draft draft,
      RoleReason reason,
      List<Integer> waitingFor,
      Fact.@Nullable Ref cause,
      Stage stage) {
    long most =
        stage == Stage.RELIEVED
            ? draft.group.graceNanos() + draft.group.leaveNanos()
            : draft.router(0).intervalNanos() / 4; // what is said twice is there by then
    for (int i = 0; i < draft.routers(); i++) {
      draft.emit(new Effect.Linger(i, most));
    }
    return new Leaving(reason, draft.now + most, waitingFor, cause, stage);
  }

  /**
   * A stronger router is active. Whether it relays, its second word tells; until then nothing is
   * said.
   *
   * @param returned whether it is the one we had thought gone
   * @return whether it lingers
   */
  static boolean outranked(Draft draft, Input.Heard heard, boolean returned) {
    if (draft.group.graceNanos() == 0 || draft.surroundings.lbLost()) {
      return false;
    }
    Stage stage = returned ? Stage.RETURNED : Stage.OUTRANKED;
    Leaving lingering = linger(draft, RoleReason.OUTRANKED, all(draft), draft.lowered, stage);
    BackupRules.watch(draft, lingering);
    if (draft.role instanceof Backup backup) {
      BackupRules.heard(draft, backup, heard);
    }
    return true;
  }

  /** The one that outranked us has said so twice: it relays, and hears that there is a reason. */
  static void confirmed(Draft draft, Leaving outranked) {
    Leaving lingering =
        linger(
            draft, RoleReason.OUTRANKED, outranked.waitingFor(), outranked.cause(), Stage.RELIEVED);
    draft.sendAll(0);
    if (draft.role instanceof Backup backup) {
      draft.role = new Backup(backup.watched(), lingering);
      Fact.Ref said =
          draft.tellRole(
              RoleChanged.Role.ACTIVE,
              RoleReason.OUTRANKED,
              detail(draft, RoleReason.OUTRANKED) + "; lets sessions end",
              outranked.cause());
      draft.role =
          new Backup(
              backup.watched(),
              new Leaving(
                  lingering.reason(),
                  lingering.untilNanos(),
                  lingering.waitingFor(),
                  said,
                  Stage.RELIEVED));
    }
  }

  /** The time is up, or no session is left: the addresses go. */
  static void expire(Draft draft, Backup backup) {
    Leaving lingering = backup.lingering();
    if (lingering != null && draft.now - lingering.untilNanos() >= 0) {
      left(draft, backup.watched(), lingering);
    }
  }

  private static void left(Draft draft, List<Watched> watched, Leaving lingering) {
    if (lingering.stage() == Stage.RETURNED) {
      draft.sendAll(draft.priority); // it has not announced its addresses since we did
    }
    draft.addressesAll(false);
    draft.role = stops(lingering) ? new Initialize(false, draft.now) : new Backup(watched, null);
    draft.tellRole(
        lingering.stage() == Stage.RELIEVED ? RoleChanged.Role.LEAVING : RoleChanged.Role.ACTIVE,
        lingering.reason(),
        detail(draft, lingering.reason()),
        lingering.cause());
  }

  private static String detail(Draft draft, RoleReason reason) {
    Holder holder = draft.holder;
    return switch (reason) {
      case STOPPED -> "the service stops";
      case OUTRANKED ->
          holder == null
              ? "somebody has a higher priority"
              : "%s has priority %d, we %d"
                  .formatted(
                      draft.group.nameOf(holder.address()), holder.priority(), draft.priority);
      default -> "handed over";
    };
  }

  /**
   * Who takes over from somebody that serves on sends on what is not its own. Whether a weaker
   * router that is preempted does so is not known yet: for one interval it is given the benefit of
   * the doubt.
   *
   * @return whether the former holder goes on serving until now
   */
  static boolean relay(Draft draft, Backup backup, RoleReason reason) {
    boolean relieves = false;
    if (draft.group.graceNanos() > 0) {
      for (int i = 0; i < draft.routers(); i++) {
        Watched one = backup.watched().get(i);
        boolean preempts = reason == RoleReason.PREEMPTED;
        if (one.active() != null && (one.lingers() || preempts)) {
          long nanos = one.lingers() ? RELAY_NANOS : draft.router(i).intervalNanos();
          draft.emit(new Effect.Relay(i, one.active(), nanos));
          relieves |= one.lingers();
        }
      }
    }
    return relieves;
  }

  /** Who has just been preempted says that it lingers, by resigning. */
  static void relayOn(Draft draft, Active active, Input.Heard heard) {
    long interval = draft.router(heard.router()).intervalNanos();
    if (draft.group.graceNanos() > 0 && draft.now - active.sinceNanos() < interval) {
      draft.emit(new Effect.Relay(heard.router(), heard.sender(), RELAY_NANOS));
    }
  }
}
