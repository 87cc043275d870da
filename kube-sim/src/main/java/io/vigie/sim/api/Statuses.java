package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Stored;

/** {@code Status} objects. */
final class Statuses {

  private Statuses() {}

  static ObjectNode of(Refusal why) {
    ObjectNode status = empty("Failure");
    status.put("message", why.message()).put("reason", why.reason());
    ObjectNode details = Json.object();
    put(details, "name", why.name());
    put(details, "group", why.resource().group());
    put(details, "kind", why.resource().plural());
    if (!why.causes().isEmpty()) {
      ArrayNode causes = details.putArray("causes");
      why.causes()
          .forEach(
              cause -> {
                ObjectNode one = causes.addObject().put("reason", cause.reason());
                put(one.put("message", cause.message()), "field", cause.field());
              });
    }
    if (why.code() == 429) {
      details.put("retryAfterSeconds", 10);
    }
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", why.code());
  }

  /** An object is gone. */
  static ObjectNode gone(Stored object) {
    ObjectNode status = empty("Success");
    ObjectNode details = status.putObject("details").put("name", object.key().name());
    put(details, "group", object.key().resource().group());
    details.put("kind", object.key().resource().plural()).put("uid", object.uid());
    return status;
  }

  static ObjectNode success() {
    return empty("Success").put("code", 201);
  }

  private static ObjectNode empty(String status) {
    ObjectNode object = Json.object().put("kind", "Status").put("apiVersion", "v1");
    object.putObject("metadata");
    return object.put("status", status);
  }

  private static void put(ObjectNode object, String name, String value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
  }
}
