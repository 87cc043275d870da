package io.vigie.lab.bench.traffic;

import org.HdrHistogram.Histogram;

/** What one thread's clients came to since it was last asked. */
final class Tally {
  long exchanges;
  long connects;
  long errors;

  /** From when a paced request was due to its answer, in ns. */
  final Histogram delays = new Histogram(3);
}
