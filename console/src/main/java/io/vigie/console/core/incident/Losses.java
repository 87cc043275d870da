package io.vigie.console.core.incident;

import io.vigie.event.Envelope;
import io.vigie.event.TrafficSampled;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The seconds in which connections of clients failed, by who saw them. */
final class Losses {

  /** The most seconds that are kept: the oldest go first. */
  static final int MOST_SECONDS = 50_000;

  private final NavigableMap<Long, Map<String, Long>> failures = new TreeMap<>();

  /** Takes a sample in; it may come again. Whether clients failed in it. */
  boolean heard(Envelope envelope, TrafficSampled sample) {
    boolean any = false;
    long first = envelope.time().getEpochSecond() - TrafficSampled.SECONDS;
    for (int i = 0; i < TrafficSampled.SECONDS; i++) {
      long failed = sample.total().failures().get(i);
      if (failed > 0) {
        any = true;
        failures
            .computeIfAbsent(first + i, _ -> new HashMap<>(2))
            .put(envelope.host() + "/" + sample.frontend(), failed);
      }
    }
    while (failures.size() > MOST_SECONDS) {
      failures.pollFirstEntry();
    }
    return any;
  }

  /** How many failed between two times, Unix time in ms, both included. */
  long between(long fromMillis, long toMillis) {
    if (toMillis < fromMillis) {
      return 0;
    }
    return failures
        .subMap(Math.floorDiv(fromMillis, 1000), true, Math.floorDiv(toMillis, 1000), true)
        .values()
        .stream()
        .flatMap(second -> second.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
