package io.vigie.storage.core;

import io.vigie.event.EventType;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at single volumes, which is where all of the work is: so it counts how often. */
final class Views {

  private final Picture picture;
  private final Said said;
  private final Outages outages;
  private long made;

  Views(Picture picture, Said said, Outages outages) {
    this.picture = picture;
    this.said = said;
    this.outages = outages;
  }

  /** How many looks were taken so far. */
  long made() {
    return made;
  }

  VolumeView of(Volume volume) {
    made++;
    Engine engine = picture.engine(volume.key());
    List<Replica> replicas = new ArrayList<>();
    Map<String, ReplicaState> states = new HashMap<>();
    Map<String, Mode> modes = new HashMap<>();
    for (Replica replica : picture.replicas(volume.key())) {
      if (replica.active() && !replica.deleting()) {
        replicas.add(replica);
        ReplicaChanged last = last(replica.key());
        Mode mode = ReplicaJudge.mode(replica, engine, last);
        if (mode != null) {
          modes.put(replica.key(), mode);
        }
        ReplicaState now = ReplicaJudge.judge(replica, engine, mode, last);
        states.put(
            replica.key(), now != null ? now : last != null ? last.state() : unsaid(replica));
      }
    }
    return new VolumeView(
        volume,
        engine,
        replicas,
        states,
        modes,
        outages::isDown,
        replica -> last(replica) != null,
        proven(volume.key()));
  }

  private @Nullable ReplicaChanged last(String replica) {
    return said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, replica);
  }

  /** A replica nobody ever spoke of is healthy, unless it never was. */
  private static ReplicaState unsaid(Replica replica) {
    return replica.isSafe() ? ReplicaState.HEALTHY : ReplicaState.REBUILDING;
  }

  private @Nullable String proven(String volume) {
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
}
