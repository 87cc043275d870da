package io.vigie.sim.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** How answers are sent. */
final class Answers {

  private Answers() {}

  static void send(HttpServerRequest request, Reply reply) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    reply
        .warnings()
        .forEach(
            text ->
                response.headers().add("Warning", "299 - \"" + text.replace("\"", "\\\"") + "\""));
    response
        .setStatusCode(reply.code())
        .putHeader("Content-Type", reply.type())
        .putHeader("Cache-Control", "no-cache, private")
        .end(reply.body());
  }

  /** Whether a WebSocket is asked for. */
  static boolean isSocket(HttpServerRequest request) {
    String upgrade = request.getHeader(HttpHeaders.UPGRADE);
    return upgrade != null && upgrade.equalsIgnoreCase("websocket");
  }
}
