package io.vigie.lab.bench.proxy;

import java.util.Arrays;
import java.util.List;

/**
 * Some figures by their middle and the middle half of them.
 *
 * @param first a quarter of them is less
 * @param median half of them is
 * @param third three quarters are
 */
public record Quartiles(double first, double median, double third) {

  /** Of at least one figure; between two figures, in proportion. */
  public static Quartiles of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
