package io.vigie.cli;

import io.vigie.kit.config.Durations;
import java.time.Duration;

/** Durations on the command line, written as in the configuration. */
public final class Span {

  private Span() {}

  /**
   * Reads {@code 500ms}, {@code 90s}, {@code 1m30s}, {@code 1h} or {@code 30d}.
   *
   * @throws Failure if it is none of these
   */
  public static Duration parse(String option, String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                Failure.usage(
                    option + " " + text + ": expected a duration such as 90s, 1h or 1m30s"));
  }
}
