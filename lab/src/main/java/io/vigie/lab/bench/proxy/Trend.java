package io.vigie.lab.bench.proxy;

import java.util.List;
import java.util.Locale;

/**
 * Whether something grew over a time: its middle in the last third beside that in the first,
 * without the first fifth, in which everything grows.
 *
 * @param what it is
 * @param first its median in the first third
 * @param last its median in the last
 * @param slack how much more is none
 */
record Trend(String what, double first, double last, double slack) {

  /** How much more is none, as a share. */
  private static final double SHARE = 0.1;

  private static final int LEAST = 3;

  /**
   * Of samples at even intervals.
   *
   * @param slack how much more is none, besides a tenth
   * @throws IllegalArgumentException if there are too few
   */
  static Trend of(String what, List<Double> samples, double slack) {
    List<Double> settled = samples.subList(samples.size() / 5, samples.size());
    if (settled.size() < LEAST) {
      throw new IllegalArgumentException(samples.size() + " samples of " + what);
    }
    int third = settled.size() / 3;
    return new Trend(
        what,
        Quartiles.of(settled.subList(0, third)).median(),
        Quartiles.of(settled.subList(settled.size() - third, settled.size())).median(),
        slack);
  }

  boolean isFlat() {
    return last <= first * (1 + SHARE) + slack;
  }

  SoakBench.Check check() {
    String detail = String.format(Locale.ROOT, "%.0f at first, %.0f at last", first, last);
    return new SoakBench.Check(what, detail, isFlat());
  }
}
