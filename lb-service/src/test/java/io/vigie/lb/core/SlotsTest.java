package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static List<Target> targets(long... shares) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      InetAddress address = InetAddress.ofLiteral("10.0.0." + (i + 1));
      int weight = (int) Math.max(1, shares[i] / 1000);
      targets.add(new Target("s" + i, new InetSocketAddress(address, 80), weight, shares[i]));
    }
    return targets;
  }

  private static int[] places(int[] wheel, int servers) {
    int[] places = new int[servers];
    for (int server : wheel) {
      places[server]++;
    }
    return places;
  }

  @Test
  void eachInTurn() {
    assertArrayEquals(new int[] {0}, Slots.inTurn(targets(1000)));
    assertArrayEquals(new int[] {0, 1, 2}, Slots.inTurn(targets(1000, 1000, 1000)));
    assertArrayEquals(new int[] {0, 0, 1, 0}, Slots.inTurn(targets(3000, 1000)));
    assertArrayEquals(new int[] {0, 1, 0, 2, 0}, Slots.inTurn(targets(6000, 2000, 2000)));
  }

  @Test
  void oddSharesAreMetAsFarAsThereArePlaces() {
    assertArrayEquals(new int[] {1, 100}, places(Slots.inTurn(targets(10, 1000)), 2));
    assertArrayEquals(new int[] {43, 85}, places(Slots.inTurn(targets(505, 1000)), 2));
    int[] extreme = places(Slots.inTurn(targets(1, 256_000, 256_000)), 3);
    assertArrayEquals(new int[] {1, 128, 128}, extreme);
  }

  @Test
  void aClientKeepsItsServerWhenAnotherOneGoes() {
    List<Target> all = targets(1000, 2000, 1000);
    int[] before = Slots.bySource(all);
    assertEquals(1021, before.length);
    int[] places = places(before, 3);
    assertEquals(255, places[0], 1);
    assertEquals(510, places[1], 1);
    assertEquals(255, places[2], 1);
    List<Target> left = List.of(all.get(0), all.get(2));
    int[] after = Slots.bySource(left);
    int moved = 0;
    for (int i = 0; i < before.length; i++) {
      String was = all.get(before[i]).server();
      String is = left.get(after[i]).server();
      moved += !was.equals("s1") && !was.equals(is) ? 1 : 0;
    }
    assertTrue(moved < 30, moved + " places moved for nothing");
  }
}
