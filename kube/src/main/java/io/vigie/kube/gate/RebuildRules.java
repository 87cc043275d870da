package io.vigie.kube.gate;

import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nothing is being rebuilt, or waits for it: neither from here, which would break it off, nor
 * elsewhere, as its volume has one replica less than it should.
 */
final class RebuildRules {

  private final Picture objects;
  private final String node;
  private final Findings findings;

  RebuildRules(GatePicture picture, String node, Findings findings) {
    this.objects = picture.objects();
    this.node = node;
    this.findings = findings;
  }

  void judge() {
    List<String> fromHere = new ArrayList<>();
    List<String> running = new ArrayList<>();
    for (Volume volume : objects.volumes().values()) {
      if (volume.deleting()) {
        continue;
      }
      Map<String, String> copies = new TreeMap<>();
      objects.replicas(volume.key()).stream()
          .filter(Replica::isRebuilding)
          .forEach(replica -> copies.put(replica.key(), "waits"));
      for (Engine engine : objects.engines(volume.key())) {
        engine.modes().entrySet().stream()
            .filter(mode -> mode.getValue() == Mode.WO)
            .forEach(mode -> copies.put(mode.getKey(), "is filled"));
        engine
            .rebuilds()
            .forEach((replica, copy) -> copies.put(replica, "is at " + copy.progress() + " %"));
        if (engine.sources().stream().anyMatch(this::isHere)) {
          fromHere.add(volume.key());
        }
      }
      copies.forEach(
          (replica, how) -> running.add("%s (%s %s)".formatted(volume.key(), where(replica), how)));
    }
    if (!fromHere.isEmpty()) {
      findings.no(
          Area.LONGHORN,
          "a rebuild reads from " + node + ": " + Findings.names(fromHere),
          "wait until it is done: vigie events --type rebuild");
    }
    if (!running.isEmpty()) {
      findings.no(
          Area.LONGHORN,
          "being rebuilt: " + Findings.names(running),
          "wait until it is done: vigie events --type rebuild");
    }
  }

  private boolean isHere(String replica) {
    Replica source = objects.replica(replica);
    return source != null && source.node().equals(node);
  }

  private String where(String name) {
    Replica replica = objects.replica(name);
    return replica == null || replica.node().isEmpty() ? name : "on " + replica.node();
  }
}
