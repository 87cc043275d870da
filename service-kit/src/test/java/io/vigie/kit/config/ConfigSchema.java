package io.vigie.kit.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Entry;
import io.vigie.kit.config.yaml.YamlNode.Items;
import io.vigie.kit.config.yaml.YamlNode.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The JSON Schema of {@code vigie.yaml}, made of the {@link Key}s. */
final class ConfigSchema {
  /** Forms whose texts may look like numbers or truth values to YAML. */
  private static final Set<Form> ANY_SCALAR =
      Set.of(Form.ANY, Form.TEXT, Form.NAME, Form.HEADER, Form.TOKEN, Form.STATUS);

  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigSchema() {}

  /** The schema, with a line break at the end. */
  static String text() throws JsonProcessingException {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "vigie.yaml");
    schema.put(
        "description",
        "Generated from the records in io.vigie.kit.config. Names that must exist, files, secrets"
            + " and what must hold between keys are checked by `vigie check` alone.");
    schema.putAll(record(VigieConfig.class));
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(schema) + "\n";
  }

  private static Map<String, Object> record(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    List<Object> choices = List.of();
    for (Slot slot : Slot.of(type)) {
      if (slot.key().unwritten()) {
        continue;
      }
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", description(slot));
      if (!Formula.isOne(slot.key().def())) {
        slot.def().ifPresent(def -> property.put("default", json(def)));
      }
      property.putAll(slot(slot));
      properties.put(slot.name(), property);
      if (slot.required() && slot.key().by().isEmpty()) {
        required.add(slot.name());
      }
      if (!slot.key().by().isEmpty()) {
        choices = writtenOrSaid(slot);
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    if (!choices.isEmpty()) {
      schema.put("anyOf", choices);
    }
    return schema;
  }

  /** {@code nodePort(servers)}: it is there itself, or the key that says it has that key. */
  private static List<Object> writtenOrSaid(Slot slot) {
    String by = slot.key().by();
    String inner = by.substring(0, by.indexOf('('));
    String outer = by.substring(by.indexOf('(') + 1, by.indexOf(')'));
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("type", "object");
    said.put("required", List.of(inner));
    return List.of(
        Map.of("required", List.of(slot.name())), Map.of("properties", Map.of(outer, said)));
  }

  private static String description(Slot slot) {
    Key key = slot.key();
    List<String> parts = new ArrayList<>(List.of(key.meaning()));
    if (Formula.isOne(key.def())) {
      parts.add("default: " + key.def().substring(2));
    }
    if (!key.in().isEmpty()) {
      parts.add("a name under `%s`".formatted(key.in()));
    }
    if (key.types().length > 0) {
      parts.add("only for type " + String.join(", ", key.types()));
    }
    return String.join("; ", parts);
  }

  private static Map<String, Object> slot(Slot slot) {
    Map<String, Object> full = full(slot);
    return switch (slot.key().shorthand()) {
      case NONE -> full;
      case SERVERS ->
          anyOf(
              Map.of("const", "all"),
              items(slot, Map.of("type", "string"), slot.key().filled()),
              full,
              record(Objects.requireNonNull(slot.key().shorthand().other())));
      case KUBECONFIG -> anyOf(Map.of("const", "kubeconfig"), full);
    };
  }

  private static Map<String, Object> full(Slot slot) {
    Class<?> raw = slot.raw();
    if (raw == Map.class) {
      return map(slot);
    }
    if (raw != List.class) {
      return value(raw, slot.key());
    }
    Map<String, Object> element = value(slot.element(), slot.key());
    return anyOf(element, items(slot, element, slot.key().filled()));
  }

  private static Map<String, Object> items(Slot slot, Map<String, Object> element, boolean filled) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", element);
    if (filled) {
      schema.put("minItems", 1);
    }
    if (slot.raw() == Map.class || !slot.element().isRecord()) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }

  private static Map<String, Object> map(Slot slot) {
    Key key = slot.key();
    Map<String, Object> element = value(slot.element(), key);
    if (isRecord(slot.element()) && Slot.of(slot.element()).stream().noneMatch(Slot::required)) {
      element.put("type", List.of("object", "null"));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    if (key.words().length > 0) {
      schema.put("propertyNames", Map.of("enum", List.of(key.words())));
    } else if (key.keysIn().isEmpty()) {
      schema.put("propertyNames", Map.of("pattern", whole(key.keys().pattern())));
    }
    if (key.filled()) {
      schema.put("minProperties", 1);
    }
    schema.put("additionalProperties", element);
    return schema;
  }

  private static Map<String, Object> value(Class<?> type, Key key) {
    if (isRecord(type)) {
      return record(type);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type == int.class || type == Integer.class || type == long.class) {
      schema.put("type", "integer");
      schema.put("minimum", Long.valueOf(key.min()));
      schema.put("maximum", Long.valueOf(key.max()));
    } else if (type == boolean.class) {
      schema.put("type", "boolean");
    } else if (type == Duration.class) {
      schema.put("type", "string");
      schema.put("pattern", whole(Durations.PATTERN));
      schema.put("$comment", "from %s to %s".formatted(key.min(), key.max()));
    } else if (type.isEnum()) {
      schema.put("enum", words(type));
    } else {
      text(key, schema);
    }
    return schema;
  }

  private static void text(Key key, Map<String, Object> schema) {
    schema.put(
        "type",
        ANY_SCALAR.contains(key.form()) ? List.of("string", "number", "boolean") : "string");
    if (key.form() != Form.ANY) {
      schema.put(
          "pattern", "%s|%s".formatted(whole(key.form().pattern()), whole(References.PATTERN)));
    }
  }

  /** YAML reads {@code true} as a truth value, also where it is a word among others. */
  private static List<Object> words(Class<?> type) {
    List<Object> words = new ArrayList<>(Slot.words(type));
    if (words.contains("true")) {
      words.addAll(List.of(true, false));
    }
    return words;
  }

  private static boolean isRecord(Class<?> type) {
    return type.isRecord() && type != Secret.class;
  }

  private static Map<String, Object> anyOf(Object... choices) {
    return new LinkedHashMap<>(Map.of("anyOf", List.of(choices)));
  }

  private static String whole(String pattern) {
    return "^(" + pattern + ")$";
  }

  /** YAML as JSON: plain numbers and truth values are what they look like. */
  static Object json(YamlNode node) {
    return switch (node) {
      case Items(_, List<YamlNode> items) -> items.stream().map(ConfigSchema::json).toList();
      case Entries(_, List<Entry> entries) -> {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.key().text(), json(entry.value())));
        yield map;
      }
      case Text text -> scalar(text);
      case YamlNode.Unreadable _ -> throw new IllegalArgumentException("not readable: " + node);
    };
  }

  @SuppressWarnings("NullAway") // JSON's null
  private static Object scalar(Text text) {
    if (text.isNothing()) {
      return null;
    }
    if (!text.plain()) {
      return text.text();
    }
    if (text.text().matches("-?(0|[1-9]\\d*)")) {
      return Long.valueOf(text.text());
    }
    return text.text().matches("true|false") ? (Object) Boolean.valueOf(text.text()) : text.text();
  }
}
