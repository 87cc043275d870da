package io.vigie.health.core;

import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.health.core.Damping.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is thought of one node, from what was told of its checks. Confined to its {@link Watch}. */
final class NodeState {

  final String name;
  final List<TargetState> checks = new ArrayList<>();
  Account account = Account.EMPTY;

  /** Whether its being down was taken into account already. */
  private boolean fallen;

  /** The last verdict that was published; null before the first. */
  @Nullable NodeChanged told;

  NodeState(String name) {
    this.name = name;
  }

  /** Whether every check has been told at least once. */
  boolean known() {
    return checks.stream().allMatch(check -> check.told != null);
  }

  /** Takes a verdict into account: a fall costs once, however often it is told or doubted. */
  boolean falls(NodeChanged verdict) {
    boolean falls = !fallen && verdict.status() == NodeStatus.DOWN && !verdict.impaired();
    fallen = falls || (fallen && verdict.status() == NodeStatus.DOWN);
    return falls;
  }

  /** The same node under another plan. */
  NodeState succeeded() {
    NodeState next = new NodeState(name);
    next.account = account;
    next.fallen = fallen;
    next.told = told;
    return next;
  }

  /** The verdict as of now. */
  NodeChanged verdict(Damping damping, boolean impaired, long now) {
    List<String> failing = names(false);
    List<String> passing = names(true);
    NodeStatus status =
        passing.isEmpty()
            ? NodeStatus.DOWN
            : account.suppressed()
                ? NodeStatus.FLAPPING
                : failing.isEmpty() ? NodeStatus.UP : NodeStatus.DEGRADED;
    long suppressedMillis =
        status == NodeStatus.FLAPPING
            ? Math.max(0, (damping.quietNanos(account) - now) / 1_000_000)
            : 0;
    return new NodeChanged(
        name,
        status,
        failing,
        passing,
        Math.round(damping.penalty(account, now)),
        suppressedMillis,
        impaired && !failing.isEmpty());
  }

  /** Whether a verdict says anything that the last one did not. */
  boolean isNews(NodeChanged verdict) {
    NodeChanged last = told;
    return last == null
        || last.status() != verdict.status()
        || last.impaired() != verdict.impaired()
        || !last.failing().equals(verdict.failing())
        || !last.passing().equals(verdict.passing());
  }

  private List<String> names(boolean up) {
    return checks.stream()
        .filter(check -> Objects.requireNonNull(check.told).up() == up)
        .map(check -> ((Target.NodeCheck) check.target).check())
        .sorted()
        .toList();
  }
}
