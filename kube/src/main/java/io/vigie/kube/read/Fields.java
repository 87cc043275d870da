package io.vigie.kube.read;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Tri;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object, read by path. What is absent, null or empty reads as empty, 0 or false; what is of
 * another type than its schema says throws {@link Misfit}.
 *
 * @param where its path from the root, for messages
 * @param json its members: {@code String}, {@code Number}, {@code Boolean}, {@code List}, {@code
 *     Map} or null
 */
record Fields(String where, Map<?, ?> json) {

  private static final int MOST_NUMBER = 19;

  /** A whole object. */
  static Fields root(Object json) {
    return of("object", json);
  }

  /** The object below; an empty one if there is none. */
  Fields at(String name) {
    return of(where + "." + name, json.get(name));
  }

  /** A text. */
  String text(String name) {
    return text(json.get(name), name);
  }

  /** A text that must be there. */
  String name(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw new Misfit(where + "." + name, "text");
    }
    return text;
  }

  /** An RFC 3339 instant, as it is written; empty if there is none. */
  String instant(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return text;
    }
    try {
      OffsetDateTime.parse(text);
      return text;
    } catch (DateTimeException e) {
      throw new Misfit(where + "." + name, "RFC 3339 instant");
    }
  }

  /** A whole number, written as one or as text. */
  long number(String name) {
    Object value = json.get(name);
    if (value instanceof Number number) {
      return number.longValue();
    }
    String text = value == null ? "" : text(value, name).strip();
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("-?\\d{1," + (MOST_NUMBER - 1) + "}")) {
      throw new Misfit(where + "." + name, "whole number");
    }
    return Long.parseLong(text);
  }

  /** The same, within what an int holds. */
  int count(String name) {
    return Math.clamp(number(name), 0, Integer.MAX_VALUE);
  }

  /** True or false, false if absent. */
  boolean truth(String name) {
    return truth(name, false);
  }

  /** True or false. */
  boolean truth(String name, boolean absent) {
    Object value = json.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new Misfit(where + "." + name, "true or false");
  }

  /** The texts of a list. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(name)) {
      texts.add(text(item, name));
    }
    return texts;
  }

  /** The objects of a list. */
  List<Fields> items(String name) {
    List<Fields> items = new ArrayList<>();
    for (Object item : list(name)) {
      items.add(of(where + "." + name, item));
    }
    return items;
  }

  /** The objects of a map, in its order. */
  Map<String, Fields> objects(String name) {
    Map<String, Fields> objects = new LinkedHashMap<>();
    Fields map = at(name);
    map.json.keySet().forEach(key -> objects.put(key.toString(), map.at(key.toString())));
    return objects;
  }

  /** The texts of a map, in its order. */
  Map<String, String> map(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Fields map = at(name);
    map.json.keySet().forEach(key -> texts.put(key.toString(), map.text(key.toString())));
    return texts;
  }

  /** The condition of a type in {@code conditions}. */
  Condition condition(String type) {
    for (Fields condition : items("conditions")) {
      if (condition.text("type").equals(type)) {
        return new Condition(
            Tri.of(condition.text("status")),
            condition.text("reason"),
            condition.text("message"),
            condition.text("lastTransitionTime"));
      }
    }
    return Condition.ABSENT;
  }

  private List<?> list(String name) {
    Object value = json.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new Misfit(where + "." + name, "list");
  }

  private String text(@Nullable Object value, String name) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw new Misfit(where + "." + name, "text");
  }

  private static Fields of(String where, @Nullable Object value) {
    if (value == null) {
      return new Fields(where, Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new Fields(where, map);
    }
    throw new Misfit(where, "object");
  }
}
