package io.vigie.kit.config.yaml;

import java.util.List;
import java.util.Optional;

/**
 * A piece of YAML and its place. What its text means (number, duration, …) is the reader's choice.
 */
public sealed interface YamlNode {

  /** Where it begins. */
  Place place();

  /**
   * A scalar.
   *
   * @param plain whether it stands without quotes, so that {@code null} means nothing
   */
  record Text(Place place, String text, boolean plain) implements YamlNode {

    /** Whether it says nothing: {@code key:}, {@code key: ~} or {@code key: null}. */
    public boolean isNothing() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  /** A sequence. */
  record Items(Place place, List<YamlNode> items) implements YamlNode {}

  /** A mapping; no key is there twice. */
  record Entries(Place place, List<Entry> entries) implements YamlNode {

    /** The value of a key. */
    public Optional<YamlNode> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().text().equals(key))
          .map(Entry::value)
          .findFirst();
    }
  }

  /** Something is there, but it is not good YAML. */
  record Unreadable(Place place) implements YamlNode {}

  /** A key and its value. */
  record Entry(Text key, YamlNode value) {}
}
