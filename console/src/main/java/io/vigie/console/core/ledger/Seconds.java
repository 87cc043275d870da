package io.vigie.console.core.ledger;

import java.util.Arrays;

/** What was lost in each second of one hour, in ms; -1 where nobody saw. The worst word stands. */
final class Seconds {

  /** Seconds of an hour. */
  static final int MANY = 3_600;

  private final short[] lost = new short[MANY];

  Seconds() {
    Arrays.fill(lost, (short) -1);
  }

  /** Somebody saw a second, and so much of it was lost, 0 to 1,000 ms. */
  void saw(int second, int lostMillis) {
    lost[second] = (short) Math.max(lost[second], lostMillis);
  }

  /** Somebody saw all that another one has. */
  void saw(Seconds other) {
    for (int i = 0; i < MANY; i++) {
      lost[i] = (short) Math.max(lost[i], other.lost[i]);
    }
  }

  /** Nobody saw the seconds before this one. */
  void forget(int before) {
    Arrays.fill(lost, 0, before, (short) -1);
  }

  /** Adds up the seconds from one to before another. */
  Tally tally(int from, int to) {
    long lostMillis = 0;
    long unknown = 0;
    for (int i = from; i < to; i++) {
      if (lost[i] < 0) {
        unknown++;
      } else {
        lostMillis += lost[i];
      }
    }
    return new Tally((to - from) * 1_000L, lostMillis, unknown * 1_000);
  }
}
