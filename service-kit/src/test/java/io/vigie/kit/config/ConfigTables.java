package io.vigie.kit.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of {@code docs/configuration.md}, made of the {@link Key}s. */
final class ConfigTables {

  private ConfigTables() {}

  /** A table for each map of the file. */
  static String text() {
    StringBuilder text = new StringBuilder();
    section("Top level", "", VigieConfig.class, text);
    return text.toString();
  }

  private static void section(String title, String path, Class<?> type, StringBuilder text) {
    text.append("### ").append(title).append("\n\n");
    text.append("| key | type | default | meaning |\n|---|---|---|---|\n");
    List<Slot> nested = new ArrayList<>();
    for (Slot slot : Slot.of(type)) {
      if (slot.key().unwritten()) {
        continue;
      }
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(slot.name(), cell(kind(slot)), standard(slot), cell(meaning(slot))));
      if (isRecord(inner(slot))) {
        nested.add(slot);
      }
    }
    text.append('\n');
    for (Slot slot : nested) {
      String below = path + slot.name() + step(slot);
      section("`" + below + "`", below + ".", inner(slot), text);
      Class<?> other = slot.key().shorthand().other();
      if (other != null) {
        String there = path + slot.name();
        section("`" + there + "` of a database", there + ".", other, text);
      }
    }
  }

  private static String step(Slot slot) {
    return slot.raw() == Map.class ? ".NAME" : slot.raw() == List.class ? "[]" : "";
  }

  private static Class<?> inner(Slot slot) {
    return slot.raw() == Map.class || slot.raw() == List.class ? slot.element() : slot.raw();
  }

  private static String kind(Slot slot) {
    if (slot.key().shorthand() != Shorthand.NONE) {
      return slot.key().shorthand().description();
    }
    if (slot.raw() == Map.class) {
      return "map by %s%s".formatted(keys(slot.key()), of(slot));
    }
    return slot.raw() == List.class
        ? "list of " + one(slot.element(), slot.key())
        : one(slot.raw(), slot.key());
  }

  private static String keys(Key key) {
    if (key.words().length > 0) {
      return "`" + String.join("` `", key.words()) + "`";
    }
    if (!key.keysIn().isEmpty()) {
      return "a name under `%s`".formatted(key.keysIn());
    }
    return key.keys() == Form.NAME ? "name" : key.keys().description();
  }

  private static String of(Slot slot) {
    return isRecord(slot.element()) ? "" : ": " + one(slot.element(), slot.key());
  }

  private static String one(Class<?> type, Key key) {
    if (isRecord(type)) {
      return "map";
    }
    if (type == Duration.class) {
      return "duration, %s to %s".formatted(key.min(), key.max());
    }
    if (type == int.class || type == Integer.class || type == long.class) {
      return "number, %s to %s".formatted(key.min(), key.max());
    }
    if (type.isEnum()) {
      return "`" + String.join("` `", Slot.words(type)) + "`";
    }
    if (!key.in().isEmpty()) {
      return "a name under `%s`".formatted(key.in());
    }
    String text = type == boolean.class ? "`true` `false`" : key.form().description();
    return type == Secret.class ? text + " (hidden)" : text;
  }

  private static String standard(Slot slot) {
    if (slot.required()) {
      return slot.key().by().isEmpty()
          ? "**required**"
          : "**required**, or = `%s`"
              .formatted(slot.key().by().replaceFirst("(.+)\\((.+)\\)", "$2.$1"));
    }
    String def = slot.key().def();
    if (def.isEmpty()) {
      return "none";
    }
    if (Formula.isOne(def)) {
      return "= `%s`".formatted(def.substring(2));
    }
    return def.equals("{}") && isRecord(slot.raw()) ? "see below" : "`%s`".formatted(def);
  }

  private static String meaning(Slot slot) {
    String[] types = slot.key().types();
    return types.length == 0
        ? slot.key().meaning()
        : "%s (only for type %s)".formatted(slot.key().meaning(), String.join(", ", types));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static boolean isRecord(Class<?> type) {
    return type.isRecord() && type != Secret.class;
  }
}
