package io.vigie.db.core;

import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import org.jspecify.annotations.Nullable;

/**
 * Why a primary changes, told by how it began. With {@link Postgres#PENDING} the operator says so;
 * what follows is for a target that is there at first sight, chosen because somebody wanted it, or
 * after a loss that nobody here saw the operator notice.
 */
final class Beginning {

  private Beginning() {}

  /** The kind of a change that has a target already. */
  static FailoverKind of(
      DatabaseView view, String from, @Nullable PrimaryAtRisk risk, Sight sight, boolean over) {
    Pod old = view.pod(from);
    boolean endangered = risk != null && risk.alarm() && risk.primary().equals(from);
    if (sight.givenUp(from) != null
        || old == null
        || endangered
        || view.nodes().isDown(old.node())) {
      return FailoverKind.FAILOVER;
    }
    if (old.role().equals("unhealthy")) {
      return FailoverKind.FAILOVER; // so the operator labels a primary that it gave up
    }
    if (sight.isReleased(from) || sight.isFound()) {
      return FailoverKind.SWITCHOVER;
    }
    if (!old.isReady()) {
      return endedBefore(old, view.database()) ? FailoverKind.FAILOVER : FailoverKind.SWITCHOVER;
    }
    boolean failing = !view.isListed(from) || !view.database().failingSince().isEmpty();
    return failing && !over ? FailoverKind.FAILOVER : FailoverKind.SWITCHOVER;
  }

  /** Whether the old primary was not ready before the new one was chosen, rather than after. */
  private static boolean endedBefore(Pod old, Postgres database) {
    Long millis = Cost.between(old.ready().since(), database.targetSince());
    return millis == null || millis >= 0;
  }
}
