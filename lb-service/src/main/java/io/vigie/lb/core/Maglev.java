package io.vigie.lb.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Google's Maglev hash table (NSDI '16, §3.4): every entry fills the rows of its own permutation in
 * turn, in proportion to its weight. Without an entry its rows go to the others, and hardly any
 * other row changes.
 *
 * <p>Depends on names and weights alone, not on their order. Immutable.
 */
final class Maglev {

  /** Rows; a prime, and more than 100 times the servers of any sane pool. */
  static final int ROWS = 65_537;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final short[] rows;

  /**
   * A server.
   *
   * @param name what its place depends on
   * @param weight its share, at least 1
   */
  record Entry(String name, int weight) {}

  /** A table of {@value #ROWS} rows. */
  Maglev(List<Entry> entries) {
    this(entries, ROWS);
  }

  /**
   * Builds the table in about 3 steps for each row.
   *
   * @param entries at least one, at most 32,767
   * @param size rows; a prime
   */
  Maglev(List<Entry> entries, int size) {
    rows = new short[size];
    int n = entries.size();
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> entries.get(i).name()));
    int[] at = new int[n];
    int[] skip = new int[n];
    double[] turns = new double[n];
    int most = 0;
    for (int i = 0; i < n; i++) {
      long hash = hash(entries.get(order[i]).name().getBytes(StandardCharsets.UTF_8));
      at[i] = (int) Long.remainderUnsigned(hash, size);
      skip[i] = 1 + (int) Long.remainderUnsigned(mix(hash), size - 1);
      most = Math.max(most, entries.get(i).weight());
    }
    Arrays.fill(rows, (short) -1);
    int filled = 0;
    while (filled < size) {
      for (int i = 0; i < n && filled < size; i++) {
        turns[i] += (double) entries.get(order[i]).weight() / most;
        if (turns[i] < 1) {
          continue;
        }
        turns[i] -= 1;
        while (rows[at[i]] >= 0) {
          at[i] = (at[i] + skip[i]) % size;
        }
        rows[at[i]] = order[i].shortValue();
        filled++;
      }
    }
  }

  /** The index of the entry for a hash. */
  int pick(long hash) {
    return rows[(int) Long.remainderUnsigned(hash, rows.length)];
  }

  /** The index of the entry of each row. */
  int[] rows() {
    int[] copy = new int[rows.length];
    Arrays.setAll(copy, row -> rows[row]);
    return copy;
  }

  /** 64-bit FNV-1a with a finisher: the same on every machine, for ever. */
  static long hash(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** The finisher of SplitMix64: every bit of the input moves about half of the output's. */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
