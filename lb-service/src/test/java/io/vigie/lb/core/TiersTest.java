package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.NodeChanged.NodeStatus;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers are used when (design P5): never to zero by suspicion. */
class TiersTest {

  /**
   * Two servers a, b and a backup z. Each is u up, d down, f flapping, e ejected, D draining, M in
   * maintenance, 0 without weight.
   */
  @ParameterizedTest
  @CsvSource({
    // a, b, z, fail open, used, pool
    "u, u, u, true, a b, healthy",
    "u, d, u, true, a, degraded",
    "u, f, u, true, a, degraded",
    "u, D, u, true, a, degraded",
    "u, 0, u, true, a, degraded",
    "d, f, u, true, b, degraded",
    "f, f, u, true, a b, degraded",
    "d, d, u, true, z, degraded",
    "d, d, f, true, z, degraded",
    "d, D, u, true, z, degraded",
    "d, d, d, true, a b z, failing-open",
    "d, D, d, true, a z, failing-open",
    "d, M, d, true, a z, failing-open",
    "d, 0, d, true, a z, failing-open",
    "M, M, M, true, '', refusing",
    "D, D, D, true, '', refusing",
    "u, u, u, false, a b, healthy",
    "d, f, d, false, b, degraded",
    "d, d, u, false, z, degraded",
    "d, d, d, false, '', refusing",
    "D, M, d, false, '', refusing",
  })
  void choosesFromTheFirstTierThatIsNotEmpty(
      String a, String b, String z, boolean failOpen, String used, String state) {
    Rig rig =
        Rig.of(
            Rig.pool("a", "b").with("z", Rig.server(1, true, 0, 0)).failOpen(failOpen).retries(0));
    put(rig, "a", a);
    put(rig, "b", b);
    put(rig, "z", z);
    LbState.PoolView pool = rig.director.state().pools().getFirst();
    assertEquals(state, pool.state().wire());
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 1; i <= 6; i++) {
      String effect = rig.client(i).getFirst();
      if (effect.startsWith("connect")) {
        seen.add(effect.substring("connect 1 ".length()));
      } else {
        assertEquals("end " + i, effect);
      }
    }
    assertEquals(used, String.join(" ", seen));
    assertEquals(seen.size(), pool.usable());
  }

  @Test
  void anEjectedServerIsUsedBeforeABackup() {
    Rig rig =
        Rig.of(
            Rig.pool("a", "b")
                .with("z", Rig.server(1, true, 0, 0))
                .ejection(1, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    rig.client(1);
    rig.refused(1);
    assertEquals("ejected", stateOf(rig, "a"));
    rig.node("b", NodeStatus.DOWN);
    assertEquals("connect 2 a", rig.client(2).getFirst());
  }

  @Test
  void aServerWithoutAnAddressIsNeverTried() {
    Rig rig = Rig.of(Rig.pool("a", "b"));
    rig.step(new Input.Located("a", null));
    assertEquals("down", stateOf(rig, "a"));
    rig.node("b", NodeStatus.DOWN);
    assertEquals("connect 1 b", rig.client(1).getFirst()); // failing open
    assertEquals("connect 2 b", rig.client(2).getFirst());
  }

  private static void put(Rig rig, String server, String how) {
    switch (how) {
      case "u" -> {}
      case "d" -> rig.node(server, NodeStatus.DOWN);
      case "f" -> rig.node(server, NodeStatus.FLAPPING);
      case "D" -> rig.order(Kind.DRAIN, server);
      case "M" -> rig.order(Kind.MAINTENANCE, server);
      case "0" -> rig.order(Kind.WEIGHT, server, 0, "w" + server);
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static String stateOf(Rig rig, String server) {
    return rig.director.state().pools().getFirst().servers().stream()
        .filter(s -> s.name().equals(server))
        .findFirst()
        .orElseThrow()
        .state()
        .wire();
  }
}
