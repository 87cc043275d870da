package io.vigie.db.core;

import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Postgres;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a change of primary is. The operator's phase is not asked: it says "Failing over" long
 * after the new primary serves, and "healthy" when a standby's node is dead.
 */
final class FailoverJudge {

  /** A target that falls back to the old primary for less than this may be about to come again. */
  private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final String UNSEEN = "nobody watched how it began";
  private static final String UNTOLD = "nobody could tell it earlier";
  private static final String SECOND = "the target before was not healthy";

  private final DatabaseView view;
  private final Postgres database;
  private final String base;
  private final @Nullable FailoverChanged said;
  private final @Nullable FailoverChanged open;
  private final @Nullable PrimaryAtRisk risk;
  private final Sight sight;
  private final long now;

  /**
   * Judges one database.
   *
   * @param base its last primary that could be written to, as was told
   * @param said what was told last of a change of it
   * @param risk what was told last of its danger
   */
  FailoverJudge(
      DatabaseView view,
      String base,
      @Nullable FailoverChanged said,
      @Nullable PrimaryAtRisk risk,
      Sight sight,
      long now) {
    this.view = view;
    this.database = view.database();
    this.base = base;
    this.said = said;
    this.open = said != null && isOpen(said) ? said : null;
    this.risk = risk;
    this.sight = sight;
    this.now = now;
  }

  /** Whether it is not decided yet who is primary. */
  static boolean isOpen(FailoverChanged said) {
    return switch (said.stage()) {
      case STARTED, TARGET_CHOSEN, REFUSED -> true;
      case WRITABLE, REDUNDANT, ABANDONED -> false;
    };
  }

  /** The stage it is in now; null if there is nothing to tell. */
  @Nullable FailoverChanged judge() {
    if (database.hibernated()) {
      return open == null ? null : abandoned(open, "the database is put to sleep");
    }
    String from = open != null ? open.from() : base;
    if (database.primary().isEmpty() || from.isEmpty()) {
      return open;
    }
    if (!database.primary().equals(from)) {
      return isSettled() && view.isReady(database.primary()) ? over(from) : unready(from);
    }
    String target = database.target();
    if (target.equals(Postgres.PENDING)) {
      boolean further = open != null && open.stage() != FailoverStage.REFUSED;
      return further ? open : started(from);
    }
    if (!target.isEmpty() && !target.equals(from)) {
      return chosen(from, target);
    }
    return open == null ? quiet(from) : fallenBack(open);
  }

  private boolean isSettled() {
    return database.target().isEmpty() || database.target().equals(database.primary());
  }

  /** Nothing is under way: the last change may be complete, or one is due and does not come. */
  private @Nullable FailoverChanged quiet(String primary) {
    if (said != null
        && said.stage() == FailoverStage.WRITABLE
        && primary.equals(said.to())
        && view.isRedundant()) {
      return staged(said, FailoverStage.REDUNDANT, said.reason());
    }
    String reason = Refusal.reason(view, primary, sight, now);
    return reason.isEmpty() ? null : refused(primary, reason);
  }

  /** The old primary is the target again: it is back, or the next try comes. */
  private FailoverChanged fallenBack(FailoverChanged open) {
    if (sight.wellFor(now) >= HOLD_NANOS) {
      return abandoned(open, "the old primary is back");
    }
    if (open.stage() == FailoverStage.REFUSED) {
      String reason = Refusal.reason(view, open.from(), sight, now);
      return reason.isEmpty() ? open : refused(open.from(), reason);
    }
    return open;
  }

  private FailoverChanged started(String from) {
    Cost cost = Cost.underWay(view, from, open, sight, true);
    Loss loss = Loss.failover(view, from, risk);
    return event(FailoverKind.FAILOVER, FailoverStage.STARTED, from, null, cost, loss, "");
  }

  private FailoverChanged refused(String from, String reason) {
    Loss loss = Loss.failover(view, from, risk);
    return event(FailoverKind.FAILOVER, FailoverStage.REFUSED, from, null, Cost.NONE, loss, reason);
  }

  private FailoverChanged chosen(String from, String target) {
    boolean same =
        open != null && open.stage() == FailoverStage.TARGET_CHOSEN && target.equals(open.to());
    FailoverKind kind = open != null ? open.kind() : Beginning.of(view, from, risk, sight, false);
    Loss loss = loss(kind, from, false);
    if (same && open != null && open.lossless() == loss.none()) {
      return open;
    }
    boolean second = open != null && open.to() != null && !target.equals(open.to());
    String reason = second ? SECOND : open == null ? "" : open.reason();
    boolean refused = open != null && open.stage() == FailoverStage.REFUSED;
    Cost cost = Cost.underWay(view, from, open, sight, kind == FailoverKind.FAILOVER);
    return event(
        kind, FailoverStage.TARGET_CHOSEN, from, target, cost, loss, refused ? "" : reason);
  }

  /** Another one is primary already, and not ready yet, or to be replaced in its turn. */
  private FailoverChanged unready(String from) {
    String target = database.target();
    boolean named = !target.isEmpty() && !target.equals(Postgres.PENDING) && !target.equals(from);
    String to = named ? target : database.primary();
    return open != null && to.equals(open.to()) ? open : chosen(from, to);
  }

  private FailoverChanged over(String from) {
    FailoverKind kind = open != null ? open.kind() : Beginning.of(view, from, risk, sight, true);
    Cost cost = Cost.over(view, from, open, sight, kind == FailoverKind.FAILOVER);
    FailoverStage stage =
        open == null && view.isRedundant() ? FailoverStage.REDUNDANT : FailoverStage.WRITABLE;
    boolean refused = open != null && open.stage() == FailoverStage.REFUSED;
    String late = sight.givenUp(from) != null ? UNTOLD : UNSEEN;
    String reason = open == null ? late : refused ? "" : open.reason();
    return event(kind, stage, from, database.primary(), cost, loss(kind, from, true), reason);
  }

  private Loss loss(FailoverKind kind, String from, boolean over) {
    if (open != null && open.lossless()) {
      boolean other = open.to() != null && !database.target().equals(open.to());
      Loss known = Loss.of(open);
      return other && kind == FailoverKind.FAILOVER
          ? known.unlessWorse(Loss.beforehand(view, from))
          : known;
    }
    if (kind == FailoverKind.SWITCHOVER) {
      return Loss.switchover(view, from, sight, over);
    }
    return open != null ? Loss.of(open) : Loss.failover(view, from, risk);
  }

  private FailoverChanged event(
      FailoverKind kind,
      FailoverStage stage,
      String from,
      @Nullable String to,
      Cost cost,
      Loss loss,
      String reason) {
    int number = said == null ? 1 : open != null ? open.number() : said.number() + 1;
    return new FailoverChanged(
        view.name(),
        number,
        kind,
        stage,
        from,
        to,
        cost.decidedAt(),
        cost.detection(),
        cost.election(),
        cost.promotion(),
        cost.outage(),
        cost.basis(),
        loss.none(),
        loss.basis(),
        reason);
  }

  /** It does not go on. */
  static FailoverChanged abandoned(FailoverChanged said, String reason) {
    return staged(said, FailoverStage.ABANDONED, reason);
  }

  private static FailoverChanged staged(FailoverChanged said, FailoverStage stage, String reason) {
    return new FailoverChanged(
        said.cluster(),
        said.number(),
        said.kind(),
        stage,
        said.from(),
        said.to(),
        said.decidedAt(),
        said.detectionMillis(),
        said.electionMillis(),
        said.promotionMillis(),
        said.outageMillis(),
        said.outageBasis(),
        said.lossless(),
        said.losslessBasis(),
        reason);
  }
}
