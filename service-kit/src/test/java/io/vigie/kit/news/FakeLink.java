package io.vigie.kit.news;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Sequence;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The sending end of a local link that says what the test says, and nothing else. */
final class FakeLink {

  private static final int LIMIT_SECONDS = 10;

  /** What each connection asked for: its {@code after}, or nothing. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final Vertx vertx;
  private final AtomicReference<@Nullable HttpServerResponse> open = new AtomicReference<>();

  private FakeLink(Vertx vertx) {
    this.vertx = vertx;
  }

  static FakeLink listen(Vertx vertx, int port) throws Exception {
    FakeLink link = new FakeLink(vertx);
    HttpServer server = vertx.createHttpServer().requestHandler(link::accept);
    server.listen(port, "127.0.0.1").await(LIMIT_SECONDS, TimeUnit.SECONDS);
    return link;
  }

  /** Pings on its own every 100 ms from now on; returns the timer. */
  long keepPinging(Sequence last) {
    return vertx.setPeriodic(100, _ -> ping(last));
  }

  void stopPinging(long timer) {
    vertx.cancelTimer(timer);
  }

  void ping(Sequence last) {
    write(Buffer.buffer("{\"ping\":\"" + last + "\"}\n"));
  }

  void say(Envelope envelope) {
    write(Buffer.buffer(EventCodec.encode(envelope)).appendString("\n"));
  }

  /** Ends the connection there is. */
  void hangUp() {
    HttpServerResponse response = open.get();
    if (response != null) {
      response.reset();
    }
  }

  private void accept(HttpServerRequest request) {
    String after = request.getParam("after");
    asked.add(after == null ? "" : after);
    HttpServerResponse response = request.response().setChunked(true);
    response.closeHandler(_ -> open.compareAndSet(response, null));
    open.set(response);
  }

  private void write(Buffer line) {
    HttpServerResponse response = open.get();
    if (response != null) {
      response.write(line);
    }
  }
}
