package io.vigie.console.core.incident;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes events down as the services would: each source with its sequence and its own clock. */
final class Log {

  private final List<Envelope> events = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private long n;

  /** From now on this machine's clock is so far ahead. */
  Log skew(String host, long millis) {
    offsets.put(host, millis);
    return this;
  }

  /** A root. */
  Envelope say(String host, String service, long atMillis, Event event) {
    return say(host, service, atMillis, event, null);
  }

  /** An event with a cause. */
  Envelope say(String host, String service, long atMillis, Event event, @Nullable Envelope cause) {
    String id = "e%08d".formatted(++n);
    Fact fact = Fact.of(id, event, cause == null ? null : cause.ref());
    String source = Envelope.source(host, service);
    long sequence = sequences.merge(source, 1L, Long::sum);
    Instant time = Instant.ofEpochMilli(atMillis + offsets.getOrDefault(host, 0L));
    Envelope said = new Envelope(fact, source, new Sequence(1, sequence), time);
    events.add(said);
    return said;
  }

  /** All that was said. */
  List<Envelope> events() {
    return events;
  }
}
