package io.vigie.console.core.incident;

import io.vigie.event.Envelope;
import io.vigie.event.Incident.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the clocks of machines differ, as far as causes and effects tell: an effect on another
 * machine is never before its cause, so each pair bounds the difference from one side.
 */
final class Clocks {

  private static final Clock UNKNOWN = new Clock(null, null);

  private final String reference;
  private final Map<String, Clock> clocks = new HashMap<>();

  private record Way(String from, String to) {}

  private Clocks(String reference) {
    this.reference = reference;
  }

  /**
   * What some events tell of the clocks of the machines that said them.
   *
   * @param events by id; at least one
   */
  static Clocks of(Map<String, Envelope> events) {
    Clocks clocks = new Clocks(first(events.values()).host());
    Map<Way, Long> least = new HashMap<>();
    for (Envelope effect : events.values()) {
      String host = effect.host();
      String causeId = effect.fact().causationId();
      Envelope cause = causeId == null ? null : events.get(causeId);
      if (cause != null && !cause.host().equals(host)) {
        least.merge(new Way(cause.host(), host), millis(effect) - millis(cause), Math::min);
      }
      if (!host.equals(clocks.reference)) {
        clocks.clocks.put(host, UNKNOWN);
      }
    }
    clocks.clocks.replaceAll(
        (host, _) ->
            estimate(
                least.get(new Way(clocks.reference, host)),
                least.get(new Way(host, clocks.reference))));
    return clocks;
  }

  /** Whose clock the others are compared to: that of who said something first. */
  String reference() {
    return reference;
  }

  /** How a machine's clock differs; null if it is the one that others are compared to. */
  @Nullable Clock of(String host) {
    return clocks.get(host);
  }

  /** When an event was said, by the clock of reference as far as that is known, in ms. */
  long corrected(Envelope envelope) {
    Clock clock = clocks.get(envelope.host());
    Long offset = clock == null ? null : clock.offsetMillis();
    return millis(envelope) - (offset == null ? 0 : offset);
  }

  private static Envelope first(Collection<Envelope> events) {
    return events.stream()
        .min(Comparator.comparing(Envelope::time).thenComparing(Envelope::id))
        .orElseThrow();
  }

  /**
   * The difference, at most {@code there} and at least -{@code back}.
   *
   * @param there the shortest time from a cause here to an effect there; null if there is none
   * @param back the shortest time from a cause there to an effect here
   */
  private static Clock estimate(@Nullable Long there, @Nullable Long back) {
    if (there != null && back != null) {
      return new Clock((there - back) / 2, Math.abs(there + back) / 2);
    }
    if (there != null && there < 0) {
      return new Clock(there, null);
    }
    return back != null && back < 0 ? new Clock(-back, null) : UNKNOWN;
  }

  private static long millis(Envelope envelope) {
    return envelope.time().toEpochMilli();
  }
}
