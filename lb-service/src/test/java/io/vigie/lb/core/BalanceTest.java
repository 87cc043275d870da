package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CommandRequested.Kind;
import io.vigie.lb.core.LbConfig.Balance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalanceTest {

  @Test
  void roundRobinGoesThroughAllInOrder() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3", "s4"));
    assertEquals("s1 s2 s3 s4 s1", servers(rig, 1, 5));
  }

  @Test
  void roundRobinSpreadsWeightsSmoothly() {
    Rig rig =
        Rig.of(
            Rig.pool().with("a", Rig.server(3, false, 0, 0)).with("b", Rig.server(1, false, 0, 0)));
    assertEquals("a a b a a a b a", servers(rig, 1, 8));
  }

  @Test
  void roundRobinLetsNobodyCatchUpForWhatItHadNoPlaceFor() {
    Rig rig =
        Rig.of(
            Rig.pool().with("a", Rig.server(1, false, 1, 0)).with("b", Rig.server(1, false, 0, 0)));
    assertEquals("a b b b b", servers(rig, 1, 5));
    rig.over(1);
    String next = servers(rig, 6, 1);
    rig.over(6);
    assertEquals("a b", next + " " + servers(rig, 7, 1));
  }

  @Test
  void inEveryRoundEachOfManyServersGetsItsWeight() {
    Rig.PoolBuilder pool = Rig.pool();
    int round = 0;
    for (int i = 0; i < 50; i++) {
      pool.with("s" + i, Rig.server(1 + i % 5, false, 0, 0));
      round += 1 + i % 5;
    }
    Rig rig = Rig.of(pool);
    Map<String, Integer> counts = new HashMap<>();
    for (int rounds = 1; rounds <= 20; rounds++) {
      for (String server : servers(rig, (long) rounds * round, round).split(" ", -1)) {
        counts.merge(server, 1, Integer::sum);
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(
            rounds * (1 + i % 5),
            counts.getOrDefault("s" + i, 0),
            1,
            "s" + i + ", round " + rounds);
      }
    }
  }

  @Test
  void roundRobinLeavesOutWhoIsDrained() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3"));
    rig.order(Kind.DRAIN, "s2");
    assertEquals("s1 s3 s1 s3", servers(rig, 1, 4));
  }

  @Test
  void weightZeroGetsNothingNew() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.order(Kind.WEIGHT, "s1", 0, "c1");
    assertEquals("s2 s2 s2", servers(rig, 1, 3));
    rig.at(1).order(Kind.WEIGHT, "s1", 3, "c2");
    assertEquals("s1 s1 s1 s2", servers(rig, 4, 4));
  }

  @Test
  void leastConnectionsPrefersTheIdleThenTheLessBusy() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3").balance(Balance.LEASTCONN));
    assertEquals("s1 s2 s3", servers(rig, 1, 3));
    rig.over(2);
    assertEquals("s2", servers(rig, 4, 1));
    rig.over(3);
    rig.over(1);
    assertEquals("s1", servers(rig, 5, 1)); // both idle: it was chosen longer ago
  }

  @Test
  void leastConnectionsCountsByWeight() {
    Rig rig =
        Rig.of(
            Rig.pool()
                .with("a", Rig.server(3, false, 0, 0))
                .with("b", Rig.server(1, false, 0, 0))
                .balance(Balance.LEASTCONN));
    // (n+1)/weight: a 0, b 0; then a 2/3 or b 2/1, and so on, as HAProxy's leastconn.
    assertEquals("a b a a a a b", servers(rig, 1, 7));
  }

  @Test
  void firstFillsTheFirst() {
    Rig rig =
        Rig.of(
            Rig.pool()
                .with("s1", Rig.server(1, false, 2, 0))
                .with("s2", Rig.server(1, false, 1, 0))
                .with("s3", Rig.server(1, false, 0, 0))
                .balance(Balance.FIRST));
    assertEquals("s1 s1 s2 s3 s3", servers(rig, 1, 5));
    rig.over(2);
    assertEquals("s1", servers(rig, 6, 1));
  }

  @Test
  void theBetterOfTwoIsNearlyEven() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3", "s4").balance(Balance.RANDOM));
    int[] counts = new int[5];
    for (String server : servers(rig, 1, 4000).split(" ", -1)) {
      counts[server.charAt(1) - '0']++;
    }
    for (int i = 1; i <= 4; i++) {
      assertTrue(Math.abs(counts[i] - 1000) < 10, "server " + i + " got " + counts[i]);
    }
  }

  @Test
  void theBetterOfTwoNeverDrawsTheSameTwice() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").balance(Balance.RANDOM));
    String alternating = servers(rig, 1, 100);
    long ones = alternating.chars().filter(c -> c == '1').count();
    assertEquals(50, ones); // with two servers the two drawn are both of them
  }

  @Test
  void twoBalancersSendASourceToTheSameServerWhateverTheirOrder() {
    Rig one = Rig.of(Rig.pool("k3s-1", "k3s-2", "k3s-3").balance(Balance.SOURCE));
    Rig two = Rig.of(Rig.pool("k3s-3", "k3s-1", "k3s-2").balance(Balance.SOURCE));
    for (int i = 0; i < 500; i++) {
      String source = "198.51." + i / 250 + "." + (1 + i % 250);
      assertEquals(one.client(i, source), two.client(i, source), source);
    }
  }

  @Test
  void aSourceStaysWithItsServerAndComesBackToIt() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3").balance(Balance.SOURCE));
    String before = rig.client(1, "198.51.100.7").getFirst().substring("connect 1 ".length());
    rig.connected(1);
    rig.order(Kind.DRAIN, before);
    String meanwhile = rig.client(2, "198.51.100.7").getFirst().substring("connect 2 ".length());
    assertTrue(!meanwhile.equals(before));
    rig.at(1).order(Kind.UNDRAIN, before);
    assertEquals("connect 3 " + before, rig.client(3, "198.51.100.7").getFirst());
  }

  @Test
  void aSourceWhoseServerIsFullGoesToTheSameOtherOneEachTime() {
    Rig rig =
        Rig.of(
            Rig.pool()
                .with("s1", Rig.server(1, false, 1, 0))
                .with("s2", Rig.server(1, false, 1, 0))
                .with("s3", Rig.server(1, false, 1, 0))
                .balance(Balance.SOURCE));
    List<String> firstRound = new ArrayList<>();
    List<String> secondRound = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      firstRound.add(rig.client(i, "198.51.100.7").getFirst().substring(10));
    }
    for (int i = 1; i <= 3; i++) {
      rig.connected(i);
      rig.over(i);
    }
    for (int i = 4; i <= 6; i++) {
      secondRound.add(rig.client(i, "198.51.100.7").getFirst().substring(10));
    }
    assertEquals(firstRound, secondRound);
    assertEquals(3, firstRound.stream().distinct().count());
  }

  /** Opens n sessions from id on and names the servers they went to. */
  private static String servers(Rig rig, long id, int n) {
    List<String> servers = new ArrayList<>();
    for (long i = id; i < id + n; i++) {
      String connect = rig.open(i).getFirst();
      servers.add(connect.substring(("connect " + i + " ").length()));
    }
    return String.join(" ", servers);
  }
}
