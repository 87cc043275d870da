package io.vigie.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What openapi.yaml says of answers. Stricter than it: fields that it does not name are errors, as
 * they may only be added there too.
 */
final class OpenApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectNode DOCUMENT = read();
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private OpenApi() {}

  /** Fails unless the JSON is one of those. */
  static void assertIs(String schema, JsonNode json) {
    assertEquals(
        List.of(),
        SCHEMAS.computeIfAbsent(schema, OpenApi::schema).validate(json).stream()
            .map(Object::toString)
            .toList());
  }

  /** The whole document. */
  static ObjectNode document() {
    return DOCUMENT;
  }

  private static JsonSchema schema(String name) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$ref", "#/components/schemas/" + name);
    schema.set("components", DOCUMENT.get("components"));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config);
  }

  private static ObjectNode read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      Object yaml =
          new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(in));
      ObjectNode document = JSON.valueToTree(yaml);
      Set<String> extended = new HashSet<>();
      for (JsonNode all : document.findValues("allOf")) {
        for (JsonNode part : all) {
          if (part.has("$ref")) {
            extended.add(part.get("$ref").asText());
          }
        }
      }
      for (Map.Entry<String, JsonNode> one :
          document.path("components").path("schemas").properties()) {
        close(one.getValue(), extended.contains("#/components/schemas/" + one.getKey()));
      }
      return document;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets nothing through that is not named. */
  private static void close(JsonNode schema, boolean extended) {
    if (schema instanceof ObjectNode object) {
      if (object.has("allOf")) {
        object.put("unevaluatedProperties", false);
        object
            .path("allOf")
            .forEach(part -> part.path("properties").forEach(each -> close(each, false)));
        return;
      }
      if (object.has("properties") && !extended) {
        object.put("additionalProperties", false);
      }
      if (object.path("description").asText().startsWith("The CloudEvent")) {
        return;
      }
    }
    schema.forEach(each -> close(each, false));
  }
}
