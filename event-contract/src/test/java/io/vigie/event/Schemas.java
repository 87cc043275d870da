package io.vigie.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.event.Shape.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Writes the JSON Schema (2020-12) of an event as it travels, from its shape and its Javadoc. */
final class Schemas {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEQUENCE = "^[0-9]{10}\\.[0-9]{12}$";
  private static final String SOURCE = "^/vigie/[^/#\\s]{1,253}/[a-z-]{1,64}$";

  private final Javadocs docs;

  Schemas(Javadocs docs) {
    this.docs = docs;
  }

  /** The schema of one type. */
  ObjectNode of(EventType type) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", type.wire());
    schema.put("description", docs.of(type.record()));
    schema.put("type", "object");
    ArrayNode required = schema.putArray("required");
    for (String name :
        List.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "sequence",
            "correlationid",
            "data")) {
      required.add(name);
    }
    attributes(schema.putObject("properties"), type);
    return schema;
  }

  private void attributes(ObjectNode properties, EventType type) {
    properties.putObject("specversion").put("const", "1.0");
    id(properties.putObject("id"), docs.of(Fact.class, "id"));
    text(properties, "source", docs.of(Envelope.class, "source")).put("pattern", SOURCE);
    properties.putObject("type").put("const", type.wire());
    text(properties, "subject", "What it is about; part of the Kafka key.")
        .put("maxLength", Envelope.MOST_SUBJECT);
    text(properties, "time", docs.of(Envelope.class, "time")).put("format", "date-time");
    properties.putObject("datacontenttype").put("const", "application/json");
    text(properties, "sequence", docs.of(Envelope.class, "sequence")).put("pattern", SEQUENCE);
    id(properties.putObject("causationid"), docs.of(Fact.class, "causationId"));
    id(properties.putObject("correlationid"), docs.of(Fact.class, "correlationId"));
    ObjectNode data = object(properties.putObject("data"), EventCodec.shapeOf(type));
    ObjectNode because = data.withObject("/properties").putObject("because");
    because.put("type", "array");
    because.put("description", "Other causes: their ids.");
    because.put("maxItems", Fact.MOST_BECAUSE);
    id(because.putObject("items"), "");
  }

  private ObjectNode object(ObjectNode schema, Shape shape) {
    schema.put("type", "object");
    ArrayNode required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    for (Shape.Field field : shape.fields()) {
      if (field.required()) {
        required.add(field.name());
      }
      ObjectNode property = properties.putObject(field.name());
      property.put("description", docs.of(shape.record(), field.name()));
      kind(property, field.kind());
    }
    return schema;
  }

  private void kind(ObjectNode schema, Kind kind) {
    switch (kind) {
      case Kind.Text() -> schema.put("type", "string");
      case Kind.Moment() -> schema.put("type", "string").put("format", "date-time");
      case Kind.Truth() -> schema.put("type", "boolean");
      case Kind.Whole(long least, long most) -> whole(schema, least, most);
      case Kind.OneOf(Class<?> type, List<String> names) -> oneOf(schema, type, names);
      case Kind.Many(Kind each, int items) -> {
        schema.put("type", "array");
        if (items >= 0) {
          schema.put("minItems", items).put("maxItems", items);
        }
        kind(schema.putObject("items"), each);
      }
      case Kind.Named(Kind each) -> {
        schema.put("type", "object");
        kind(schema.putObject("additionalProperties"), each);
      }
      case Kind.Part(Shape shape) -> object(schema, shape);
    }
  }

  private static void whole(ObjectNode schema, long least, long most) {
    schema.put("type", "integer");
    if (least > Long.MIN_VALUE) { // what every long is within need not be said
      schema.put("minimum", least);
    }
    if (most < Long.MAX_VALUE) {
      schema.put("maximum", most);
    }
  }

  private void oneOf(ObjectNode schema, Class<?> type, List<String> names) {
    schema.put("type", "string");
    ArrayNode values = schema.putArray("enum");
    names.forEach(values::add);
    StringBuilder text = new StringBuilder(schema.path("description").asText());
    Object[] constants = Objects.requireNonNull(type.getEnumConstants());
    Arrays.stream(constants)
        .map(Enum.class::cast)
        .filter(constant -> docs.ofConstant(constant) != null)
        .forEach(
            constant ->
                text.append("\n- `")
                    .append(names.get(List.of(constants).indexOf(constant)))
                    .append("`: ")
                    .append(docs.ofConstant(constant)));
    schema.put("description", text.toString());
  }

  private static ObjectNode text(ObjectNode properties, String name, String description) {
    return properties.putObject(name).put("type", "string").put("description", description);
  }

  private static void id(ObjectNode schema, String description) {
    schema.put("type", "string").put("minLength", 1).put("maxLength", EventCodec.MOST_ID);
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
  }
}
