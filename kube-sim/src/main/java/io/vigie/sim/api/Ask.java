package io.vigie.sim.api;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * A request, as far as it matters.
 *
 * @param query its parameters
 * @param accept what it wants to read
 * @param type what its body is
 */
record Ask(HttpMethod method, MultiMap query, String accept, String type, Buffer body) {

  /** A parameter; empty if it is not there. */
  String text(String name) {
    String value = query.get(name);
    return value == null ? "" : value;
  }

  /** Whether a parameter says yes. */
  boolean is(String name) {
    return text(name).equals("true") || text(name).equals("1");
  }

  /** A parameter that is a whole number; 0 if it is not there, or is none. */
  long number(String name) {
    String text = text(name);
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** How objects are wanted. */
  Shape shape() {
    for (String one : accept.split(",", -1)) {
      if (one.contains("as=Table")) {
        return Shape.TABLE;
      }
      if (one.contains("as=PartialObjectMetadata")) {
        return Shape.METADATA;
      }
      if (one.strip().startsWith("application/json") || one.contains("*/*")) {
        return Shape.WHOLE;
      }
    }
    return Shape.WHOLE;
  }

  /** How objects are shown. */
  enum Shape {
    WHOLE,
    TABLE,
    METADATA
  }
}
