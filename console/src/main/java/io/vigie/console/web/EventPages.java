package io.vigie.console.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.EventType;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.ApiProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /v1/events} to people: what happened, page by page. */
final class EventPages {

  private EventPages() {}

  private record Shown(@JsonRawValue String events, @Nullable String next) {}

  static void answer(RoutingContext request, History history) {
    Predicate<Entry> wanted = _ -> true;
    String type = request.request().getParam("type");
    if (type != null && !type.isBlank()) {
      Set<EventType> types = types(type);
      wanted = wanted.and(entry -> types.contains(entry.type()));
    }
    String subject = request.request().getParam("subject");
    if (subject != null && !subject.isBlank()) {
      wanted = wanted.and(entry -> entry.isAbout(subject));
    }
    String correlation = request.request().getParam("correlation");
    if (correlation != null && !correlation.isBlank()) {
      wanted = wanted.and(entry -> entry.correlation().equals(correlation));
    }
    History.Page page = history.page(before(request, history), Routes.limit(request), wanted);
    String events =
        page.entries().stream()
            .map(entry -> entry.json().toString(StandardCharsets.UTF_8))
            .collect(Collectors.joining(",", "[", "]"));
    OptionalLong next = page.next();
    ApiJson.answer(
        request,
        200,
        new Shown(events, next.isPresent() ? history.position(next.getAsLong()) : null));
  }

  private static long before(RoutingContext request, History history) {
    String before = request.request().getParam("before");
    if (before == null) {
      return history.end();
    }
    return history
        .number(before)
        .orElseThrow(
            () ->
                new ApiProblem(
                    400,
                    "before=" + before + ": not a position of this console's history",
                    "take `next` of the page before, or begin anew without it"));
  }

  private static Set<EventType> types(String asked) {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (String name : asked.split(",", -1)) {
      Set<EventType> fitting = EventType.called(name.strip());
      if (fitting.isEmpty()) {
        throw new ApiProblem(
            400,
            "no event type " + name,
            "there are "
                + Arrays.stream(EventType.values())
                    .map(EventType::wire)
                    .collect(Collectors.joining(", ")));
      }
      types.addAll(fitting);
    }
    return types;
  }
}
