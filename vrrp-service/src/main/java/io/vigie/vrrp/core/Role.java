package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged.RoleReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a group (RFC 9568 §6.3), all its routers alike. Times in ns, on one clock. */
public sealed interface Role {

  /**
   * Takes no part.
   *
   * @param started whether the service wants to
   * @param startAtNanos when it may, if it wants to and nothing is at fault
   */
  record Initialize(boolean started, long startAtNanos) implements Role {}

  /**
   * Watches the active router, per virtual router.
   *
   * @param lingering sessions from before still go on through the addresses
   */
  record Backup(List<Watched> watched, @Nullable Leaving lingering) implements Role {
    public Backup {
      watched = List.copyOf(watched);
    }
  }

  /**
   * Holds the addresses.
   *
   * @param sinceNanos since when
   * @param adverts per virtual router
   * @param announceAtNanos when the addresses are announced next, if {@code announces}
   * @param announces whether they are
   * @param rival who else says to be active
   * @param leaving a handover under way
   */
  record Active(
      long sinceNanos,
      List<Advertising> adverts,
      long announceAtNanos,
      boolean announces,
      @Nullable Rival rival,
      @Nullable Leaving leaving)
      implements Role {
    public Active {
      adverts = List.copyOf(adverts);
    }
  }

  /**
   * One virtual router in {@link Backup}.
   *
   * @param downAtNanos when the active router counts as gone: Active_Down_Timer
   * @param activeCentis its interval: Active_Adver_Interval
   * @param preemptAtNanos until when a lower priority is put up with, if {@code putUpWith}
   * @param putUpWith whether a delay runs
   * @param active who was heard last; null for nobody
   * @param zeros how often it has resigned since it was heard to be active
   */
  record Watched(
      long downAtNanos,
      int activeCentis,
      long preemptAtNanos,
      boolean putUpWith,
      @Nullable String active,
      int zeros) {

    /**
     * Whether it serves on until it is relieved, and lingers then: it says so by saying it twice.
     */
    boolean lingers() {
      return zeros > 1;
    }
  }

  /**
   * One virtual router in {@link Active}.
   *
   * @param advertAtNanos when the next advert is due: Adver_Timer
   * @param sentAtNanos when the last one left
   */
  record Advertising(long advertAtNanos, long sentAtNanos) {}

  /**
   * Another active router with a lower priority.
   *
   * @param address its address
   * @param sinceNanos since when it has been heard without a pause
   * @param lastNanos when it was heard last
   */
  record Rival(String address, long sinceNanos, long lastNanos) {}

  /**
   * A handover under way.
   *
   * @param reason why
   * @param untilNanos when it goes on without an answer
   * @param waitingFor the routers whose sessions are still there
   * @param cause the event that says it has begun; none while nothing was said
   * @param stage how far it has got
   */
  record Leaving(
      RoleReason reason,
      long untilNanos,
      List<Integer> waitingFor,
      Fact.@Nullable Ref cause,
      Stage stage) {
    public Leaving {
      waitingFor = List.copyOf(waitingFor);
    }

    Leaving because(RoleReason other) {
      return new Leaving(other, untilNanos, waitingFor, cause, stage);
    }

    Leaving without(int router) {
      List<Integer> left = waitingFor.stream().filter(i -> i != router).toList();
      return new Leaving(reason, untilNanos, left, cause, stage);
    }
  }

  /** How far a handover has got. */
  enum Stage {
    /** Active, sessions are being reset, then it resigns. */
    RESETTING,
    /** Has resigned, and serves until it is relieved. */
    RESIGNED,
    /** Outranked: silent until it is known whether who did that relays. */
    OUTRANKED,
    /** Outranked by the one that was thought gone. */
    RETURNED,
    /** Relieved: silent while the sessions end. */
    RELIEVED
  }
}
