package io.vigie.storage.core;

import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a replica is good for.
 *
 * <p>Engine and replica come by different watches, each in order, one perhaps long before the
 * other. So where they contradict each other the last word stands until they agree: the engine
 * alone says that data is copied, the replica alone that Longhorn trusts it. An object that is
 * older than the last word, as it may be with a watcher whose turn it just became, says nothing.
 */
final class ReplicaJudge {

  private ReplicaJudge() {}

  /** Its state now; null if that cannot be told yet. */
  static @Nullable ReplicaState judge(
      Replica replica, @Nullable Engine engine, @Nullable ReplicaChanged said) {
    return judge(replica, engine, mode(replica, engine, said), said);
  }

  /** The same, where it is known what the engine has of it: see {@link #mode}. */
  static @Nullable ReplicaState judge(
      Replica replica,
      @Nullable Engine engine,
      @Nullable Mode mode,
      @Nullable ReplicaChanged said) {
    if (replica.deleting()) {
      return ReplicaState.DELETED;
    }
    if (isBehind(replica, said)) {
      return null;
    }
    if (!replica.failedAt().isEmpty()) {
      boolean ahead = mode == Mode.RW && said != null; // the engine is, by a whole rebuild
      return ahead ? null : mode == Mode.WO ? ReplicaState.REBUILDING : ReplicaState.FAILED;
    }
    if (mode == Mode.ERR) {
      return ReplicaState.FAILED;
    }
    if (mode == Mode.WO) {
      return ReplicaState.REBUILDING;
    }
    if (!replica.isSafe()) {
      boolean told = said != null && mode != null;
      return replica.isRebuilding() && !told ? ReplicaState.REBUILDING : null;
    }
    if (serves(engine) && mode != Mode.RW) {
      return null; // on its way out of the engine, or into it
    }
    return isNews(replica, engine, said) ? ReplicaState.HEALTHY : null;
  }

  /**
   * What the engine has of it; null if it has nothing, or if that dates from before the replica's
   * own record or before the last word.
   */
  static @Nullable Mode mode(
      Replica replica, @Nullable Engine engine, @Nullable ReplicaChanged said) {
    if (engine == null || !serves(engine)) {
      return null;
    }
    Mode mode = engine.modes().get(replica.key());
    String since = engine.modesSince().get(replica.key());
    if (mode == null || since == null) {
      return mode;
    }
    List<String> later =
        switch (mode) {
          case RW -> List.of(replica.lastFailedAt(), text(said == null ? null : said.failedAt()));
          case WO -> List.of(replica.failedAt(), healthyAt(replica, said));
          case ERR, OTHER -> List.of(healthyAt(replica, said));
        };
    boolean overcome =
        mode == Mode.ERR
            && replica.failedAt().isEmpty()
            && since.compareTo(replica.lastFailedAt()) <= 0;
    return overcome || since.compareTo(Collections.max(later)) < 0 ? null : mode;
  }

  private static String healthyAt(Replica replica, @Nullable ReplicaChanged said) {
    String told = text(said == null ? null : said.healthyAt());
    return told.compareTo(replica.lastHealthyAt()) > 0 ? told : replica.lastHealthyAt();
  }

  private static boolean serves(@Nullable Engine engine) {
    return engine != null && engine.running() && !engine.modes().isEmpty();
  }

  /** Whether this is an older record than the one that was told of. */
  private static boolean isBehind(Replica replica, @Nullable ReplicaChanged said) {
    if (said == null) {
      return false;
    }
    String told = Collections.max(List.of(text(said.failedAt()), text(said.healthyAt())));
    return Collections.max(
                List.of(
                    replica.failedAt(),
                    replica.healthyAt(),
                    replica.lastFailedAt(),
                    replica.lastHealthyAt()))
            .compareTo(told)
        < 0;
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

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
