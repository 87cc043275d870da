package io.vigie.db.core;

import io.vigie.event.FailoverChanged;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Quorum;
import org.jspecify.annotations.Nullable;

/**
 * Whether a change of primary provably loses no committed transaction.
 *
 * @param basis what that is concluded from, in words
 */
record Loss(boolean none, String basis) {

  private static final String RELEASED = "the old primary shut down cleanly and gave up its lease";

  /** If the primary were lost now. */
  static Loss beforehand(DatabaseView view, String primary) {
    Sync sync = view.database().sync();
    Quorum quorum = view.quorum();
    if (sync.number() == 0) {
      return new Loss(false, "replication is asynchronous");
    }
    if (!sync.required()) {
      return new Loss(false, "synchronous replication gives way when standbys are missing");
    }
    if (!sync.quorum()) {
      return new Loss(
          false, "no failover quorum: a standby without the last transactions may be chosen");
    }
    if (quorum == null || !quorum.primary().equals(primary)) {
      return new Loss(false, "which standbys confirm transactions is not recorded");
    }
    int ready = view.confirming(quorum.standbys(), primary);
    String sum = "%d + %d of %d".formatted(ready, quorum.number(), quorum.standbys().size());
    return quorum.number() > 0 && quorum.isCovered(ready)
        ? new Loss(true, "synchronous replication is required and has a quorum: " + sum)
        : new Loss(false, "too few synchronous standbys are ready for a quorum: " + sum);
  }

  /** As a failover begins: what was said when its primary came into danger, if anything was. */
  static Loss failover(DatabaseView view, String from, @Nullable PrimaryAtRisk risk) {
    return risk != null && risk.alarm() && risk.primary().equals(from)
        ? new Loss(risk.lossless(), risk.losslessBasis())
        : beforehand(view, from);
  }

  /** As a switchover goes on, or is over. */
  static Loss switchover(DatabaseView view, String from, Sight sight, boolean over) {
    if (sight.isReleased(from)) {
      return new Loss(true, RELEASED);
    }
    Loss quorum = beforehand(view, from);
    if (quorum.none()) {
      return quorum;
    }
    if (!sight.hasLease()) {
      return new Loss(false, "no lease tells whether the old primary shut down cleanly");
    }
    return over
        ? new Loss(false, "the old primary was not seen to give up its lease")
        : new Loss(false, "the old primary still has its lease");
  }

  static Loss of(FailoverChanged said) {
    return new Loss(said.lossless(), said.losslessBasis());
  }

  /** The same unless it is worse now: another target may have another part of the quorum. */
  Loss unlessWorse(Loss now) {
    return none && !now.none() ? now : this;
  }
}
