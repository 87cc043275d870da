package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.schema.SchemaReader;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Refusal.Cause;
import io.vigie.sim.store.Resource;
import java.util.ArrayList;
import java.util.List;

/** What a CustomResourceDefinition says. */
final class Definitions {

  private static final String AGE = ".metadata.creationTimestamp";

  private Definitions() {}

  /** What is wrong with it, as far as we rely on it. */
  static List<Cause> flaws(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    List<Cause> flaws = new ArrayList<>();
    for (String name : List.of("group", "scope")) {
      if (spec.path(name).asText().isEmpty()) {
        flaws.add(required("spec." + name));
      }
    }
    for (String name : List.of("plural", "kind")) {
      if (spec.path("names").path(name).asText().isEmpty()) {
        flaws.add(required("spec.names." + name));
      }
    }
    if (spec.path("versions").isEmpty()) {
      flaws.add(required("spec.versions"));
    }
    int stored = 0;
    for (JsonNode version : spec.path("versions")) {
      stored += version.path("storage").asBoolean() ? 1 : 0;
    }
    if (flaws.isEmpty() && stored != 1) {
      flaws.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: must have exactly one version marked as storage version",
              "spec.versions"));
    }
    String expected =
        spec.path("names").path("plural").asText() + "." + spec.path("group").asText();
    String name = definition.path("metadata").path("name").asText();
    if (flaws.isEmpty() && !name.equals(expected)) {
      flaws.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: \"%s\": must be spec.names.plural+\".\"+spec.group".formatted(name),
              "metadata.name"));
    }
    return flaws;
  }

  /** The kind it makes. */
  static ResourceType type(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    String kind = names.path("kind").asText();
    List<TypeVersion> versions = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        TypeVersion read = version(version);
        versions.add(version.path("storage").asBoolean() ? 0 : versions.size(), read);
      }
    }
    String singular = names.path("singular").asText();
    return new ResourceType(
        new Resource(spec.path("group").asText(), names.path("plural").asText()),
        kind,
        singular.isEmpty() ? kind.toLowerCase(java.util.Locale.ROOT) : singular,
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        spec.path("scope").asText().equals("Namespaced"),
        true,
        versions);
  }

  /** Completes it as the API server does once the kind is served. */
  static void establish(ObjectNode definition, String now) {
    JsonNode spec = definition.path("spec");
    ObjectNode names = Json.object(Json.object(definition, "spec"), "names");
    String kind = names.path("kind").asText();
    if (names.path("singular").asText().isEmpty()) {
      names.put("singular", kind.toLowerCase(java.util.Locale.ROOT));
    }
    if (names.path("listKind").asText().isEmpty()) {
      names.put("listKind", kind + "List");
    }
    ObjectNode status = Json.object(definition, "status");
    status.set("acceptedNames", names.deepCopy());
    if (status.path("conditions").isEmpty()) {
      ArrayNode conditions = status.putArray("conditions");
      condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
      condition(
          conditions, "Established", "InitialNamesAccepted", "the initial names are accepted", now);
    }
    ArrayNode stored = status.putArray("storedVersions");
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        stored.add(version.path("name").asText());
      }
    }
  }

  private static void condition(
      ArrayNode conditions, String type, String reason, String message, String now) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", now)
        .put("reason", reason)
        .put("message", message);
  }

  private static TypeVersion version(JsonNode version) {
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : version.path("additionalPrinterColumns")) {
      columns.add(
          new Column(
              column.path("name").asText(),
              column.path("type").asText(),
              column.path("priority").asInt(),
              column.path("jsonPath").asText()));
    }
    if (columns.isEmpty()) {
      columns.add(new Column("Age", "date", 0, AGE));
    }
    return new TypeVersion(
        version.path("name").asText(),
        version.path("subresources").has("status"),
        schema.isObject() ? SchemaReader.read(schema) : null,
        columns);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Cause required(String field) {
    return new Cause("FieldValueRequired", "Required value", field);
  }
}
