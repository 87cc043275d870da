package io.vigie.storage.core;

import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/** What a node that is down has taken with it. */
final class RiskJudge {

  private static final Comparator<Endangered> WORST_FIRST =
      Comparator.comparing(Endangered::engineThere)
          .reversed()
          .thenComparingInt(Endangered::replicasLeft)
          .thenComparing(Endangered::volume);

  private final Picture picture;
  private final Views views;
  private final Map<String, String> waitsFor = new HashMap<>();

  RiskJudge(Picture picture, Views views) {
    this.picture = picture;
    this.views = views;
  }

  /** All that is at risk, in parts; none if nothing is. */
  List<NodeAtRisk> atRisk(String node, String basis) {
    List<Endangered> all = new ArrayList<>();
    long bytes = 0;
    for (String name : picture.volumesOn(node)) {
      Volume volume = picture.volume(name);
      if (volume == null || volume.deleting()) {
        continue;
      }
      VolumeView view = views.of(volume);
      if (view.replicas().stream().noneMatch(replica -> replica.node().equals(node))) {
        continue;
      }
      bytes += view.copyBytes();
      all.add(
          new Endangered(
              name,
              view.workload(),
              view.copyBytes(),
              view.good().size(),
              volume.node().equals(node)));
    }
    all.sort(WORST_FIRST);
    int parts = Math.ceilDiv(all.size(), NodeAtRisk.MOST_VOLUMES);
    List<NodeAtRisk> told = new ArrayList<>();
    for (int part = 1; part <= parts; part++) {
      int from = (part - 1) * NodeAtRisk.MOST_VOLUMES;
      int to = Math.min(all.size(), part * NodeAtRisk.MOST_VOLUMES);
      told.add(
          new NodeAtRisk(
              node, Risk.AT_RISK, basis, part, parts, all.size(), bytes, all.subList(from, to)));
    }
    return told;
  }

  /**
   * Whether every replica on a node that is back has all data again, or is gone. Asked after each
   * change there: so it goes on where it last found one that has not.
   */
  boolean isWhole(String node) {
    NavigableSet<String> there = picture.volumesOn(node);
    String from = waitsFor.getOrDefault(node, "");
    for (Set<String> some : List.of(there.tailSet(from, true), there.headSet(from, false))) {
      for (String volume : some) {
        if (isOpen(node, volume)) {
          waitsFor.put(node, volume);
          return false;
        }
      }
    }
    waitsFor.remove(node);
    return true;
  }

  private boolean isOpen(String node, String name) {
    Volume volume = picture.volume(name);
    if (volume == null || volume.deleting()) {
      return false;
    }
    VolumeView view = views.of(volume);
    return view.replicas().stream().anyMatch(r -> r.node().equals(node) && !view.isHealthy(r));
  }

  /** It is over. */
  static NodeAtRisk clear(NodeAtRisk last) {
    return new NodeAtRisk(
        last.node(), Risk.CLEAR, last.basis(), last.part(), last.parts(), 0, 0, List.of());
  }
}
