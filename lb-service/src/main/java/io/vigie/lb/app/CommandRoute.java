package io.vigie.lb.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.news.Journal;
import io.vigie.lb.core.Effect;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.Input.Because;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * What operators want, by event or by {@code POST /v1/commands}. A command by HTTP is published as
 * an event and obeyed at once, without waiting for anybody.
 */
final class CommandRoute {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final String HINT =
      "send {\"kind\":\"drain\",\"target\":\"NODE\",\"by\":\"WHO\"}; kind is drain, undrain,"
          + " maintenance, ready or weight (with \"weight\":0-256)";

  private final Conductor conductor;
  private final Journal journal;
  private final EventIds ids;
  private final Ticks ticks;

  CommandRoute(Conductor conductor, Journal journal, EventIds ids, Ticks ticks) {
    this.conductor = conductor;
    this.journal = journal;
    this.ids = ids;
    this.ticks = ticks;
  }

  /** A command that came as an event. */
  void heard(Envelope envelope, CommandRequested command, boolean fresh) {
    obey(envelope, command, fresh);
  }

  /** A command that comes by HTTP: answers with the {@link CommandAnswered} as JSON. */
  void post(RoutingContext request) {
    CommandRequested command;
    try {
      String body = request.body().asString();
      command = JSON.readValue(body == null ? "" : body, CommandRequested.class);
    } catch (JsonProcessingException e) {
      ApiJson.refuse(request, 400, "not a command: " + e.getOriginalMessage(), HINT);
      return;
    }
    if (command.kind() == null || command.target() == null || !command.kind().desiredState()) {
      ApiJson.refuse(request, 400, "not a command for lb-service: " + command, HINT);
      return;
    }
    Envelope envelope = journal.publish(Fact.root(ids.next(), command));
    for (Effect effect : obey(envelope, command, true)) {
      if (effect instanceof Effect.Publish(Fact fact)
          && fact.event() instanceof CommandAnswered answer) {
        answer(request, answer);
        return;
      }
    }
    throw new IllegalStateException("no answer to " + command);
  }

  private List<Effect> obey(Envelope envelope, CommandRequested command, boolean fresh) {
    Because because = new Because(envelope.ref(), fresh, ticks.nanos());
    return conductor.take(
        new Input.Ordered(command, envelope.time().toEpochMilli(), isExpired(command), because));
  }

  private static boolean isExpired(CommandRequested command) {
    if (command.expiresAt() == null) {
      return false;
    }
    try {
      return Instant.parse(command.expiresAt()).isBefore(Instant.now());
    } catch (DateTimeException e) {
      return true; // until when it holds cannot be known: it does not
    }
  }

  private static void answer(RoutingContext request, CommandAnswered answer) {
    switch (answer.outcome()) {
      case DONE -> ApiJson.answer(request, 200, answer);
      case REFUSED, FAILED ->
          ApiJson.refuse(request, 422, answer.message(), "GET /v1/state shows pools and servers");
      case EXPIRED -> ApiJson.refuse(request, 410, answer.message(), "ask again");
    }
  }
}
