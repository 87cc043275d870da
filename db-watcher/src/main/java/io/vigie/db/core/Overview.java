package io.vigie.db.core;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.said.Said;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people ask about databases, in bounded length.
 *
 * @param byHealth how many there are, by health
 * @param databases each with its primary, those that are unwell first
 * @param failovers the last change of primary of each, those under way first
 * @param atRisk databases whose primary's node is down
 * @param nodesDown nodes that are down now, and by whose word
 */
public record Overview(
    Map<String, Integer> byHealth,
    List<ClusterChanged> databases,
    List<FailoverChanged> failovers,
    List<PrimaryAtRisk> atRisk,
    Map<String, String> nodesDown) {

  /** The most entries of each list. */
  public static final int MOST = 100;

  public Overview {
    byHealth = Map.copyOf(byHealth);
    databases = List.copyOf(databases);
    failovers = List.copyOf(failovers);
    atRisk = List.copyOf(atRisk);
    nodesDown = Map.copyOf(nodesDown);
  }

  static Overview of(Said said, Map<String, String> down) {
    List<ClusterChanged> there =
        said.all(ClusterChanged.class)
            .filter(database -> database.health() != DatabaseHealth.DELETED)
            .sorted(
                Comparator.comparing((ClusterChanged d) -> d.health() == DatabaseHealth.HEALTHY)
                    .thenComparing(ClusterChanged::cluster))
            .toList();
    Map<String, Integer> counts = new TreeMap<>();
    there.forEach(database -> counts.merge(database.health().wire(), 1, Integer::sum));
    return new Overview(
        counts,
        there.stream().limit(MOST).toList(),
        said.all(FailoverChanged.class)
            .sorted(
                Comparator.comparing((FailoverChanged f) -> !FailoverJudge.isOpen(f))
                    .thenComparing(FailoverChanged::cluster))
            .limit(MOST)
            .toList(),
        said.all(PrimaryAtRisk.class)
            .filter(PrimaryAtRisk::alarm)
            .sorted(Comparator.comparing(PrimaryAtRisk::cluster))
            .limit(MOST)
            .toList(),
        down);
  }
}
