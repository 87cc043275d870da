package io.vigie.console.core.picture;

import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.VolumeChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A volume, as it is shown. */
record Volume(
    String name,
    @Nullable String claim,
    @Nullable String workload,
    long bytes,
    String health,
    @Nullable String attachedTo,
    int replicasWanted,
    int replicasHealthy,
    String reason,
    @Nullable Instant since,
    SortedSet<String> atRisk,
    boolean lastReplica,
    List<Replica> replicas,
    @Nullable Rebuild rebuild) {

  /** More are not listed. */
  static final int MOST_SHOWN = 1_000;

  /** For so long the end of a rebuild is shown. */
  private static final Duration ENDED_SHOWN = Duration.ofMinutes(10);

  /** A replica that something was said of. */
  record Replica(String name, @Nullable String node, String state, Instant since) {}

  /** How its rebuild goes. */
  record Rebuild(
      RebuildStage stage,
      @Nullable String replica,
      @Nullable String node,
      int attempt,
      int percent,
      long bytesTotal,
      @Nullable Long bytesPerSecond,
      @Nullable Long etaSeconds,
      String etaBasis,
      String reason,
      Instant at) {

    private boolean runs() {
      return stage != RebuildStage.DONE && stage != RebuildStage.DROPPED;
    }
  }

  /** What is at risk of a volume: by which nodes, and what those who know it say. */
  private record Risks(SortedSet<String> nodes, Endangered endangered) {}

  /** All of them, those that are not well first. */
  static List<Volume> all(Sight sight) {
    Map<String, Risks> risks = risks(sight);
    Map<String, List<Said<ReplicaChanged>>> replicas =
        sight.words().all(ReplicaChanged.class).stream()
            .collect(Collectors.groupingBy(said -> said.event().volume()));
    TreeSet<String> names = new TreeSet<>(risks.keySet());
    sight.words().all(VolumeChanged.class).forEach(said -> names.add(said.event().volume()));
    sight.words().all(RebuildChanged.class).forEach(said -> names.add(said.event().volume()));
    return names.stream()
        .map(
            name ->
                of(
                    name,
                    Optional.ofNullable(risks.get(name)),
                    replicas.getOrDefault(name, List.of()),
                    sight))
        .sorted(Comparator.comparingInt(Volume::rank).thenComparing(Volume::name))
        .toList();
  }

  private static Volume of(
      String name, Optional<Risks> risk, List<Said<ReplicaChanged>> replicas, Sight sight) {
    Optional<Said<VolumeChanged>> said = sight.words().one(VolumeChanged.class, name);
    Optional<VolumeChanged> is = said.map(Said::event);
    Optional<Said<RebuildChanged>> rebuild = sight.words().one(RebuildChanged.class, name);
    return new Volume(
        name,
        is.map(VolumeChanged::claim).orElse(null),
        is.map(VolumeChanged::workload)
            .or(() -> risk.map(r -> r.endangered().workload()))
            .or(() -> rebuild.map(r -> r.event().workload()))
            .orElse(null),
        is.map(VolumeChanged::bytes).or(() -> risk.map(r -> r.endangered().bytes())).orElse(0L),
        is.map(volume -> volume.health().wire()).orElse("unknown"),
        is.map(VolumeChanged::attachedTo).orElse(null),
        is.map(VolumeChanged::replicasWanted).orElse(0),
        is.map(VolumeChanged::replicasHealthy).orElse(0),
        is.map(VolumeChanged::reason).orElse(""),
        said.map(Said::since).orElse(null),
        risk.map(Risks::nodes).orElseGet(TreeSet::new),
        sight.words().one(LastReplica.class, name).filter(l -> l.event().alarm()).isPresent(),
        replicas.stream()
            .map(
                one ->
                    new Replica(
                        one.event().replica(),
                        one.event().node(),
                        one.event().state().wire(),
                        one.since()))
            .toList(),
        rebuild.map(Volume::rebuild).filter(one -> shown(one, sight.now())).orElse(null));
  }

  private static Rebuild rebuild(Said<RebuildChanged> said) {
    RebuildChanged r = said.event();
    return new Rebuild(
        r.stage(),
        r.replica(),
        r.node(),
        r.attempt(),
        r.progress(),
        r.bytesTotal(),
        r.bytesPerSecond(),
        r.etaSeconds(),
        r.etaBasis(),
        r.reason(),
        said.at());
  }

  private static boolean shown(Rebuild rebuild, Moment now) {
    return rebuild.runs() || rebuild.at().plus(ENDED_SHOWN).isAfter(now.wall());
  }

  /** Nodes with very many volumes are told in parts, of which the first says how many there are. */
  private static Map<String, Risks> risks(Sight sight) {
    Map<String, Risks> risks = new TreeMap<>();
    for (Said<NodeAtRisk> said : sight.words().all(NodeAtRisk.class)) {
      NodeAtRisk part = said.event();
      boolean counts =
          part.risk() == Risk.AT_RISK
              && sight
                  .words()
                  .one(NodeAtRisk.class, part.node())
                  .map(Said::event)
                  .filter(first -> first.risk() == Risk.AT_RISK && part.part() <= first.parts())
                  .isPresent();
      if (counts) {
        part.volumes()
            .forEach(
                one ->
                    risks
                        .computeIfAbsent(one.volume(), _ -> new Risks(new TreeSet<>(), one))
                        .nodes()
                        .add(part.node()));
      }
    }
    return risks;
  }

  /** The worst is 0. */
  private int rank() {
    if (lastReplica || health.equals("faulted") || health.equals("stranded")) {
      return 0;
    }
    boolean ailing = health.equals("degraded") || !atRisk.isEmpty();
    return ailing || (rebuild != null && rebuild.runs()) ? 1 : 2;
  }

  private String named() {
    return workload == null ? name : name + " (" + workload + ")";
  }

  void reasons(List<Reason> to) {
    List<String> what = new ArrayList<>();
    if (lastReplica) {
      what.add("lives on its last good replica");
    }
    if (!health.equals("healthy") && !health.equals("detached") && !health.equals("unknown")) {
      what.add("is " + health);
    }
    if (rebuild != null && rebuild.runs()) {
      what.add(
          rebuild.stage() == RebuildStage.COPYING
              ? "is rebuilt, " + rebuild.percent() + " %"
              : "rebuild " + rebuild.stage().wire());
    }
    if (what.isEmpty()) {
      return;
    }
    String text = "volume " + named() + " " + String.join(", ", what);
    to.add(rank() == 0 ? Reason.bad("volume", name, text) : Reason.warning("volume", name, text));
  }
}
