package io.vigie.storage.core;

import io.vigie.event.EventType;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One volume with all that belongs to it, judged.
 *
 * @param replicas those in use, by name
 * @param states of them, where it can be told, else what was told last; healthy if nothing was
 * @param down which nodes are down, by anybody's word
 * @param proven the replica that was rebuilt after its node went down: it is there again, though
 *     not everybody has noticed; null if there is none
 */
record VolumeView(
    Volume volume,
    @Nullable Engine engine,
    List<Replica> replicas,
    Map<String, ReplicaState> states,
    Predicate<String> down,
    @Nullable String proven) {

  static VolumeView of(Volume volume, Picture picture, Said said, Predicate<String> down) {
    Engine engine = picture.engine(volume.key());
    List<Replica> replicas = new ArrayList<>();
    Map<String, ReplicaState> states = new TreeMap<>();
    for (Replica replica : picture.replicas(volume.key())) {
      if (replica.active() && !replica.deleting()) {
        replicas.add(replica);
        ReplicaChanged last =
            said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, replica.key());
        ReplicaState now = ReplicaJudge.judge(replica, engine, last);
        ReplicaState state = now != null ? now : last != null ? last.state() : unsaid(replica);
        states.put(replica.key(), state);
      }
    }
    return new VolumeView(volume, engine, replicas, states, down, proven(volume.key(), said));
  }

  private static @Nullable String proven(String volume, Said said) {
    Said.Word rebuilt = said.word(EventType.REBUILD_CHANGED, volume);
    if (rebuilt == null
        || !(rebuilt.event() instanceof RebuildChanged done)
        || done.stage() != RebuildStage.DONE
        || done.node() == null) {
      return null;
    }
    Said.Word risk = said.word(EventType.NODE_AT_RISK, done.node());
    return risk != null && risk.order() < rebuilt.order() ? done.replica() : null;
  }

  /** Whether its node is down. */
  boolean isLost(Replica replica) {
    return down.test(replica.node()) && !replica.key().equals(proven);
  }

  /** A replica nobody ever spoke of is healthy, unless it never was. */
  private static ReplicaState unsaid(Replica replica) {
    return replica.isSafe() ? ReplicaState.HEALTHY : ReplicaState.REBUILDING;
  }

  String name() {
    return volume.key();
  }

  boolean isHealthy(Replica replica) {
    return states.get(replica.key()) == ReplicaState.HEALTHY;
  }

  /** Replicas with all data, for all Longhorn says. */
  List<Replica> healthy() {
    return replicas.stream().filter(this::isHealthy).toList();
  }

  /** Replicas with all data on nodes that are there. */
  List<Replica> good() {
    return replicas.stream().filter(replica -> isHealthy(replica) && !isLost(replica)).toList();
  }

  /** Replicas that do not count now. */
  List<Replica> missing() {
    return replicas.stream().filter(replica -> !isHealthy(replica) || isLost(replica)).toList();
  }

  /** Whether it ever had a whole replica: a new volume misses nothing. */
  boolean wasWhole() {
    return replicas.stream()
        .anyMatch(r -> !r.healthyAt().isEmpty() || !r.lastHealthyAt().isEmpty());
  }

  boolean isAttached() {
    return volume.state() == Volume.State.ATTACHED;
  }

  /** Whose it is: {@code StatefulSet git/gitea}. */
  @Nullable String workload() {
    return volume.workload().isEmpty() ? null : volume.workload();
  }

  /** What a whole copy of it has to copy, as far as is known. */
  long copyBytes() {
    return engine != null && engine.bytes() > 0 ? engine.bytes() : volume.usedBytes();
  }
}
