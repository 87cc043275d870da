package io.vigie.storage.core;

import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.said.Said;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people ask about storage, in bounded length.
 *
 * @param volumes how many there are, by health
 * @param unwell volumes that are degraded, stranded or faulted, the first of them by name
 * @param lastReplicas volumes that live on their last good replica, the first of them by name
 * @param rebuilds those that somebody waits for, the first of them by volume
 * @param nodesAtRisk nodes that are down or not whole again
 * @param nodesDown nodes that are down now, and by whose word
 */
public record Overview(
    Map<String, Integer> volumes,
    List<VolumeChanged> unwell,
    List<String> lastReplicas,
    List<RebuildChanged> rebuilds,
    List<NodeRisk> nodesAtRisk,
    Map<String, String> nodesDown) {

  /** The most entries of each list. */
  public static final int MOST = 100;

  public Overview {
    volumes = Map.copyOf(volumes);
    unwell = List.copyOf(unwell);
    lastReplicas = List.copyOf(lastReplicas);
    rebuilds = List.copyOf(rebuilds);
    nodesAtRisk = List.copyOf(nodesAtRisk);
    nodesDown = Map.copyOf(nodesDown);
  }

  /** A node at risk, without the list of its volumes. */
  public record NodeRisk(String node, String basis, int volumes, long bytes) {}

  static Overview of(Said said, Map<String, String> down) {
    Map<String, Integer> counts = new TreeMap<>();
    said.all(VolumeChanged.class)
        .filter(volume -> volume.health() != VolumeHealth.DELETED)
        .forEach(volume -> counts.merge(volume.health().wire(), 1, Integer::sum));
    return new Overview(
        counts,
        said.all(VolumeChanged.class)
            .filter(Overview::isUnwell)
            .sorted(Comparator.comparing(VolumeChanged::volume))
            .limit(MOST)
            .toList(),
        said.all(LastReplica.class)
            .filter(LastReplica::alarm)
            .map(LastReplica::volume)
            .sorted()
            .limit(MOST)
            .toList(),
        said.all(RebuildChanged.class)
            .filter(Told::isOpen)
            .sorted(Comparator.comparing(RebuildChanged::volume))
            .limit(MOST)
            .toList(),
        said.all(NodeAtRisk.class)
            .filter(risk -> risk.risk() == Risk.AT_RISK && risk.part() == 1)
            .sorted(Comparator.comparing(NodeAtRisk::node))
            .limit(MOST)
            .map(r -> new NodeRisk(r.node(), r.basis(), r.volumesTotal(), r.bytesTotal()))
            .toList(),
        down);
  }

  private static boolean isUnwell(VolumeChanged volume) {
    return switch (volume.health()) {
      case DEGRADED, STRANDED, FAULTED -> true;
      case HEALTHY, DETACHED, DELETED -> false;
    };
  }
}
