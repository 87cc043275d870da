package io.vigie.kit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${env:NAME}} and {@code ${file:/path}}. A file loses its last line break. Two
 * dollars before the brace make it plain text.
 */
final class References {
  /** A text with a reference in it. */
  static final String PATTERN = "[\\s\\S]*\\$\\{[\\s\\S]*";

  private static final int MOST_BYTES = 65_536;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  /** What is wrong with a reference. */
  record Fault(String what, String expected, String hint) {}

  /**
   * A text with its references filled in.
   *
   * @param faults those that could not be
   */
  record Filled(String text, List<Fault> faults) {}

  private References() {}

  static Filled fill(String raw, Outside outside) {
    if (!raw.contains("${")) {
      return new Filled(raw, List.of());
    }
    List<Fault> faults = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(raw);
    while (matcher.find()) {
      String value =
          matcher.group(1) == null
              ? "${"
              : one(matcher.group(1), !matcher.group(2).isEmpty(), outside, faults);
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(text);
    return new Filled(text.toString(), List.copyOf(faults));
  }

  private static String one(String name, boolean closed, Outside outside, List<Fault> faults) {
    if (!closed) {
      faults.add(new Fault("has `${` without `}`", "${env:NAME} or ${file:/path}", "add a `}`"));
      return "";
    }
    if (name.startsWith("env:")) {
      return env(name.substring("env:".length()), outside.env(), faults);
    }
    if (name.startsWith("file:")) {
      return file(name.substring("file:".length()), outside, faults);
    }
    faults.add(
        new Fault(
            "has ${%s}".formatted(Findings.shown(name)),
            "${env:NAME} or ${file:/path}",
            "write `$${` for a plain `${`"));
    return "";
  }

  private static String env(String name, Map<String, String> env, List<Fault> faults) {
    String value = Optional.ofNullable(env.get(name)).orElse("");
    if (value.isEmpty()) {
      faults.add(
          new Fault(
              "needs the environment variable %s, which is %s"
                  .formatted(Findings.shown(name), env.containsKey(name) ? "empty" : "not set"),
              "a value",
              "set it for the service, or use ${file:/path}"));
    }
    return value;
  }

  private static String file(String path, Outside outside, List<Fault> faults) {
    return switch (outside.text(path, MOST_BYTES)) {
      case Outside.Answer.Found(String text) -> {
        String value = text.replaceFirst("\\r?\\n\\z", "");
        if (value.isEmpty()) {
          faults.add(new Fault("needs the file " + path + ", which is empty", "a value in it", ""));
        }
        yield value;
      }
      case Outside.Answer.Missing(String why) -> {
        faults.add(
            new Fault(
                "needs the file %s, which %s".formatted(Findings.shown(path), why),
                "a file this user can read",
                "create it, or use ${env:NAME}"));
        yield "";
      }
    };
  }
}
