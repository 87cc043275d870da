package io.vigie.console.core.picture;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A node, as it is shown. */
record Node(
    String name,
    String address,
    @Nullable String host,
    Standing state,
    @Nullable Instant since,
    List<Seen> observers,
    Wishes.@Nullable Wish wish,
    @Nullable AtRisk atRisk) {

  /** What an observer holds of it. */
  record Seen(
      String observer,
      String says,
      List<String> failing,
      List<String> passing,
      long penalty,
      long suppressedMillis,
      Instant since,
      boolean counts,
      List<Check> checks) {}

  /** What one check says. */
  record Check(
      String check, boolean up, String result, String detail, long durationMillis, Instant since) {}

  /** What storage it took with it. */
  record AtRisk(int volumes, long bytes, String basis, Instant since) {}

  static List<Node> all(Sight sight) {
    var checks =
        sight.words().all(CheckChanged.class).stream()
            .collect(Collectors.groupingBy(said -> said.event().node()));
    return sight.layout().nodes().entrySet().stream()
        .map(
            node -> {
              String name = node.getKey();
              Standing state = sight.view().agreed(name, sight.now().nanos()).standing();
              List<Seen> seen = seen(name, checks.getOrDefault(name, List.of()), sight);
              return new Node(
                  name,
                  node.getValue().address(),
                  node.getValue().host(),
                  state,
                  since(state, seen),
                  seen,
                  sight.wishes().of(name).orElse(null),
                  atRisk(name, sight));
            })
        .toList();
  }

  private static List<Seen> seen(String node, List<Said<CheckChanged>> checks, Sight sight) {
    return sight.on(NodeChanged.class, node).stream()
        .map(
            said ->
                new Seen(
                    said.by(),
                    said.event().status().wire(),
                    said.event().failing(),
                    said.event().passing(),
                    said.event().penalty(),
                    said.event().suppressedMillis(),
                    said.since(),
                    !said.event().impaired() && sight.counts(said.by()),
                    checks.stream()
                        .filter(check -> check.by().equals(said.by()))
                        .map(Node::check)
                        .toList()))
        .toList();
  }

  private static Check check(Said<CheckChanged> said) {
    CheckChanged check = said.event();
    return new Check(
        check.check(),
        check.status() == CheckStatus.UP,
        check.result().name(),
        check.detail(),
        check.durationMillis(),
        said.since());
  }

  /** Since the last of those joined who make it so. */
  private static @Nullable Instant since(Standing state, List<Seen> seen) {
    return seen.stream()
        .filter(Seen::counts)
        .filter(one -> state == Standing.DISPUTED || one.says().equals(state.wire()))
        .map(Seen::since)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static @Nullable AtRisk atRisk(String node, Sight sight) {
    return sight
        .words()
        .one(NodeAtRisk.class, node)
        .filter(said -> said.event().risk() == Risk.AT_RISK)
        .map(
            said ->
                new AtRisk(
                    said.event().volumesTotal(),
                    said.event().bytesTotal(),
                    said.event().basis(),
                    said.since()))
        .orElse(null);
  }

  void reasons(List<Reason> to) {
    switch (state) {
      case UP, UNKNOWN -> {} // of a node without a check nobody says anything
      case DOWN -> to.add(Reason.bad("node", name, "node " + name + " is down"));
      case DEGRADED ->
          to.add(
              Reason.warning(
                  "node",
                  name,
                  "node %s is degraded: %s fails"
                      .formatted(
                          name,
                          observers.stream()
                              .filter(Seen::counts)
                              .flatMap(seen -> seen.failing().stream())
                              .distinct()
                              .collect(Collectors.joining(" ")))));
      case FLAPPING, DISPUTED ->
          to.add(Reason.warning("node", name, "node " + name + " is " + state.wire()));
    }
    if (wish != null && wish.weight() == null) {
      to.add(
          Reason.warning(
              "node",
              name,
              "%s of %s is wanted by %s".formatted(wish.kind().wire(), name, wish.by())));
    }
    if (atRisk != null) {
      to.add(
          Reason.warning(
              "node",
              name,
              "%s took a replica of %d volume%s with it"
                  .formatted(name, atRisk.volumes(), atRisk.volumes() == 1 ? "" : "s")));
    }
  }
}
