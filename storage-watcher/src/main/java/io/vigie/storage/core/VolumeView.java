package io.vigie.storage.core;

import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One volume with all that belongs to it, judged.
 *
 * @param replicas those in use, by name
 * @param states of them, where it can be told, else what was told last; healthy if nothing was
 * @param modes what the engine has of each, as far as that is not from before
 * @param down which nodes are down, by anybody's word
 * @param spoken which replicas anybody ever spoke of
 * @param proven the replica that was rebuilt after its node went down: it is there again, though
 *     not everybody has noticed; null if there is none
 */
record VolumeView(
    Volume volume,
    @Nullable Engine engine,
    List<Replica> replicas,
    Map<String, ReplicaState> states,
    Map<String, Mode> modes,
    Predicate<String> down,
    Predicate<String> spoken,
    @Nullable String proven) {

  /** Whether its node is down. */
  boolean isLost(Replica replica) {
    return down.test(replica.node()) && !replica.key().equals(proven);
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

  /** Whether it ever was whole: a new volume's replicas come one by one, and none is missed. */
  boolean wasWhole() {
    return replicas.stream().anyMatch(VolumeView::hadData)
        && replicas.stream().noneMatch(this::isNew);
  }

  private static boolean hadData(Replica replica) {
    return !replica.healthyAt().isEmpty() || !replica.lastHealthyAt().isEmpty();
  }

  /** Whether it is to be filled for the first time, with the volume; not a late one, to fill in. */
  private boolean isNew(Replica replica) {
    return !hadData(replica)
        && !replica.node().isEmpty()
        && replica.retries() == 0
        && replica.failedAt().isEmpty()
        && replica.lastFailedAt().isEmpty()
        && modes.get(replica.key()) != Mode.ERR
        && !isLost(replica);
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
