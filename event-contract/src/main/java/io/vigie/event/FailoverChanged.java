package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * How a database goes from one primary to another. Kubernetes keeps the last one only: these events
 * are the history.
 *
 * <p>The durations are differences of the operator's own timestamps, and of our monotonic clock
 * where a probe began it; where two machines' clocks had to be compared, the basis says so. None
 * before they are known.
 *
 * @param cluster the database: {@code db/pg-main}
 * @param number which change of primary of this database it is, from 1, as counted by these events
 * @param kind told by how it began
 * @param stage how far it is
 * @param from the old primary
 * @param to the new one; none before it is chosen
 * @param decidedAt when the operator gave the old primary up, or first chose a new one, by its own
 *     clock; none where that is not known
 * @param detectionMillis from the node's death, as probed, to the operator's decision
 * @param electionMillis from the decision to the choice of a new primary
 * @param promotionMillis from the choice until the new primary can be written to
 * @param outageMillis how long nothing could be written: the sum of those that are known
 * @param outageBasis what that is concluded from, in words; empty if there is none
 * @param lossless whether it provably lost no committed transaction
 * @param losslessBasis what that is concluded from, in words
 * @param reason why it is refused, or what else is to be said; empty otherwise
 */
public record FailoverChanged(
    String cluster,
    @Bounds(least = 1) int number,
    FailoverKind kind,
    FailoverStage stage,
    String from,
    @Nullable String to,
    @Bounds(instant = true) @Nullable String decidedAt,
    @Nullable Long detectionMillis,
    @Nullable Long electionMillis,
    @Nullable Long promotionMillis,
    @Nullable Long outageMillis,
    String outageBasis,
    boolean lossless,
    String losslessBasis,
    String reason)
    implements Event {

  @Override
  public String subject() {
    return cluster;
  }

  /** Why a primary changes. */
  public enum FailoverKind implements Wire {
    /** The old primary was lost. */
    FAILOVER,
    /** Somebody wanted another primary, the old one being well. */
    SWITCHOVER
  }

  /** How far a change of primary is. */
  public enum FailoverStage implements Wire {
    /** The operator has given up the old primary. */
    STARTED,
    /** A new primary is chosen, and not yet promoted. */
    TARGET_CHOSEN,
    /** The new primary can be written to. */
    WRITABLE,
    /** All instances are ready again. */
    REDUNDANT,
    /** The operator will not fail over; the reason says why. */
    REFUSED,
    /** It does not go on: the old primary is back and stays, or the database is gone. */
    ABANDONED
  }
}
