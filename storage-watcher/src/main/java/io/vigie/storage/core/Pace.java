package io.vigie.storage.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How fast one copy goes. Upstream gives whole percents, looked up every 5 s: so only the moments
 * at which a percent came count, the last two minutes of them.
 */
final class Pace {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int MOST_STEPS = 128;
  private static final double GIB = 1L << 30;

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(int percent, long atNanos) {}

  /**
   * What can be said.
   *
   * @param basis what it is concluded from, in words
   */
  record Estimate(long bytesPerSecond, long etaSeconds, String basis) {}

  /** The copy is this far. */
  void at(int percent, long now) {
    Step last = steps.peekLast();
    if (last != null && percent < last.percent()) {
      steps.clear(); // another attempt
    } else if (last != null && percent == last.percent()) {
      return;
    }
    steps.addLast(new Step(percent, now));
    Step first = steps.peekFirst();
    while (steps.size() > 2
        && first != null
        && (steps.size() > MOST_STEPS || now - first.atNanos() > WINDOW_NANOS)) {
      steps.removeFirst();
      first = steps.peekFirst();
    }
  }

  /** Nothing before a second percent came. */
  @Nullable Estimate estimate(long bytes, boolean delta) {
    Step first = steps.peekFirst();
    Step last = steps.peekLast();
    if (first == null || last == null || last.percent() <= first.percent()) {
      return null;
    }
    double seconds = (last.atNanos() - first.atNanos()) / 1e9;
    if (seconds <= 0) {
      return null;
    }
    double percentPerSecond = (last.percent() - first.percent()) / seconds;
    String basis =
        String.format(
            Locale.ROOT,
            "%d %% in %.0f s, of %.1f GiB%s",
            last.percent() - first.percent(),
            seconds,
            bytes / GIB,
            delta ? " or less: only what changed is copied" : "");
    return new Estimate(
        Math.round(percentPerSecond * bytes / 100),
        Math.round((100 - last.percent()) / percentPerSecond),
        basis);
  }
}
