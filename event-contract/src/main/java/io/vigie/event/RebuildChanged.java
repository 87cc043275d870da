package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * How the rebuild of a volume's missing replica goes. Longhorn rebuilds one replica of a volume at
 * a time.
 *
 * @param volume the volume
 * @param stage how far it is
 * @param replica the replica that is filled; none before Longhorn has chosen it
 * @param node where it is filled; none before that is known
 * @param workload whose volume it is; none if nobody uses it
 * @param attempt which try of this replica this is, from 1
 * @param progress of the copy in percent, never going back within an attempt
 * @param bytesTotal what there is to copy, an upper bound
 * @param bytesPerSecond how fast it goes, smoothed; none before it can be told
 * @param etaSeconds how long it takes from now on; none before it can be told
 * @param etaBasis what that is concluded from, in words; empty if there is none
 * @param reason why it failed, waits or cannot be placed, in words; empty otherwise
 */
public record RebuildChanged(
    String volume,
    RebuildStage stage,
    @Nullable String replica,
    @Nullable String node,
    @Nullable String workload,
    @Bounds(least = 1) int attempt,
    @Bounds(most = 100) int progress,
    long bytesTotal,
    @Nullable Long bytesPerSecond,
    @Nullable Long etaSeconds,
    String etaBasis,
    String reason)
    implements Event {

  @Override
  public String subject() {
    return volume;
  }

  /** How far a rebuild is. */
  public enum RebuildStage implements Wire {
    /** A replica is missing; Longhorn has not begun to replace it. */
    EXPECTED,
    /** Longhorn wants it rebuilt, and has not begun to copy. */
    QUEUED,
    /** Data is copied. */
    COPYING,
    /** The replica can be read from and written to. */
    DONE,
    /** This attempt failed; Longhorn tries again. */
    FAILED,
    /** No node can take a new replica. */
    UNPLACEABLE,
    /** None is needed any more: fewer replicas are wanted, or the volume is gone. */
    DROPPED
  }
}
