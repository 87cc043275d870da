package io.vigie.storage.core;

import io.vigie.event.LastReplica;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How well a volume is, and whether it lives on its last good replica. */
final class VolumeJudge {

  private VolumeJudge() {}

  /**
   * Its state now; null if that cannot be told yet.
   *
   * @param said what was told last; null if nothing ever was
   */
  static @Nullable VolumeChanged judge(VolumeView view, @Nullable VolumeChanged said) {
    VolumeHealth health = health(view);
    if (health == null) {
      return null;
    }
    VolumeChanged now = event(view, health);
    return said != null && (isAhead(said, now) || isCountedOnly(said, now)) ? said : now;
  }

  /** Whether the volume says that it is healthy again before its replicas do: told once they do. */
  private static boolean isAhead(VolumeChanged said, VolumeChanged now) {
    return now.health() == VolumeHealth.HEALTHY
        && said.health() == VolumeHealth.DEGRADED
        && now.replicasHealthy() < now.replicasWanted();
  }

  /** Whether but the count of replicas is another, and says nothing beside Longhorn's own word. */
  private static boolean isCountedOnly(VolumeChanged said, VolumeChanged now) {
    boolean enough = now.replicasHealthy() >= now.replicasWanted();
    boolean idle =
        switch (now.health()) {
          case HEALTHY -> !enough;
          case DEGRADED -> enough;
          case DETACHED -> true; // Longhorn does not count then
          case STRANDED, FAULTED, DELETED -> false;
        };
    return idle
        && said.health() == now.health()
        && said.replicasWanted() == now.replicasWanted()
        && said.bytes() == now.bytes()
        && Objects.equals(said.attachedTo(), now.attachedTo())
        && Objects.equals(said.claim(), now.claim())
        && Objects.equals(said.workload(), now.workload());
  }

  private static @Nullable VolumeHealth health(VolumeView view) {
    Volume volume = view.volume();
    if (volume.deleting()) {
      return VolumeHealth.DELETED;
    }
    if (volume.robustness() == Robustness.FAULTED) {
      return VolumeHealth.FAULTED;
    }
    return switch (volume.state()) {
      case ATTACHED, DETACHING -> attached(view);
      case DETACHED, ATTACHING -> VolumeHealth.DETACHED;
      case CREATING, DELETING, OTHER -> null;
    };
  }

  private static @Nullable VolumeHealth attached(VolumeView view) {
    Engine engine = view.engine();
    if (view.down().test(view.volume().node()) || (engine != null && engine.lost())) {
      return VolumeHealth.STRANDED;
    }
    return switch (view.volume().robustness()) {
      case HEALTHY -> VolumeHealth.HEALTHY;
      case DEGRADED -> VolumeHealth.DEGRADED;
      case FAULTED -> VolumeHealth.FAULTED;
      case UNKNOWN -> null;
    };
  }

  private static VolumeChanged event(VolumeView view, VolumeHealth health) {
    Volume volume = view.volume();
    int healthy = view.healthy().size();
    String counted = "%d of %d replicas are healthy".formatted(healthy, volume.replicasWanted());
    String reason =
        switch (health) {
          case HEALTHY, DETACHED, DELETED -> "";
          case DEGRADED -> volume.sharded() ? "some of its shards are missing" : counted;
          case STRANDED -> "attached on " + volume.node() + ", which does not answer";
          case FAULTED -> "no replica can serve it";
        };
    return new VolumeChanged(
        volume.key(),
        health,
        volume.node().isEmpty() ? null : volume.node(),
        volume.claim().isEmpty() ? null : volume.claim(),
        view.workload(),
        volume.bytes(),
        volume.replicasWanted(),
        healthy,
        reason);
  }

  /** A volume that is no more. */
  static VolumeChanged deleted(VolumeChanged last) {
    return new VolumeChanged(
        last.volume(),
        VolumeHealth.DELETED,
        null,
        last.claim(),
        last.workload(),
        last.bytes(),
        last.replicasWanted(),
        0,
        "");
  }

  /**
   * Whether it lives on its last good replica, of several it is to have.
   *
   * @param said the alarm that was told; null if there is none
   */
  static LastReplica last(VolumeView view, @Nullable LastReplica said) {
    List<Replica> good = view.good();
    boolean several = view.volume().replicasWanted() > 1 && !view.volume().strictLocal();
    boolean alarm =
        several
            && !view.volume().deleting()
            && !view.volume().sharded()
            && good.size() <= 1
            && (said != null || view.wasWhole());
    Replica one = alarm && good.size() == 1 ? good.getFirst() : null;
    String replica = one == null ? null : one.key();
    return said != null && alarm && Objects.equals(said.replica(), replica)
        ? said // whoever uses it by now
        : new LastReplica(
            view.name(), alarm, replica, one == null ? null : one.node(), view.workload());
  }
}
