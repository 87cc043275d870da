package io.vigie.sim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts in what a schema says is so when nothing is said. */
public final class Defaults {

  private Defaults() {}

  /** Puts it into the object. */
  public static void into(Schema schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      schema
          .properties()
          .forEach(
              (name, known) -> {
                JsonNode absent = known.absent();
                JsonNode there = object.get(name);
                if (absent != null && (there == null || (there.isNull() && !known.nullable()))) {
                  object.set(name, absent.deepCopy());
                }
              });
      object
          .properties()
          .forEach(
              member -> {
                Schema known = schema.properties().getOrDefault(member.getKey(), schema.values());
                if (known != null) {
                  into(known, member.getValue());
                }
              });
    }
    Schema items = schema.items();
    if (items != null && value.isArray()) {
      value.forEach(item -> into(items, item));
    }
  }
}
