package io.vigie.lab.chaos.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of a program, from its start to its end or the run's.
 *
 * @param program such as {@code lb-1/vigie}
 * @param looks what it had, by age
 * @param rest what it had when the load was over; null if it had ended before
 */
public record Life(String program, List<Look> looks, @Nullable Size rest) {

  public Life {
    looks = List.copyOf(looks);
  }

  /** What it had when it was so old. */
  public record Look(int minutes, Size size) {}

  /**
   * What a process has.
   *
   * @param heapMib of Java's heap after a collection; -1 of what has none
   * @param besideMib resident memory beside that heap
   */
  public record Size(double heapMib, double besideMib, int descriptors, int threads) {}
}
