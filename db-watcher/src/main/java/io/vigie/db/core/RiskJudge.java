package io.vigie.db.core;

import io.vigie.event.PrimaryAtRisk;
import org.jspecify.annotations.Nullable;

/** Whether a database's primary is on a node that is down. */
final class RiskJudge {

  private RiskJudge() {}

  /**
   * What is so now.
   *
   * @param primary the last one that could be written to; empty if there is none
   * @param said what was told last
   * @param chosen whether the operator has a new primary in mind: its choice is told elsewhere
   * @return null if there is nothing to tell
   */
  static @Nullable PrimaryAtRisk judge(
      DatabaseView view, String primary, @Nullable PrimaryAtRisk said, boolean chosen) {
    PrimaryAtRisk open = said != null && said.alarm() ? said : null;
    if (open != null && !open.primary().equals(primary)) {
      return clear(open);
    }
    String node = view.node(primary);
    if (node.isEmpty() && open != null && open.node() != null) {
      node = open.node(); // its pod is gone, and that does not bring it back
    }
    boolean alarm = !node.isEmpty() && view.nodes().isDown(node) && !view.database().hibernated();
    if (!alarm) {
      return open == null ? null : clear(open);
    }
    int standbys = view.standbys(primary).size();
    if (open != null && (chosen || open.standbysReady() == standbys)) {
      return open;
    }
    Loss loss = Loss.beforehand(view, primary);
    return new PrimaryAtRisk(view.name(), true, primary, node, standbys, loss.none(), loss.basis());
  }

  /** It is over. */
  static PrimaryAtRisk clear(PrimaryAtRisk said) {
    return new PrimaryAtRisk(
        said.cluster(),
        false,
        said.primary(),
        said.node(),
        said.standbysReady(),
        said.lossless(),
        said.losslessBasis());
  }
}
