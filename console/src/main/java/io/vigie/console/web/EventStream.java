package io.vigie.console.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.ApiProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /v1/stream}: server-sent events to many pages, each written once.
 *
 * <p>Thread rule: the service's own context.
 */
final class EventStream implements Handler<RoutingContext> {

  /** More at once are refused. */
  static final int MOST_CLIENTS = 400;

  private static final int GATHER_MILLIS = 50;
  private static final int LOOK_MILLIS = 1_000;
  private static final int PING_EVERY = 5;
  private static final int GOODBYE_MILLIS = 2_000;
  private static final int RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Showing showing;
  private final Supplier<Object> ping;
  private final Batches batches;
  private final Set<StreamClient> clients = new LinkedHashSet<>();
  private final long timer;
  private final MeterRegistry meters;
  private final Counter slow;
  private final Gauge open;
  private History history;
  private boolean gathering;
  private int looks;
  private boolean closed;

  /**
   * A stream without clients.
   *
   * @param ping what is said every 5 s
   */
  EventStream(
      Vertx vertx, History history, Showing showing, Supplier<Object> ping, MeterRegistry meters) {
    this.vertx = vertx;
    this.meters = meters;
    this.slow = meters.counter("vigie.console.streams.slow");
    this.open = Gauge.builder("vigie.console.streams", clients, Set::size).register(meters);
    this.history = history;
    this.showing = showing;
    this.ping = ping;
    this.batches = new Batches(history);
    this.timer = vertx.setPeriodic(LOOK_MILLIS, _ -> look());
  }

  /** There is something new in the history or the state: it is sent soon, with what follows. */
  void pump() {
    if (!gathering && !closed) {
      gathering = true;
      vertx.setTimer(
          GATHER_MILLIS,
          _ -> {
            gathering = false;
            clients.forEach(StreamClient::pump);
          });
    }
  }

  /** The history began anew, for this reason. */
  void restart(History other, String reason) {
    history = other;
    batches.of(other);
    Buffer frame = say("reset", Map.of("reason", reason));
    clients.forEach(client -> client.reset(frame));
    pump();
  }

  @Override
  public void handle(RoutingContext request) {
    if (closed || clients.size() >= MOST_CLIENTS) {
      throw new ApiProblem(503, "no more than " + MOST_CLIENTS + " streams", "try again later");
    }
    String after = after(request);
    OptionalLong from = after == null ? OptionalLong.empty() : next(after);
    HttpServerResponse response =
        request
            .response()
            .putHeader("content-type", "text/event-stream; charset=utf-8")
            .putHeader("cache-control", "no-store")
            .putHeader("x-accel-buffering", "no") // nginx would gather it
            .setChunked(true);
    StreamClient client =
        new StreamClient(response, batches, showing, from.orElse(history.end()), System::nanoTime);
    clients.add(client);
    response.exceptionHandler(_ -> clients.remove(client));
    response.closeHandler(_ -> clients.remove(client));
    response.drainHandler(_ -> client.pump());
    response.write("retry: " + RETRY_MILLIS + "\n\n");
    if (after != null && from.isEmpty()) {
      client.say(say("reset", Map.of("reason", "what follows " + after + " is not kept")));
    }
    client.say(say("ping", ping.get()));
    client.pump();
  }

  /** Ends all streams. */
  void close() {
    closed = true;
    vertx.cancelTimer(timer);
    Buffer bye = say("bye", Map.of("reason", "the console stops"));
    List.copyOf(clients).forEach(client -> client.end(bye));
    clients.clear();
    meters.remove(slow);
    meters.remove(open);
  }

  /** What a page saw last, as its browser says when it comes again; null if it comes anew. */
  private static @Nullable String after(RoutingContext request) {
    String again = request.request().getHeader("last-event-id");
    return again != null ? again : request.request().getParam("after");
  }

  /** The number after a position, if all that follows is still kept. */
  private OptionalLong next(String after) {
    OptionalLong seen = history.number(after);
    return seen.isPresent()
            && seen.getAsLong() + 1 >= history.first()
            && seen.getAsLong() < history.end()
        ? OptionalLong.of(seen.getAsLong() + 1)
        : OptionalLong.empty();
  }

  private void look() {
    looks++;
    Buffer sign = looks % PING_EVERY == 0 ? say("ping", ping.get()) : null;
    for (StreamClient client : List.copyOf(clients)) {
      String fault = client.fault();
      if (fault != null) {
        clients.remove(client);
        slow.increment();
        client.end(say("bye", Map.of("reason", fault)));
        vertx.setTimer(GOODBYE_MILLIS, _ -> client.cut());
      } else if (sign != null) {
        client.say(sign);
      }
    }
  }

  private static Buffer say(String name, Object data) {
    return Frames.of(name, Buffer.buffer(ApiJson.bytes(data)));
  }
}
