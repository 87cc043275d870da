package io.vigie.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time on the command line, written as in the configuration. */
final class Span {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Span() {}

  /**
   * Reads {@code 500ms}, {@code 90s}, {@code 5m}, {@code 1h} or {@code 30d}.
   *
   * @throws Failure if it is none of these
   */
  static Duration parse(String option, String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage(
          option + " " + text + ": expected a number and ms, s, m, h or d, such as 90s");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
