package io.vigie.db.core;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Tri;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How well a database is, and where it can be written to. */
final class ClusterJudge {

  private ClusterJudge() {}

  /** Its state now; null if it has none yet. */
  static @Nullable ClusterChanged judge(DatabaseView view, @Nullable FailoverChanged failover) {
    Postgres database = view.database();
    if (database.hibernated()) {
      return event(view, DatabaseHealth.HIBERNATED, "", List.of());
    }
    if (database.primary().isEmpty()) {
      return null; // it is being made
    }
    String primary = writable(view, failover);
    List<String> lost = view.lost();
    boolean all = lost.isEmpty() && view.isRedundant();
    DatabaseHealth health =
        primary.isEmpty()
            ? DatabaseHealth.DOWN
            : all ? DatabaseHealth.HEALTHY : DatabaseHealth.DEGRADED;
    return event(view, health, primary, lost);
  }

  /**
   * The instance that can be written to; empty if there is none. In a switchover that is the old
   * primary until it stops, in a failover nobody until the new one serves.
   */
  private static String writable(DatabaseView view, @Nullable FailoverChanged failover) {
    String primary = view.database().primary();
    if (failover != null && FailoverJudge.isOpen(failover)) {
      boolean still = failover.kind() == FailoverKind.SWITCHOVER && primary.equals(failover.from());
      if (!still) {
        return "";
      }
    }
    return view.isReady(primary) && !view.database().isFenced(primary) ? primary : "";
  }

  private static ClusterChanged event(
      DatabaseView view, DatabaseHealth health, String primary, List<String> lost) {
    Postgres database = view.database();
    return new ClusterChanged(
        view.name(),
        health,
        orNull(primary),
        orNull(view.node(primary)),
        database.instances(),
        view.ready(),
        lost,
        warnings(view),
        database.phase());
  }

  /** A database that is no more. */
  static ClusterChanged deleted(ClusterChanged last) {
    return new ClusterChanged(
        last.cluster(),
        DatabaseHealth.DELETED,
        null,
        null,
        last.instancesWanted(),
        0,
        List.of(),
        List.of(),
        "");
  }

  private static List<String> warnings(DatabaseView view) {
    Postgres database = view.database();
    Set<String> warnings = new TreeSet<>();
    if (database.archiving().status() == Tri.FALSE) {
      warnings.add("archiving fails: " + database.archiving().reason());
    }
    if (database.fenced().contains("*")) {
      warnings.add("fenced: all instances");
    } else if (!database.fenced().isEmpty()) {
      warnings.add("fenced: " + String.join(" ", new TreeSet<>(database.fenced())));
    }
    if (!database.reconciled()) {
      warnings.add("reconciliation is switched off: no failover");
    }
    if (!database.hibernated()) {
      crowded(view, warnings);
      blocked(view, warnings);
    }
    return List.copyOf(warnings);
  }

  /** One node takes them all. */
  private static void crowded(DatabaseView view, Set<String> warnings) {
    List<String> nodes =
        view.pods().values().stream().filter(pod -> !pod.deleting()).map(Pod::node).toList();
    String node = nodes.isEmpty() ? "" : nodes.getFirst();
    boolean together = nodes.size() > 1 && nodes.stream().allMatch(node::equals);
    if (together && !node.isEmpty()) {
      warnings.add("all instances are on node " + node);
    }
  }

  /** Without standbys to confirm them, commits wait. */
  private static void blocked(DatabaseView view, Set<String> warnings) {
    Postgres database = view.database();
    int wanted = database.sync().required() ? database.sync().number() : 0;
    int ready = view.standbys(database.primary()).size();
    if (ready < wanted) {
      warnings.add(
          "commits wait: each needs %d synchronous standbys, %d are ready"
              .formatted(wanted, ready));
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
