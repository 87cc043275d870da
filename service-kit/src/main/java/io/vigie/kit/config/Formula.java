package io.vigie.kit.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A default that depends on other keys: {@code = name} is the value of the key beside it or around
 * it, {@code = min(200ms, name)} the shorter duration, {@code = all(name)} whether that key says
 * {@code all}.
 */
final class Formula {
  private static final Pattern MIN = Pattern.compile("min\\((\\w+), (\\w+)\\)");

  private Formula() {}

  static boolean isOne(String def) {
    return def.startsWith("= ");
  }

  /** Its value. Throws {@link IllegalStateException} for a formula that names nothing. */
  static Object value(String def, Scope scope) {
    String formula = def.substring(2);
    if (formula.startsWith("all(")) {
      return scope.get(formula).orElse(false);
    }
    Matcher min = MIN.matcher(formula);
    if (min.matches()) {
      Duration literal = Durations.parse(min.group(1)).orElseThrow();
      Duration other = (Duration) named(min.group(2), scope);
      return literal.compareTo(other) <= 0 ? literal : other;
    }
    return named(formula, scope);
  }

  private static Object named(String name, Scope scope) {
    return scope.get(name).orElseThrow(() -> new IllegalStateException("no key named " + name));
  }
}
