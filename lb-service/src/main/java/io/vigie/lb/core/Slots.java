package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shares as a wheel of few places, each of one server: who only counts places, as the kernel does,
 * gives every server its share.
 */
public final class Slots {

  /** Places of a wheel that is turned: a share of less than one of them gets one. */
  static final int MOST = 256;

  /** Places of a wheel that addresses are hashed to; a prime. */
  static final int HASHED = 1021;

  private Slots() {}

  /**
   * For going round: each server as often as its share says, and its turns far from each other.
   *
   * @param targets at least one
   * @return the place of a target in the list, by place on the wheel
   */
  public static int[] inTurn(List<Target> targets) {
    long[] shares = places(targets.stream().mapToLong(Target::share).toArray());
    long round = Arrays.stream(shares).sum();
    long[] credit = new long[shares.length];
    int[] wheel = new int[(int) round];
    for (int i = 0; i < wheel.length; i++) {
      int richest = 0;
      for (int t = 0; t < shares.length; t++) {
        credit[t] += shares[t];
        richest = credit[t] > credit[richest] ? t : richest;
      }
      credit[richest] -= round;
      wheel[i] = richest;
    }
    return wheel;
  }

  /**
   * For hashing: by names and weights alone, so that it is the same on every balancer, and hardly
   * anybody gets another server because a third one came or went (Maglev).
   */
  public static int[] bySource(List<Target> targets) {
    List<Maglev.Entry> entries = new ArrayList<>();
    targets.forEach(target -> entries.add(new Maglev.Entry(target.server(), target.weight())));
    return new Maglev(entries, HASHED).rows();
  }

  /** The same proportions in whole numbers that add up to about {@value #MOST} at most. */
  private static long[] places(long[] shares) {
    long total = Arrays.stream(shares).sum();
    long[] places = lowest(shares);
    if (Arrays.stream(places).sum() <= MOST) {
      return places;
    }
    return lowest(
        Arrays.stream(shares)
            .map(s -> Math.max(1, Math.round((double) s * MOST / total)))
            .toArray());
  }

  private static long[] lowest(long[] shares) {
    long divisor = Arrays.stream(shares).reduce(0, Slots::divisor);
    return Arrays.stream(shares).map(share -> share / divisor).toArray();
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
