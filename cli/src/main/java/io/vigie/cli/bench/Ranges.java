package io.vigie.cli.bench;

import io.vigie.cli.Failure;

/** Ranges of options that benches have in common. */
final class Ranges {

  static final int MOST_ROUNDS = 1_000;
  static final int MOST_SECONDS = 3_600;

  private Ranges() {}

  /** Refuses a value that is out of its range. */
  static void require(String bench, String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw Failure.usage(
          "%s: --%s is %s; expected %s to %s"
              .formatted(bench, option, plain(value), plain(least), plain(most)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
