package io.vigie.lab.chaos.report;

import java.util.ArrayList;
import java.util.List;

/** Time from the start of a load. */
final class Clock {

  private static final long[] STEPS_SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400
  };
  private static final int MOST_TICKS = 8;
  private static final int MINUTE = 60;

  private Clock() {}

  /** Minutes and seconds, such as {@code 1:05}. */
  static String at(long seconds) {
    return "%d:%02d".formatted(seconds / MINUTE, seconds % MINUTE);
  }

  /** The moments that an axis names. */
  static List<Long> ticks(long seconds) {
    long step = STEPS_SECONDS[STEPS_SECONDS.length - 1];
    for (int i = STEPS_SECONDS.length - 1; i >= 0; i--) {
      if (seconds / STEPS_SECONDS[i] <= MOST_TICKS) {
        step = STEPS_SECONDS[i];
      }
    }
    while (seconds / step > MOST_TICKS) {
      step *= 2;
    }
    List<Long> ticks = new ArrayList<>();
    for (long at = 0; at <= seconds; at += step) {
      ticks.add(at);
    }
    return ticks;
  }
}
