package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generated documents are what the records say, and say what is true of the golden events. */
class DocsTest {

  static final String HOW =
      "To write it anew: mvn test -pl event-contract -Dtest=DocsTest -Dvigie.docs.write=true";

  private static final Path DOCS = Path.of("../docs");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();
  private static final Javadocs JAVADOCS = Javadocs.read();

  /** Every generated file and what it holds. */
  static Map<Path, String> files() throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(DOCS.resolve("events.md"), EventsPage.write(JAVADOCS));
    files.put(
        DOCS.resolve("asyncapi.yaml"),
        "# Generated from the records of event-contract. "
            + HOW
            + "\n"
            + YAML.writeValueAsString(new AsyncApi(JAVADOCS).write()));
    Schemas schemas = new Schemas(JAVADOCS);
    for (EventType type : EventType.values()) {
      files.put(schemaFile(type), PrettyJson.of(schemas.of(type)) + "\n");
    }
    return files;
  }

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (Boolean.getBoolean("vigie.docs.write")) {
      Files.createDirectories(DOCS.resolve("schemas"));
      for (Map.Entry<Path, String> file : files().entrySet()) {
        Files.writeString(file.getKey(), file.getValue());
      }
    }
  }

  @Test
  void everyFileIsFresh() throws IOException {
    for (Map.Entry<Path, String> file : files().entrySet()) {
      String committed = Files.exists(file.getKey()) ? Files.readString(file.getKey()) : "";
      assertEquals(file.getValue(), committed, file.getKey() + " is stale. " + HOW);
    }
  }

  @Test
  void thereIsNoSchemaWithoutAType() throws IOException {
    try (Stream<Path> files = Files.list(DOCS.resolve("schemas"))) {
      assertEquals(
          Arrays.stream(EventType.values()).map(type -> type.wire() + ".json").sorted().toList(),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  // --- schemas ---

  @ParameterizedTest
  @EnumSource
  void theSchemaIsOne(EventType type) throws IOException {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));
    assertEquals(List.of(), List.copyOf(meta.validate(JSON.readTree(schemaFile(type).toFile()))));
  }

  @ParameterizedTest
  @EnumSource
  void theGoldenEventFitsItsSchema(EventType type) throws IOException {
    assertEquals(List.of(), complaints(type, golden(type)));
  }

  /** What the codec rejects the schema rejects, field by field. */
  @ParameterizedTest
  @EnumSource
  void theSchemaIsAsStrictAsTheCodec(EventType type) throws IOException {
    List<String> tried = new ArrayList<>();
    for (Shape.Field field : EventCodec.shapeOf(type).fields()) {
      for (String other : List.of("null", "\"?\"", "1", "1.5", "-1", "true", "[]", "{}", "[{}]")) {
        ObjectNode event = golden(type);
        event.withObject("/data").set(field.name(), JSON.readTree(other));
        boolean read = EventCodec.decode(JSON.writeValueAsBytes(event)) instanceof Decoded.Known;
        boolean fits = complaints(type, event).isEmpty();
        if (!other.equals("null") || field.required()) { // we never write null, but read it
          assertEquals(read, fits, field.name() + " = " + other);
        }
        tried.add(field.name());
      }
    }
    assertTrue(tried.size() >= 9, tried::toString);
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaWantsTheAttributes(EventType type) throws IOException {
    for (String name : List.of("specversion", "id", "source", "type", "time", "sequence", "data")) {
      ObjectNode event = golden(type);
      event.remove(name);
      assertEquals(1, complaints(type, event).size(), name);
    }
    ObjectNode event = golden(type);
    event.put("sequence", "12.345").put("source", "lb-1").put("type", "io.vigie.other.v1");
    assertEquals(3, complaints(type, event).size());
  }

  // --- AsyncAPI ---

  @Test
  void everyReferenceOfTheAsyncApiDocumentHolds() throws IOException {
    JsonNode api = YAML.readTree(DOCS.resolve("asyncapi.yaml").toFile());
    List<String> references = api.findValuesAsText("$ref");
    for (String reference : references) {
      boolean holds =
          reference.startsWith("#")
              ? !api.at(reference.substring(1)).isMissingNode()
              : Files.exists(DOCS.resolve(reference));
      assertTrue(holds, reference);
    }
    assertTrue(references.size() > 4 * EventType.values().length, references::toString);
  }

  @Test
  void theAsyncApiDocumentHasTheFormOfTheSpecification() throws IOException {
    JsonNode api = YAML.readTree(DOCS.resolve("asyncapi.yaml").toFile());
    assertEquals("3.0.0", api.path("asyncapi").textValue());
    assertEquals("1", api.at("/info/version").textValue());
    long channels = Arrays.stream(EventType.values()).map(EventType::topic).distinct().count();
    assertEquals(channels, api.path("channels").size());
    assertEquals(2 * channels, api.path("operations").size());
    assertEquals(EventType.values().length, api.at("/components/messages").size());
    for (JsonNode channel : api.path("channels")) {
      assertEquals(List.of("address", "bindings", "messages"), names(channel));
      assertEquals(1, channel.at("/bindings/kafka/partitions").intValue());
      assertTrue(channel.at("/bindings/kafka/topicConfiguration/cleanup.policy").isArray());
    }
    for (JsonNode operation : api.path("operations")) {
      assertEquals(List.of("action", "channel", "messages"), names(operation));
      String channel = operation.at("/channel/$ref").textValue();
      for (JsonNode message : operation.path("messages")) {
        assertTrue(message.path("$ref").textValue().startsWith(channel + "/messages/"));
      }
    }
    for (JsonNode message : api.at("/components/messages")) {
      assertEquals(
          List.of(
              "bindings",
              "contentType",
              "correlationId",
              "description",
              "name",
              "payload",
              "title"),
          names(message));
    }
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    return names;
  }

  private static ObjectNode golden(EventType type) throws IOException {
    return (ObjectNode) JSON.readTree(GoldenTest.file(type).toFile());
  }

  private static List<String> complaints(EventType type, JsonNode event) throws IOException {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(schemaFile(type)), config);
    return schema.validate(event).stream().map(Object::toString).toList();
  }

  private static Path schemaFile(EventType type) {
    return DOCS.resolve("schemas").resolve(type.wire() + ".json");
  }
}
