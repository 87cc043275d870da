package io.vigie.console.core.incident;

import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.Incident;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the world what it was not told of the incidents yet: the difference to the last word on
 * each, whichever console said that.
 *
 * <p>Bounded. Thread rule: one thread.
 */
public final class Herald {

  private static final int MOST_TOLD = 20_000;

  private final Incidents incidents;

  /** Incidents that nobody was told of yet, as of the last look. */
  private Set<String> young = Set.of();

  /** The last word on each incident, without its steps. */
  private final Map<String, Incident> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Incident> eldest) {
          return size() > MOST_TOLD;
        }
      };

  /** Has told nothing yet. */
  public Herald(Incidents incidents) {
    this.incidents = incidents;
  }

  /** What was told, by this console or another. */
  public void heard(Event event) {
    switch (event) {
      case IncidentOpened opened -> remember(opened.incident());
      case IncidentUpdated updated -> remember(updated.incident());
      case IncidentClosed closed -> remember(closed.incident());
      default -> {
        // not of an incident
      }
    }
  }

  /**
   * What is to be told now; it counts as told from now on. An incident is first told at the second
   * look, as two observers see the same thing at nearly the same time.
   *
   * @param most how many at once
   */
  public List<Fact> news(EventIds ids, int most) {
    List<Fact> facts = new ArrayList<>();
    Map<String, Incident> now = incidents.outlines();
    for (Incident last : List.copyOf(told.values())) {
      if (facts.size() < most
          && last.mergedInto() == null
          && !now.containsKey(last.id())
          && incidents.knows(last.id())) {
        tell(gone(last), last, ids, facts);
      }
    }
    Set<String> newcomers = new HashSet<>();
    for (Incident incident : now.values()) {
      Incident last = told.get(incident.id());
      if (last == null && !young.contains(incident.id())) {
        newcomers.add(incident.id());
      } else if (facts.size() >= most) {
        newcomers.add(incident.id()); // its turn comes at the next look
      } else if (!incident.equals(last)) {
        tell(
            incidents.incident(incident.id(), Incident.MOST_STEPS).orElse(incident),
            last,
            ids,
            facts);
      }
    }
    young = newcomers;
    return facts;
  }

  private void tell(Incident incident, @Nullable Incident last, EventIds ids, List<Fact> facts) {
    boolean wasOpen = last != null && last.state() == IncidentState.OPEN;
    boolean isNew = last == null || last.mergedInto() != null;
    Event event = event(incident, isNew, wasOpen);
    facts.add(Fact.of(ids.next(), event, incidents.cause(incident.id())));
    remember(incident);
  }

  /** By whether it is open, and was. */
  private static Event event(Incident incident, boolean isNew, boolean wasOpen) {
    if (incident.state() == IncidentState.OPEN) {
      return isNew || !wasOpen ? new IncidentOpened(incident) : new IncidentUpdated(incident);
    }
    return isNew || wasOpen || incident.mergedInto() != null
        ? new IncidentClosed(incident)
        : new IncidentUpdated(incident);
  }

  /** Earlier events came late, or more of them: its story goes on under another name. */
  private Incident gone(Incident last) {
    return new Incident(
        last.id(),
        IncidentState.CLOSED,
        last.title(),
        last.summary(),
        last.openedAt(),
        last.closedAt(),
        last.wholeMillis(),
        last.subjects(),
        last.flaps(),
        last.events(),
        last.lostMillis(),
        last.failures(),
        last.delays(),
        last.stepsTotal(),
        List.of(),
        incidents.incidentWith(last.id()).orElse(""));
  }

  private void remember(Incident incident) {
    told.remove(incident.id()); // the last one told is the last to be forgotten
    told.put(incident.id(), incident.withoutSteps());
  }
}
