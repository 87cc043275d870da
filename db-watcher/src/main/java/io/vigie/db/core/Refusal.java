package io.vigie.db.core;

import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Quorum;
import java.util.concurrent.TimeUnit;

/** Why the operator does not fail over though the primary is lost. */
final class Refusal {

  /** How long the operator may take once Kubernetes knows that the primary's node is gone. */
  private static final long NODE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long a primary may take to start again where it is. */
  private static final long POD_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How long without a decision and without a reason for it. */
  private static final long SILENT_SECONDS = 90;

  private Refusal() {}

  /** The reason in words; empty as long as there is none, or it may still decide. */
  static String reason(DatabaseView view, String primary, Sight sight, long now) {
    long unwell = sight.unwellFor(now);
    boolean gone = view.nodes().isDown(view.node(primary));
    if (unwell < (gone ? NODE_NANOS : POD_NANOS)) {
      return "";
    }
    String known = known(view, primary);
    if (!known.isEmpty()) {
      return known;
    }
    boolean counting = !view.database().failingSince().isEmpty(); // failoverDelay
    return !counting && unwell >= TimeUnit.SECONDS.toNanos(SILENT_SECONDS) ? silent(view) : "";
  }

  private static String known(DatabaseView view, String primary) {
    Postgres database = view.database();
    if (!database.reconciled()) {
      return "reconciliation is switched off by annotation";
    }
    if (database.isFenced(primary)) {
      return "the primary is fenced";
    }
    if (database.instances() <= 1) {
      return "it has no other instance";
    }
    if (view.standbys(primary).isEmpty()) {
      return "no standby is ready";
    }
    return quorum(view, primary);
  }

  private static String quorum(DatabaseView view, String primary) {
    if (!view.database().sync().quorum() || view.database().sync().number() == 0) {
      return "";
    }
    Quorum quorum = view.quorum();
    if (quorum == null) {
      return "failover needs a quorum, and none is recorded";
    }
    int ready = view.confirming(quorum.standbys(), primary);
    return !quorum.primary().equals(primary) || quorum.isCovered(ready)
        ? ""
        : "no quorum: %d of %d synchronous standbys are ready, each commit waits for %d"
            .formatted(ready, quorum.standbys().size(), quorum.number());
  }

  /** The operator's own word is quoted, and decides nothing. */
  private static String silent(DatabaseView view) {
    String phase = view.database().phase();
    return "no decision %d s after Kubernetes noticed: the operator may be down%s"
        .formatted(SILENT_SECONDS, phase.isEmpty() ? "" : "; its last word: " + phase);
  }
}
