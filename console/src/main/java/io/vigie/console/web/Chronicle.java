package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import io.vigie.event.Envelope;
import io.vigie.event.EventType;
import io.vigie.event.Incident;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.Topic;
import io.vigie.kit.manage.ApiJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * What happened, as it is shown: events and incidents, in one history. At the start the log is read
 * topic by topic; when that is over, {@link #settle} makes a history of it.
 *
 * <p>Thread rule: one thread.
 */
final class Chronicle {

  private static final int MOST_EVENTS = 20_000;
  private static final long MOST_BYTES = 16 << 20;

  /** So many events are written at a time. */
  private static final int SLICE = 500;

  /** Every 2 s or 10 s: no story. */
  private static final Set<EventType> CHATTER =
      EnumSet.of(EventType.SERVICE_ALIVE, EventType.TRAFFIC_SAMPLED);

  private final IncidentDesk incidents = new IncidentDesk();
  private final Past past = new Past(MOST_EVENTS);
  private History history = anew();
  private boolean settled;

  /** The past on its way into a history. */
  private Deque<Envelope> rest = new ArrayDeque<>();

  private History settling = history;

  private static History anew() {
    return new History(UUID.randomUUID().toString().substring(0, 8), MOST_EVENTS, MOST_BYTES);
  }

  /** What happened; another one after {@link #settle}. */
  History history() {
    return history;
  }

  IncidentDesk incidents() {
    return incidents;
  }

  /** Takes in one event. */
  void heard(Envelope envelope, boolean fresh) {
    switch (envelope.event()) {
      case IncidentOpened told -> heard(envelope, told.incident());
      case IncidentUpdated told -> heard(envelope, told.incident());
      case IncidentClosed told -> heard(envelope, told.incident());
      default -> {
        EventType type = envelope.type();
        if (!CHATTER.contains(type) && type.topic() != Topic.INCIDENT) {
          event(envelope, fresh);
        }
      }
    }
  }

  private void heard(Envelope envelope, Incident incident) {
    IncidentDesk.Brief brief = incidents.heard(incident);
    if (settled) {
      history.append(
          new Entry(
              "incident",
              envelope.type(),
              incident.id(),
              envelope.fact().correlationId(),
              Buffer.buffer(ApiJson.bytes(brief))));
    }
  }

  private void event(Envelope envelope, boolean fresh) {
    if (!settled) {
      past.add(envelope);
    }
    if (settled || fresh) {
      history.append(Entry.of(envelope, history.nextPosition()));
    }
  }

  /** Writes some of the past down; whether that is all, and {@link #history} another one. */
  boolean settle() {
    if (settled) {
      return true;
    }
    if (rest.isEmpty()) {
      rest = past.take();
      settling = anew();
    }
    for (int i = 0; i < SLICE && !rest.isEmpty(); i++) {
      settling.append(Entry.of(rest.remove(), settling.nextPosition()));
    }
    if (rest.isEmpty()) {
      past.take().forEach(late -> settling.append(Entry.of(late, settling.nextPosition())));
      history = settling;
      settled = true;
    }
    return settled;
  }
}
