package io.vigie.storage.core;

import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What a replica is good for.
 *
 * <p>Engine and replica come by different watches, each in order, one perhaps long before the
 * other. So where they contradict each other the last word stands until they agree: the engine
 * alone says that data is copied, the replica alone that Longhorn trusts it.
 */
final class ReplicaJudge {

  private ReplicaJudge() {}

  /** Its state now; null if that cannot be told yet. */
  static @Nullable ReplicaState judge(
      Replica replica, @Nullable Engine engine, @Nullable ReplicaChanged said) {
    if (replica.deleting()) {
      return ReplicaState.DELETED;
    }
    Mode mode = mode(replica, engine);
    if (!replica.failedAt().isEmpty()) {
      return mode == Mode.RW
          ? null
          : mode == Mode.WO ? ReplicaState.REBUILDING : ReplicaState.FAILED;
    }
    if (mode == Mode.ERR) {
      return ReplicaState.FAILED;
    }
    if (mode == Mode.WO) {
      return ReplicaState.REBUILDING;
    }
    if (replica.healthyAt().isEmpty()) {
      return mode == null && replica.isRebuilding() ? ReplicaState.REBUILDING : null;
    }
    if (serves(engine) && mode != Mode.RW) {
      return null; // on its way out of the engine, or into it
    }
    return isNews(replica, engine, said) ? ReplicaState.HEALTHY : null;
  }

  /**
   * What the engine has of it; null if it has nothing, or if that dates from before the replica's
   * own record.
   */
  static @Nullable Mode mode(Replica replica, @Nullable Engine engine) {
    if (engine == null || !serves(engine)) {
      return null;
    }
    Mode mode = engine.modes().get(replica.key());
    String since = engine.modesSince().get(replica.key());
    if (mode == null || since == null) {
      return mode;
    }
    String later = mode == Mode.RW ? replica.lastFailedAt() : replica.lastHealthyAt();
    return since.compareTo(later) < 0 ? null : mode;
  }

  private static boolean serves(@Nullable Engine engine) {
    return engine != null && engine.running() && !engine.modes().isEmpty();
  }

  /** Whether the replica's own record has been through the trouble that was told of. */
  private static boolean isNews(
      Replica replica, @Nullable Engine engine, @Nullable ReplicaChanged said) {
    if (said == null
        || said.failedAt() != null
        || said.state() == ReplicaState.HEALTHY
        || said.state() == ReplicaState.DELETED) {
      return true;
    }
    String since = engine == null ? null : engine.modesSince().get(replica.key());
    return !replica.healthyAt().equals(said.healthyAt())
        || (since != null && replica.lastHealthyAt().compareTo(since) >= 0);
  }

  /** The event that tells it. */
  static ReplicaChanged event(Replica replica, ReplicaState state) {
    return new ReplicaChanged(
        replica.key(),
        replica.volume(),
        orNull(replica.node()),
        state,
        orNull(replica.failedAt()),
        orNull(replica.healthyAt()));
  }

  /** It is no more. */
  static ReplicaChanged deleted(ReplicaChanged last) {
    return new ReplicaChanged(
        last.replica(), last.volume(), last.node(), ReplicaState.DELETED, null, null);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
