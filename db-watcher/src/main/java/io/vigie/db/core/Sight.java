package io.vigie.db.core;

import io.vigie.event.FailoverChanged;
import io.vigie.kube.model.Lease;
import io.vigie.kube.model.Postgres;
import org.jspecify.annotations.Nullable;

/**
 * What this process itself saw happen to one database: a restart forgets it, and nothing depends on
 * it but how exactly durations are known and how long is waited.
 *
 * <p>Thread rule: one thread.
 */
final class Sight {

  private @Nullable GivenUp givenUp;
  private long level;
  private @Nullable Long unwellNanos;
  private @Nullable Long wellNanos;
  private @Nullable String holder;
  private @Nullable String releasedBy;

  /**
   * The operator gave a primary up.
   *
   * @param since when it did so first, by its own clock
   * @param afterNanos how long after the probes' verdict that was seen; null if not both were seen
   *     as they happened
   */
  record GivenUp(String primary, String since, @Nullable Long afterNanos) {}

  /**
   * The database is another than before.
   *
   * @param died when its primary's node was seen to go down; null if it was not
   */
  void seen(@Nullable Postgres before, Postgres after, @Nullable Long died, long now) {
    String primary = after.primary();
    boolean known = givenUp != null && givenUp.primary().equals(primary);
    if (after.target().equals(Postgres.PENDING)) {
      boolean live = before != null && before.target().equals(before.primary());
      if (!known) {
        Long nanos = live && died != null ? Long.valueOf(now - died) : null;
        givenUp = new GivenUp(primary, after.targetSince(), nanos);
      }
    } else if (known && after.target().equals(primary)) {
      boolean well = after.healthy().isEmpty() || after.healthy().contains(primary);
      givenUp = well ? null : givenUp; // perhaps just between two tries
    }
  }

  /**
   * Whether this process sees a past that another one has told the end of: its API server lags, or
   * did not answer for a while. What it was level with once is not past, whatever it looks like.
   */
  boolean isBehind(Postgres database, @Nullable FailoverChanged told) {
    if (told == null) {
      return false;
    }
    long rank = told.number() * 2L + (told.promotionMillis() == null ? 0 : 1);
    if (rank > level && Cost.isBefore(database, told)) {
      return true;
    }
    level = Math.max(level, rank);
    return false;
  }

  /** Nobody kept looking whether the primary serves. */
  void forgetWaiting() {
    unwellNanos = null;
    wellNanos = null;
  }

  /** The primary serves, or not, as far as Kubernetes and the operator know. */
  void well(boolean well, boolean noticed, long now) {
    unwellNanos = well || !noticed ? null : unwellNanos == null ? Long.valueOf(now) : unwellNanos;
    wellNanos = !well ? null : wellNanos == null ? Long.valueOf(now) : wellNanos;
  }

  /** The lease of the primary is another than before. */
  boolean seen(Lease lease) {
    String before = holder;
    holder = lease.holder();
    if (holder.equals(before)) {
      return false;
    }
    if (holder.isEmpty()) {
      releasedBy = before == null ? "" : before;
    } else if (holder.equals(releasedBy) || (before != null && !before.isEmpty())) {
      releasedBy = null; // taken again by itself, or by another without a release
    }
    return true;
  }

  /** There is no lease any more. */
  void leaseGone() {
    holder = null;
    releasedBy = null;
  }

  /** Whether it was this primary that gave the lease up of its own accord, as was seen. */
  boolean isReleased(String primary) {
    return primary.equals(releasedBy);
  }

  /** Whether somebody gave the lease up whom nobody saw: most likely the last primary. */
  boolean isFound() {
    return releasedBy != null && releasedBy.isEmpty();
  }

  /** Whether there is a lease at all: operators before 1.30 have none. */
  boolean hasLease() {
    return holder != null;
  }

  /** How the operator gave this primary up; null if nobody saw that. */
  @Nullable GivenUp givenUp(String primary) {
    return givenUp != null && givenUp.primary().equals(primary) ? givenUp : null;
  }

  /** For how long Kubernetes has known that the primary does not serve; negative if it serves. */
  long unwellFor(long now) {
    return unwellNanos == null ? -1 : now - unwellNanos;
  }

  /** For how long the primary has served; negative if it does not. */
  long wellFor(long now) {
    return wellNanos == null ? -1 : now - wellNanos;
  }
}
