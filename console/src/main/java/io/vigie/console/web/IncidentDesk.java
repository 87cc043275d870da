package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Incident;
import io.vigie.event.Incident.IncidentState;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.ApiProblem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The incidents as they are told, the last word of each. Bounded in number and bytes: the oldest
 * go.
 *
 * <p>Thread rule: the service's own context.
 */
final class IncidentDesk {

  private static final int MOST = 5_000;
  private static final long MOST_BYTES = 32 << 20;
  private static final int MOST_OPEN_SHOWN = 50;

  private final NavigableMap<Place, Told> told = new TreeMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private long bytes;

  /** When it began, then its id: the order they are shown in. */
  private record Place(String openedAt, String id) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::openedAt).thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** One of them: in brief, and all of it as it is sent. */
  private record Told(Brief brief, Buffer whole) {}

  /** An incident in brief, as in openapi.yaml. */
  record Brief(
      String id,
      IncidentState state,
      String title,
      String summary,
      String openedAt,
      @Nullable String closedAt,
      @Nullable Long wholeMillis,
      List<String> subjects,
      int flaps,
      int events,
      @Nullable Long lostMillis,
      long failures,
      @Nullable String mergedInto) {

    static Brief of(Incident i) {
      return new Brief(
          i.id(),
          i.state(),
          i.title(),
          i.summary(),
          i.openedAt(),
          i.closedAt(),
          i.wholeMillis(),
          i.subjects(),
          i.flaps(),
          i.events(),
          i.lostMillis(),
          i.failures(),
          i.mergedInto());
    }

    private long lost() {
      return lostMillis == null ? 0 : lostMillis;
    }
  }

  /** Those that are open, as in the state. */
  record Now(@Nullable String current, List<Brief> open) {}

  private record Page(List<Brief> incidents, @Nullable String next) {}

  /** Takes in the last word on one; the same in brief. */
  Brief heard(Incident incident) {
    Brief brief = Brief.of(incident);
    Place place = new Place(incident.openedAt(), incident.id());
    forget(places.get(incident.id())); // a late event may have moved its beginning
    Buffer whole = Buffer.buffer(ApiJson.bytes(incident));
    places.put(incident.id(), place);
    told.put(place, new Told(brief, whole));
    bytes += whole.length();
    while (told.size() > MOST || bytes > MOST_BYTES) {
      forget(told.firstKey());
    }
    return brief;
  }

  private void forget(@Nullable Place place) {
    Told gone = place == null ? null : told.remove(place);
    if (place != null && gone != null) {
      places.remove(place.id());
      bytes -= gone.whole().length();
    }
  }

  /** Those that are open: what cost clients most comes first. */
  Now now() {
    List<Brief> open =
        shown()
            .filter(brief -> brief.state() == IncidentState.OPEN)
            .sorted(Comparator.comparingLong(Brief::lost).reversed())
            .limit(MOST_OPEN_SHOWN)
            .toList();
    return new Now(open.isEmpty() ? null : open.getFirst().id(), open);
  }

  /** Those that stand by themselves, the newest first. */
  private Stream<Brief> shown() {
    return told.descendingMap().values().stream()
        .map(Told::brief)
        .filter(brief -> brief.mergedInto() == null);
  }

  /** Answers with a page of them. */
  void list(RoutingContext request) {
    Optional<IncidentState> state = state(request.request().getParam("state"));
    int limit = Routes.limit(request);
    Place before = before(request.request().getParam("before"));
    List<Brief> some =
        (before == null ? told : told.headMap(before, false))
            .descendingMap().values().stream()
                .map(Told::brief)
                .filter(brief -> brief.mergedInto() == null)
                .filter(brief -> state.isEmpty() || state.get() == brief.state())
                .limit(limit + 1L)
                .toList();
    boolean more = some.size() > limit;
    List<Brief> shown = more ? some.subList(0, limit) : some;
    ApiJson.answer(request, 200, new Page(shown, more ? shown.getLast().id() : null));
  }

  private static Optional<IncidentState> state(@Nullable String text) {
    return switch (text == null ? "all" : text.toLowerCase(Locale.ROOT)) {
      case "all" -> Optional.empty();
      case "open" -> Optional.of(IncidentState.OPEN);
      case "closed" -> Optional.of(IncidentState.CLOSED);
      default -> throw new ApiProblem(400, "state=" + text, "open, closed or all");
    };
  }

  private @Nullable Place before(@Nullable String id) {
    if (id == null) {
      return null;
    }
    Place place = places.get(id);
    if (place == null) {
      throw new ApiProblem(400, "before=" + id + ": no such incident", "begin anew without it");
    }
    return place;
  }

  /** Answers with one of them. */
  void one(RoutingContext request) {
    String id = String.valueOf(request.pathParam("id"));
    Place place = places.get(id);
    Told incident = place == null ? null : told.get(place);
    if (incident == null) {
      throw new ApiProblem(404, "no incident " + id, "GET /v1/incidents lists those that are kept");
    }
    Routes.json(request, incident.whole());
  }
}
