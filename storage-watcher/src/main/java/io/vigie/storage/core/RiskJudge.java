package io.vigie.storage.core;

import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What a node that is down has taken with it. */
final class RiskJudge {

  private static final Comparator<Endangered> WORST_FIRST =
      Comparator.comparing(Endangered::engineThere)
          .reversed()
          .thenComparingInt(Endangered::replicasLeft)
          .thenComparing(Endangered::volume);

  private final Picture picture;
  private final Said said;

  RiskJudge(Picture picture, Said said) {
    this.picture = picture;
    this.said = said;
  }

  /** All that is at risk, in parts. */
  List<NodeAtRisk> atRisk(String node, String basis, Predicate<String> down) {
    List<Endangered> all = new ArrayList<>();
    long bytes = 0;
    for (String name : picture.volumesOn(node)) {
      Volume volume = picture.volume(name);
      if (volume == null || volume.deleting()) {
        continue;
      }
      VolumeView view = VolumeView.of(volume, picture, said, down);
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
    int parts = Math.max(1, Math.ceilDiv(all.size(), NodeAtRisk.MOST_VOLUMES));
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

  /** Whether every replica on a node that is back has all data again, or is gone. */
  boolean isWhole(String node, Predicate<String> down) {
    for (String name : picture.volumesOn(node)) {
      Volume volume = picture.volume(name);
      if (volume == null || volume.deleting()) {
        continue;
      }
      VolumeView view = VolumeView.of(volume, picture, said, down);
      boolean open =
          view.replicas().stream().anyMatch(r -> r.node().equals(node) && !view.isHealthy(r));
      if (open) {
        return false;
      }
    }
    return true;
  }

  /** It is over. */
  static NodeAtRisk clear(NodeAtRisk last) {
    return new NodeAtRisk(
        last.node(), Risk.CLEAR, last.basis(), last.part(), last.parts(), 0, 0, List.of());
  }
}
