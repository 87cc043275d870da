package io.vigie.sim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** From {@code openAPIV3Schema} to a {@link Schema}. Rules in CEL and formats are left out. */
public final class SchemaReader {

  private SchemaReader() {}

  /** Reads one; what is not understood restricts nothing. */
  public static Schema read(JsonNode schema) {
    Map<String, Schema> properties = new HashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(p -> properties.put(p.getKey(), read(p.getValue())));
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<JsonNode> choices = new ArrayList<>();
    schema.path("enum").forEach(choices::add);
    JsonNode others = schema.path("additionalProperties");
    JsonNode items = schema.path("items");
    return new Schema(
        schema.path("type").asText(),
        properties,
        required,
        others.isObject() ? read(others) : null,
        items.isObject() ? read(items) : null,
        choices,
        bounds(schema),
        schema.path("nullable").asBoolean(),
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() || others.asBoolean(),
        schema.path("x-kubernetes-int-or-string").asBoolean(),
        schema.path("x-kubernetes-embedded-resource").asBoolean(),
        schema.get("default"));
  }

  private static Schema.Bounds bounds(JsonNode schema) {
    String what =
        switch (schema.path("type").asText()) {
          case "array" -> "Items";
          case "object" -> "Properties";
          default -> "Length";
        };
    return new Schema.Bounds(
        number(schema.get("minimum")),
        number(schema.get("maximum")),
        schema.path("exclusiveMinimum").asBoolean(),
        schema.path("exclusiveMaximum").asBoolean(),
        count(schema.get("min" + what)),
        count(schema.get("max" + what)),
        pattern(schema.path("pattern").asText()));
  }

  private static @Nullable BigDecimal number(@Nullable JsonNode node) {
    return node == null || !node.isNumber() ? null : node.decimalValue();
  }

  private static @Nullable Integer count(@Nullable JsonNode node) {
    return node == null || !node.isNumber() ? null : node.intValue();
  }

  private static @Nullable Pattern pattern(String regex) {
    try {
      return regex.isEmpty() ? null : Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      return null; // RE2 knows it, we do not
    }
  }
}
