package io.vigie.kit.config;

import io.vigie.kit.config.yaml.YamlNode.Text;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a text means as a number, a duration, a word, or a text of some form. */
final class Scalars {
  private static final int MOST_WORDS = 24;

  private Scalars() {}

  /** Its value as this type; empty if it has none or is out of range. */
  static Optional<Object> read(Class<?> type, Key key, Text node) {
    String text = node.text();
    if (type == int.class || type == Integer.class) {
      return number(text, key).filter(_ -> node.plain()).map(Long::intValue);
    }
    if (type == long.class) {
      return number(text, key).filter(_ -> node.plain()).map(n -> n);
    }
    if (type == boolean.class) {
      return node.plain() && (text.equals("true") || text.equals("false"))
          ? Optional.of(text.equals("true"))
          : Optional.empty();
    }
    if (type == Duration.class) {
      return Durations.parse(text).filter(d -> inRange(d, key)).map(d -> d);
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> Slot.word(constant).equals(text))
          .findFirst()
          .map(constant -> constant);
    }
    throw new IllegalStateException("no reader for " + type);
  }

  /** What it should be, for people. */
  static String expected(Class<?> type, Key key) {
    if (type == int.class || type == Integer.class || type == long.class) {
      return "a whole number from %s to %s".formatted(key.min(), key.max());
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return "a duration from %s to %s, such as 500ms, 2s or 1m30s".formatted(key.min(), key.max());
    }
    return type.isEnum() ? oneOf(Slot.words(type)) : key.form().description();
  }

  /** What was probably meant; may be empty. */
  static String hint(Class<?> type, Key key, Text node) {
    String text = node.text();
    if (type.isEnum()) {
      return Suggest.hint(text, Slot.words(type));
    }
    if (type == Duration.class) {
      return durationHint(text);
    }
    if (!node.plain() && read(type, key, new Text(node.place(), text, true)).isPresent()) {
      return "remove the quotes";
    }
    return type == boolean.class ? "yes, no, on and off are plain words in YAML 1.2" : "";
  }

  private static String durationHint(String text) {
    if (text.matches("\\d{1,9}")) {
      return "add a unit: %sms or %ss".formatted(text, text);
    }
    return Durations.parse(text).isPresent() ? "" : "whole numbers, the greatest unit first";
  }

  /** "one of a, b, c", with at most 24 of them. */
  static String oneOf(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : "one of %s%s"
            .formatted(
                String.join(", ", words.stream().limit(MOST_WORDS).toList()),
                words.size() > MOST_WORDS ? ", …" : "");
  }

  private static Optional<Long> number(String text, Key key) {
    if (!text.matches("0|-?[1-9]\\d{0,17}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(text);
    return number >= Long.parseLong(key.min()) && number <= Long.parseLong(key.max())
        ? Optional.of(number)
        : Optional.empty();
  }

  private static boolean inRange(Duration duration, Key key) {
    return duration.compareTo(Durations.parse(key.min()).orElseThrow()) >= 0
        && duration.compareTo(Durations.parse(key.max()).orElseThrow()) <= 0;
  }
}
