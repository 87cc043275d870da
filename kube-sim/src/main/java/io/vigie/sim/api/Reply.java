package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Refusal;
import java.util.List;

/**
 * What is answered.
 *
 * @param type of the body
 * @param warnings what the client should tell its user
 */
record Reply(int code, String type, Buffer body, List<String> warnings) {

  private static final String JSON = "application/json";

  static Reply json(int code, JsonNode body) {
    return json(code, Buffer.buffer(Json.bytes(body)));
  }

  static Reply json(int code, Buffer body) {
    return new Reply(code, JSON, body, List.of());
  }

  static Reply text(int code, String body) {
    return new Reply(code, "text/plain; charset=utf-8", Buffer.buffer(body), List.of());
  }

  static Reply refused(Refusal why) {
    return json(why.code(), Statuses.of(why));
  }

  /** There is nothing at this address. */
  static Reply nowhere() {
    return text(404, "404 page not found\n");
  }

  Reply warning(List<String> texts) {
    return new Reply(code, type, body, texts);
  }
}
