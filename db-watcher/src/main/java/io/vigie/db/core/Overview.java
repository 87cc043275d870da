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
 * @param health how many databases there are, by health
 * @param databases the first of them by name
 * @param atRisk those whose primary's node is down
 * @param failovers the last change of primary of each, the first of them by database
 * @param nodesDown nodes that are down now, and by whose word
 */
public record Overview(
    Map<String, Integer> health,
    List<ClusterChanged> databases,
    List<PrimaryAtRisk> atRisk,
    List<FailoverChanged> failovers,
    Map<String, String> nodesDown) {

  /** The most entries of each list. */
  public static final int MOST = 100;

  public Overview {
    health = Map.copyOf(health);
    databases = List.copyOf(databases);
    atRisk = List.copyOf(atRisk);
    failovers = List.copyOf(failovers);
    nodesDown = Map.copyOf(nodesDown);
  }

  static Overview of(Said said, Map<String, String> down) {
    Map<String, Integer> counts = new TreeMap<>();
    said.all(ClusterChanged.class)
        .filter(Overview::isThere)
        .forEach(database -> counts.merge(database.health().wire(), 1, Integer::sum));
    return new Overview(
        counts,
        said.all(ClusterChanged.class)
            .filter(Overview::isThere)
            .sorted(Comparator.comparing(ClusterChanged::cluster))
            .limit(MOST)
            .toList(),
        said.all(PrimaryAtRisk.class)
            .filter(PrimaryAtRisk::alarm)
            .sorted(Comparator.comparing(PrimaryAtRisk::cluster))
            .limit(MOST)
            .toList(),
        said.all(FailoverChanged.class)
            .sorted(Comparator.comparing(FailoverChanged::cluster))
            .limit(MOST)
            .toList(),
        down);
  }

  private static boolean isThere(ClusterChanged database) {
    return database.health() != DatabaseHealth.DELETED;
  }
}
