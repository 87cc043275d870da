package io.vigie.sim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Takes out what a schema does not know. */
public final class Prune {

  private final List<String> unknown = new ArrayList<>();

  private Prune() {}

  /**
   * Takes it out of the object.
   *
   * @return where it was
   */
  public static List<String> of(Schema schema, ObjectNode object) {
    Prune prune = new Prune();
    prune.members(schema, object, "", true);
    return List.copyOf(prune.unknown);
  }

  private void value(Schema schema, JsonNode value, String field) {
    if (value instanceof ObjectNode object) {
      members(schema, object, field, schema.embedded());
    }
    Schema items = schema.items();
    if (items != null && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(items, value.get(i), field + "[" + i + "]");
      }
    }
  }

  private void members(Schema schema, ObjectNode object, String field, boolean whole) {
    List<String> drop = new ArrayList<>();
    object
        .properties()
        .forEach(
            member -> {
              String name = member.getKey();
              String where = field.isEmpty() ? name : field + "." + name;
              Schema known = schema.properties().getOrDefault(name, schema.values());
              if (whole && Check.isMeta(name)) {
                return;
              }
              if (known != null) {
                value(known, member.getValue(), where);
              } else if (!schema.keepsUnknown()) {
                drop.add(name);
                unknown.add(where);
              }
            });
    object.remove(drop);
  }
}
