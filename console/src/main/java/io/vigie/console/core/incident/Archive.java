package io.vigie.console.core.incident;

import io.vigie.event.Incident;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Incidents of which the events are no more, and what was once known of others. Bounded. */
final class Archive {

  private final int most;
  private final Map<String, Incident> incidents;

  /** Connections that failed, by incident, as told when the samples were still there. */
  private final Map<String, Long> failures;

  Archive(int most) {
    this.most = most;
    incidents = bounded();
    failures = bounded();
  }

  void keep(Incident incident) {
    incidents.remove(incident.id());
    incidents.put(incident.id(), incident.withoutSteps());
  }

  /** What was told of an incident before; whether more failed than was known. */
  boolean recall(Incident told) {
    keep(told);
    boolean more = told.failures() > failures(told.id());
    if (more) {
      failures.put(told.id(), told.failures());
    }
    return more;
  }

  long failures(String id) {
    return failures.getOrDefault(id, 0L);
  }

  Optional<Incident> of(String id) {
    return Optional.ofNullable(incidents.get(id));
  }

  Collection<Incident> all() {
    return List.copyOf(incidents.values());
  }

  private <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > most;
      }
    };
  }
}
