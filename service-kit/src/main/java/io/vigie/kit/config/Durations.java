package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 2s}, {@code 1m30s}, {@code 24h}, {@code
 * 7d}. Whole numbers, units from the greatest to the least, each at most once.
 */
public final class Durations {
  /** What a duration looks like. */
  public static final String PATTERN =
      "(?=\\d)(\\d{1,7}d)?(\\d{1,7}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?";

  private record Unit(String name, long millis) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("m", 60_000),
          new Unit("s", 1000),
          new Unit("ms", 1));
  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  private Durations() {}

  /** Reads a duration; empty if it is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long millis = 0;
    for (int i = 0; i < UNITS.size(); i++) {
      String part = matcher.group(i + 1);
      if (part != null) {
        Unit unit = UNITS.get(i);
        millis += Long.parseLong(part, 0, part.length() - unit.name.length(), 10) * unit.millis;
      }
    }
    return Optional.of(Duration.ofMillis(millis));
  }

  /** Writes a duration, to the millisecond; {@code 0s} for none. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    long rest = duration.toMillis();
    for (Unit unit : UNITS) {
      long count = rest / unit.millis;
      rest %= unit.millis;
      if (count > 0) {
        text.append(count).append(unit.name);
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }
}
