package io.vigie.console.core.picture;

import io.vigie.event.Tone;
import io.vigie.event.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Is it up?
 *
 * @param up the answer
 * @param text the same as a sentence
 * @param reasons what is wrong, the worst first
 */
record Answer(Up up, String text, List<Reason> reasons) {

  private static final int MOST_REASONS = 50;

  /** The answers there are. */
  enum Up implements Wire {
    /** Clients get through, and nothing is amiss. */
    UP,
    /** Clients get through, and something is amiss. */
    DEGRADED,
    /** Somewhere they do not get through. */
    DOWN,
    /** Nobody says. */
    UNKNOWN
  }

  static Answer of(Scene.Parts parts, Sight sight) {
    List<Reason> reasons = new ArrayList<>();
    kafka(sight.contact()).ifPresent(reasons::add);
    parts.frontends().forEach(frontend -> frontend.reasons(reasons));
    parts.vips().forEach(vip -> vip.reasons(reasons));
    parts.nodes().forEach(node -> node.reasons(reasons));
    parts.pools().forEach(pool -> pool.reasons(reasons));
    parts.balancers().forEach(balancer -> balancer.reasons(sight, reasons));
    parts.databases().forEach(database -> database.reasons(reasons));
    parts.volumes().forEach(volume -> volume.reasons(reasons));
    reasons.sort(Comparator.comparing(reason -> reason.tone() != Tone.BAD)); // keeps the order else
    Up up = up(parts, sight, reasons);
    return new Answer(up, text(up, sight, reasons), reasons.stream().limit(MOST_REASONS).toList());
  }

  private static Optional<Reason> kafka(Contact contact) {
    if (!contact.connected()) {
      return Optional.of(
          Reason.warning(
              "kafka", "log", "Kafka does not answer: what happens elsewhere is not known"));
    }
    return contact.folded()
        ? Optional.empty()
        : Optional.of(Reason.warning("kafka", "log", "the log is not read to its end yet"));
  }

  private static Up up(Scene.Parts parts, Sight sight, List<Reason> reasons) {
    if (!sight.contact().folded() && sight.contact().connected()) {
      return Up.UNKNOWN;
    }
    if (parts.frontends().stream().anyMatch(f -> f.reached() == Frontend.Reached.NO)
        || parts.pools().stream().anyMatch(Pool::refuses)
        || parts.vips().stream().anyMatch(Vip::lost)) {
      return Up.DOWN;
    }
    boolean nobody = sight.layout().balancers().keySet().stream().noneMatch(sight::counts);
    boolean blind =
        parts.frontends().stream().anyMatch(f -> f.reached() == Frontend.Reached.UNKNOWN);
    if (nobody || blind) {
      return Up.UNKNOWN;
    }
    return reasons.isEmpty() ? Up.UP : Up.DEGRADED;
  }

  private static String text(Up up, Sight sight, List<Reason> reasons) {
    String first = reasons.isEmpty() ? "" : reasons.getFirst().text();
    String more = reasons.size() < 2 ? "" : ", and " + (reasons.size() - 1) + " more";
    return switch (up) {
      case UP -> "Clients get through, and nothing is amiss.";
      case DEGRADED -> "Clients get through; " + first + more + ".";
      case DOWN -> "Clients do not get through everywhere: " + first + more + ".";
      case UNKNOWN ->
          sight.contact().staleSince() == null
              ? "Whether clients get through is not known: "
                  + (first.isEmpty() ? "no observer is heard" : first)
                  + "."
              : "Whether clients get through is not known since %s: %s."
                  .formatted(sight.contact().staleSince(), first);
    };
  }
}
