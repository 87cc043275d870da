package io.vigie.db.core;

import io.vigie.db.core.Nodes.Death;
import io.vigie.db.core.Sight.GivenUp;
import io.vigie.event.FailoverChanged;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a change of primary took. Kubernetes has two of its moments: the operator's choice, by
 * the clock of the operator's machine, and the new primary's word that it can be written to, by its
 * own.
 *
 * @param decidedAt when the operator gave the old primary up or first chose a new one
 * @param basis what each duration is concluded from, in words
 */
record Cost(
    @Nullable String decidedAt,
    @Nullable Long detection,
    @Nullable Long election,
    @Nullable Long promotion,
    @Nullable Long outage,
    String basis) {

  static final Cost NONE = new Cost(null, null, null, null, null, "");

  private static final String DISAGREE =
      "promotion unknown, as the operator's clock and the new primary's disagree";

  /** What is known as long as nothing could be written. */
  static Cost underWay(
      DatabaseView view, String from, @Nullable FailoverChanged open, Sight sight, boolean lost) {
    Postgres database = view.database();
    String decided = open == null ? null : open.decidedAt();
    GivenUp seen = sight.givenUp(from);
    if (decided == null && lost && seen != null) {
      decided = orNull(seen.since());
    } else if (decided == null && !database.target().equals(from)) {
      decided = orNull(database.targetSince());
    }
    Long detection = open == null ? null : open.detectionMillis();
    String basis = open == null ? "" : open.outageBasis();
    if (detection == null && lost) {
      Start start = start(view, from, decided, sight);
      detection = start.millis();
      basis = start.basis();
    }
    boolean chosen = !database.target().equals(Postgres.PENDING) && !database.target().equals(from);
    Long election = chosen ? between(decided, database.targetSince()) : null;
    return new Cost(decided, detection, positive(election), null, null, basis);
  }

  /** What is known now that it can be written to again. */
  static Cost over(
      DatabaseView view, String from, @Nullable FailoverChanged open, Sight sight, boolean lost) {
    Cost cost = underWay(view, from, open, sight, lost);
    Postgres database = view.database();
    Long promotion = between(database.targetSince(), database.primarySince());
    List<String> words = new ArrayList<>();
    if (lost) {
      words.add(cost.detection == null ? "when the old primary was lost is not known" : cost.basis);
      if (cost.election != null) {
        words.add("election by the operator's clock");
      }
    }
    if (promotion == null || promotion < 0) {
      words.add(promotion == null ? "promotion unknown" : DISAGREE);
      promotion = null;
    } else {
      words.add(
          (lost ? "promotion" : "at most the time")
              + " from the operator's choice, by its clock, to the new primary's own word, by its");
    }
    Long outage =
        Stream.of(cost.detection, cost.election, promotion)
            .filter(part -> part != null)
            .reduce(Long::sum)
            .orElse(null);
    return new Cost(
        cost.decidedAt,
        cost.detection,
        cost.election,
        promotion,
        promotion == null ? null : outage,
        String.join("; ", words));
  }

  /** From the loss of the old primary to the operator's decision. */
  private record Start(@Nullable Long millis, String basis) {}

  private static Start start(
      DatabaseView view, String from, @Nullable String decided, Sight sight) {
    String node = view.node(from);
    GivenUp seen = sight.givenUp(from);
    if (seen != null && seen.afterNanos() != null) {
      return new Start(
          Duration.ofNanos(seen.afterNanos()).toMillis(),
          "detection from the probes' verdict, by one clock");
    }
    Death death = view.nodes().death(node);
    if (death != null) {
      return clocks(
          between(death.firstAt().toString(), decided),
          "detection from the probes' verdict, by the clock of "
              + death.host()
              + ", to the"
              + " operator's decision, by its");
    }
    Postgres database = view.database();
    if (!database.failingSince().isEmpty()) {
      return clocks(between(database.failingSince(), decided), "detection by the operator's clock");
    }
    Pod pod = view.pod(from);
    if (pod != null && pod.ready().isPresent() && !pod.ready().status().isTrue()) {
      return clocks(
          between(pod.ready().since(), decided),
          "detection from when its pod was not ready, by the clock of Kubernetes, to the"
              + " operator's decision, by its");
    }
    return new Start(null, "");
  }

  /** To the second: Kubernetes has no more than whole ones, so a little less than 0 is 0. */
  private static Start clocks(@Nullable Long millis, String basis) {
    if (millis == null || millis <= -1_000) {
      return new Start(null, "");
    }
    return new Start(Math.max(0, millis), basis);
  }

  private static @Nullable Long positive(@Nullable Long millis) {
    return millis == null || millis <= 0 ? null : millis;
  }

  /** Whether a database is as it was before a change of primary that was told of. */
  static boolean isBefore(Postgres database, FailoverChanged told) {
    Long decided = between(told.decidedAt(), database.targetSince());
    if (decided == null) {
      return false;
    }
    Long promotion = told.promotionMillis();
    Long promoted = between(told.decidedAt(), database.primarySince());
    long election = told.electionMillis() == null ? 0 : told.electionMillis();
    return decided < 0
        || (promotion != null && promoted != null && promoted < election + promotion);
  }

  /** The milliseconds between two instants; null if either is none. */
  static @Nullable Long between(@Nullable String first, @Nullable String second) {
    Instant from = instant(first);
    Instant to = instant(second);
    return from == null || to == null ? null : Duration.between(from, to).toMillis();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
