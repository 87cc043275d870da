package io.vigie.console.core.picture;

import io.vigie.event.ClusterChanged;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.PrimaryAtRisk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A database, as it is shown. */
record Database(
    String name,
    String health,
    @Nullable String primary,
    @Nullable String primaryNode,
    int instancesWanted,
    int instancesReady,
    boolean redundant,
    List<String> lost,
    List<String> warnings,
    String phase,
    @Nullable Instant since,
    @Nullable AtRisk primaryAtRisk,
    @Nullable Change change) {

  /** That its primary is on a node that is down, before its operator has noticed. */
  record AtRisk(
      String primary,
      @Nullable String node,
      int standbysReady,
      boolean lossless,
      String losslessBasis,
      Instant since) {}

  /** How its primary changed last. */
  record Change(
      int number,
      FailoverKind kind,
      FailoverStage stage,
      boolean running,
      String from,
      @Nullable String to,
      @Nullable Long detectionMillis,
      @Nullable Long electionMillis,
      @Nullable Long promotionMillis,
      @Nullable Long outageMillis,
      String outageBasis,
      boolean lossless,
      String losslessBasis,
      String reason,
      Instant at) {}

  static List<Database> all(Sight sight) {
    TreeSet<String> names = new TreeSet<>();
    sight.words().all(ClusterChanged.class).forEach(said -> names.add(said.event().cluster()));
    sight.words().all(FailoverChanged.class).forEach(said -> names.add(said.event().cluster()));
    sight.words().all(PrimaryAtRisk.class).stream()
        .filter(said -> said.event().alarm())
        .forEach(said -> names.add(said.event().cluster()));
    return names.stream().map(name -> of(name, sight)).toList();
  }

  private static Database of(String name, Sight sight) {
    Optional<Said<ClusterChanged>> said = sight.words().one(ClusterChanged.class, name);
    Optional<ClusterChanged> is = said.map(Said::event);
    return new Database(
        name,
        is.map(cluster -> cluster.health().wire()).orElse("unknown"),
        is.map(ClusterChanged::primary).orElse(null),
        is.map(ClusterChanged::primaryNode).orElse(null),
        is.map(ClusterChanged::instancesWanted).orElse(0),
        is.map(ClusterChanged::instancesReady).orElse(0),
        is.filter(c -> c.primary() != null && c.instancesReady() >= c.instancesWanted())
            .isPresent(),
        is.map(ClusterChanged::lost).orElse(List.of()),
        is.map(ClusterChanged::warnings).orElse(List.of()),
        is.map(ClusterChanged::phase).orElse(""),
        said.map(Said::since).orElse(null),
        sight
            .words()
            .one(PrimaryAtRisk.class, name)
            .filter(risk -> risk.event().alarm())
            .map(Database::atRisk)
            .orElse(null),
        sight.words().one(FailoverChanged.class, name).map(Database::change).orElse(null));
  }

  private static AtRisk atRisk(Said<PrimaryAtRisk> said) {
    PrimaryAtRisk risk = said.event();
    return new AtRisk(
        risk.primary(),
        risk.node(),
        risk.standbysReady(),
        risk.lossless(),
        risk.losslessBasis(),
        said.since());
  }

  private static Change change(Said<FailoverChanged> said) {
    FailoverChanged f = said.event();
    boolean running =
        switch (f.stage()) {
          case STARTED, TARGET_CHOSEN, WRITABLE -> true;
          case REDUNDANT, REFUSED, ABANDONED -> false;
        };
    return new Change(
        f.number(),
        f.kind(),
        f.stage(),
        running,
        f.from(),
        f.to(),
        f.detectionMillis(),
        f.electionMillis(),
        f.promotionMillis(),
        f.outageMillis(),
        f.outageBasis(),
        f.lossless(),
        f.losslessBasis(),
        f.reason(),
        said.at());
  }

  void reasons(List<Reason> to) {
    if (primaryAtRisk != null) {
      to.add(
          Reason.bad(
              "database",
              name,
              "the primary of database %s is on a node that is down".formatted(name)));
    }
    switch (health) {
      case "down" ->
          to.add(Reason.bad("database", name, "database " + name + " cannot be written to"));
      case "degraded" ->
          to.add(
              Reason.warning(
                  "database",
                  name,
                  "database %s has %d of %d instances"
                      .formatted(name, instancesReady, instancesWanted)));
      default -> {}
    }
    for (String warning : warnings) {
      to.add(Reason.warning("database", name, "database " + name + ": " + warning));
    }
  }
}
