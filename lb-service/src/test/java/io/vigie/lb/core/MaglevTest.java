package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaglevTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10, 50})
  void withoutOneServerOnlyItsShareMovesAndLessThanOnePercentMore(int n) {
    List<Maglev.Entry> all = entries(n);
    Maglev before = new Maglev(all);
    List<Maglev.Entry> rest = new ArrayList<>(all);
    Maglev.Entry gone = rest.remove(n / 2);
    Maglev after = new Maglev(rest);
    int moved = 0;
    for (int row = 0; row < Maglev.ROWS; row++) {
      String was = all.get(before.pick(row)).name();
      String is = rest.get(after.pick(row)).name();
      if (!was.equals(gone.name()) && !was.equals(is)) {
        moved++;
      }
    }
    assertTrue(moved < Maglev.ROWS / 100, moved + " of " + Maglev.ROWS + " rows moved for nothing");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50})
  void sharesAreEven(int n) {
    int[] shares = shares(entries(n));
    for (int share : shares) {
      assertTrue(Math.abs(share - Maglev.ROWS / n) <= 1, "share " + share);
    }
  }

  @Test
  void sharesFollowWeights() {
    int[] shares =
        shares(
            List.of(
                new Maglev.Entry("a", 1), new Maglev.Entry("b", 2), new Maglev.Entry("c", 256)));
    assertTrue(Math.abs(shares[0] - 253) <= 2, "share " + shares[0]);
    assertTrue(Math.abs(shares[1] - 506) <= 2, "share " + shares[1]);
  }

  @Test
  void theOrderOfServersDoesNotMatter() {
    List<Maglev.Entry> entries = entries(9);
    Maglev one = new Maglev(entries);
    List<Maglev.Entry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(5));
    Maglev two = new Maglev(shuffled);
    for (int row = 0; row < Maglev.ROWS; row++) {
      assertEquals(entries.get(one.pick(row)), shuffled.get(two.pick(row)));
    }
  }

  /** Balancers of two versions must agree, too. Worked out by hand with another program. */
  @Test
  void theHashIsPinned() {
    assertEquals(-1_754_309_760_184_063_052L, Maglev.hash(new byte[] {10, 0, 0, 1}));
    assertEquals(0L, Maglev.mix(0));
  }

  private static int[] shares(List<Maglev.Entry> entries) {
    Maglev table = new Maglev(entries);
    int[] shares = new int[entries.size()];
    for (int row = 0; row < Maglev.ROWS; row++) {
      shares[table.pick(row)]++;
    }
    return shares;
  }

  private static List<Maglev.Entry> entries(int n) {
    List<Maglev.Entry> entries = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      entries.add(new Maglev.Entry("node-" + i, 1));
    }
    return entries;
  }
}
