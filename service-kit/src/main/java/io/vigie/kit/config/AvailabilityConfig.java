package io.vigie.kit.config;

import org.jspecify.annotations.Nullable;

/** What availability is aimed at, and what there was before Vigie. */
public record AvailabilityConfig(
    @Key(
            meaning = "the part of the time in which clients are to get through",
            def = "99.9%",
            form = Form.PERCENT)
        String target,
    @Key(meaning = "what was measured before Vigie, to compare with")
        @Nullable BeforeConfig before) {

  /** What was measured before Vigie. */
  public record BeforeConfig(
      @Key(meaning = "the first day of it", form = Form.DATE) String from,
      @Key(meaning = "the first day after it", form = Form.DATE) String to,
      @Key(meaning = "the part of that time in which clients got through", form = Form.PERCENT)
          String availability) {}

  /** The target as a number, 0 to 1. */
  public double targetFraction() {
    return fraction(target);
  }

  /** A percentage as a number, 0 to 1. */
  public static double fraction(String percent) {
    return Double.parseDouble(percent.substring(0, percent.length() - 1)) / 100;
  }
}
