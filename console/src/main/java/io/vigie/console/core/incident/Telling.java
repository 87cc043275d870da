package io.vigie.console.core.incident;

import io.vigie.event.Envelope;
import io.vigie.event.Incident.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of causation and sequence: none stands before its cause, nor before what its
 * source said earlier. Only where neither tells do clocks decide, the estimated difference taken
 * out.
 */
final class Telling {

  private final Map<String, Envelope> events = new HashMap<>();
  private final Clocks clocks;
  private final List<Beat> beats;

  /**
   * One event in its place.
   *
   * @param afterMillis from the first one; never less than that of its cause
   * @param clock how its machine's clock differs from that of the first one's
   */
  record Beat(Envelope envelope, long afterMillis, @Nullable Clock clock) {}

  /**
   * Tells events.
   *
   * @param told at least one, in any order, each once
   */
  Telling(Collection<Envelope> told) {
    told.forEach(event -> events.put(event.id(), event));
    clocks = Clocks.of(events);
    beats = beats(order());
  }

  /** All of them, in order. */
  List<Beat> beats() {
    return beats;
  }

  /** When something was said, by the clock of the first, in ms. */
  long corrected(Envelope envelope) {
    return clocks.corrected(envelope);
  }

  private List<Envelope> order() {
    Comparator<Envelope> byClock =
        Comparator.comparingLong((Envelope event) -> clocks.corrected(event))
            .thenComparing(event -> event.source())
            .thenComparing(Envelope::sequence);
    Map<String, List<Envelope>> after = new HashMap<>();
    Map<String, Integer> waits = new HashMap<>();
    Map<String, List<Envelope>> bySource = new HashMap<>();
    for (Envelope event : events.values()) {
      bySource.computeIfAbsent(event.source(), _ -> new ArrayList<>()).add(event);
      String cause = event.fact().causationId();
      if (cause != null && events.containsKey(cause) && !cause.equals(event.id())) {
        waits(event, cause, after, waits);
      }
    }
    for (List<Envelope> source : bySource.values()) {
      source.sort(Comparator.comparing(Envelope::sequence));
      for (int i = 1; i < source.size(); i++) {
        waits(source.get(i), source.get(i - 1).id(), after, waits);
      }
    }
    PriorityQueue<Envelope> ready = new PriorityQueue<>(byClock);
    events.values().stream().filter(event -> !waits.containsKey(event.id())).forEach(ready::add);
    Map<String, Envelope> order = new LinkedHashMap<>();
    while (!ready.isEmpty()) {
      Envelope next = ready.poll();
      order.put(next.id(), next);
      for (Envelope effect : after.getOrDefault(next.id(), List.of())) {
        if (waits.merge(effect.id(), -1, Integer::sum) == 0) {
          ready.add(effect);
        }
      }
    }
    events.values().stream() // what is its own cause's cause: nobody of ours says so
        .filter(event -> !order.containsKey(event.id()))
        .sorted(byClock)
        .forEach(event -> order.put(event.id(), event));
    return List.copyOf(order.values());
  }

  private static void waits(
      Envelope event, String until, Map<String, List<Envelope>> after, Map<String, Integer> waits) {
    after.computeIfAbsent(until, _ -> new ArrayList<>(2)).add(event);
    waits.merge(event.id(), 1, Integer::sum);
  }

  private List<Beat> beats(List<Envelope> order) {
    long start = clocks.corrected(order.getFirst());
    Map<String, Long> afters = new HashMap<>();
    List<Beat> told = new ArrayList<>(order.size());
    for (Envelope event : order) {
      String cause = event.fact().causationId();
      long least = cause == null ? 0 : afters.getOrDefault(cause, 0L);
      long after = Math.max(least, clocks.corrected(event) - start);
      afters.put(event.id(), after);
      told.add(new Beat(event, after, clocks.of(event.host())));
    }
    return told;
  }
}
