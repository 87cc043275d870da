package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EjectionTest {

  /** Ejects after 3 failures for 10 s, 20 s, ... 30 s. */
  private static Rig rig(String... servers) {
    return Rig.of(
        Rig.pool(servers).ejection(3, Duration.ofSeconds(10), Duration.ofSeconds(30)).retries(1));
  }

  /** One refused connect to s1, the client going on to s2. */
  private static List<String> refuse(Rig rig, long session) {
    String connect = rig.client(session).getFirst();
    if (connect.endsWith("s2")) { // its turn: pass
      rig.connected(session);
      rig.over(session);
      return refuse(rig, session + 1000);
    }
    List<String> effects = rig.refused(session);
    rig.connected(session);
    rig.over(session);
    return effects;
  }

  @Test
  void threeRefusalsInARowEject() {
    Rig rig = rig("s1", "s2");
    assertEquals(List.of("failed s1 L4CON x1", "connect 1 s2"), refuse(rig, 1));
    refuse(rig, 2);
    assertEquals("s1 active->ejected", refuse(rig, 3).getFirst());
    assertEquals("connect 9 s2", rig.client(9).getFirst());
  }

  @Test
  void theEjectionIsCausedByTheFailedConnectThatWasTold() {
    Rig rig = rig("s1", "s2");
    refuse(rig, 1);
    refuse(rig, 2);
    refuse(rig, 3);
    Fact failed = rig.facts.get(0);
    Fact ejected = rig.facts.get(1);
    Fact pool = rig.facts.get(2);
    assertEquals(failed.id(), ejected.causationId());
    assertEquals(ejected.id(), pool.causationId());
    assertEquals(failed.id(), pool.correlationId());
  }

  @Test
  void aSuccessInBetweenStartsTheCountAgain() {
    Rig rig = rig("s1", "s2");
    refuse(rig, 1);
    refuse(rig, 2);
    rig.client(3); // s1 or s2: take both turns
    rig.connected(3);
    rig.client(4);
    rig.connected(4);
    refuse(rig, 5);
    refuse(rig, 6);
    assertEquals("s1 active->ejected", refuse(rig, 7).getFirst());
  }

  @Test
  void theBackOffGrowsUpToItsMostAndIsForgottenAfterThat() {
    Rig rig = rig("s1", "s2");
    eject(rig, 0);
    assertReturns(rig, 10_000);
    eject(rig, 10_000);
    assertReturns(rig, 30_000);
    eject(rig, 30_000);
    assertReturns(rig, 60_000);
    eject(rig, 60_000);
    assertReturns(rig, 90_000); // 30 s, not 40
    eject(rig, 120_001); // quiet for more than 30 s
    assertReturns(rig, 130_001);
  }

  @Test
  void timeoutsThatOverlapAreOnePieceOfEvidence() {
    Rig rig = rig("s1", "s2");
    for (int i = 1; i <= 10; i++) {
      rig.at(i).client(i); // five of them to s1
    }
    int told = 0;
    for (int i = 1; i <= 10; i += 2) {
      told += rig.at(300 + i).timedOut(i).getFirst().startsWith("failed") ? 1 : 0;
    }
    assertEquals(1, told);
    assertEquals(1, streak(rig));
  }

  @Test
  void timeoutsOneAfterTheOtherCountEach() {
    Rig rig = rig("s1", "s2");
    for (int i = 0; i < 3; i++) {
      int first = 10 * i + 1;
      rig.at(1000L * i).client(first); // s1
      rig.at(1000L * i + 300).timedOut(first); // and s2 has its turn
    }
    assertEquals("ejected", stateOf(rig, 0));
  }

  @Test
  void theLastThatIsWellIsNeverEjected() {
    Rig rig = rig("s1", "s2");
    rig.node("s2", NodeStatus.FLAPPING);
    for (int i = 1; i <= 10; i++) {
      rig.client(i);
      rig.refused(i);
    }
    assertEquals("active", stateOf(rig, 0));
    rig.node("s2", NodeStatus.UP);
    rig.client(11);
    rig.refused(11); // to s1 or s2
    rig.client(12);
    rig.refused(12);
    assertEquals("ejected", stateOf(rig, 0)); // now another is well
  }

  @Test
  void anImpairedObserverEjectsNothing() {
    Rig rig = rig("s1", "s2");
    rig.step(new Input.Doubt(true));
    for (int i = 1; i <= 10; i++) {
      refuse(rig, i);
    }
    assertEquals("active", stateOf(rig, 0));
  }

  @Test
  void checksThatTakeItDownAndUpEndAnEjection() {
    Rig rig = rig("s1", "s2");
    eject(rig, 0);
    assertEquals("s1 ejected->down", rig.node("s1", NodeStatus.DOWN).getFirst());
    assertEquals("s1 down->active", rig.node("s1", NodeStatus.UP).getFirst());
    assertEquals(
        List.of(), rig.at(10_000).tick().stream().filter(t -> t.startsWith("s1")).toList());
  }

  private static void eject(Rig rig, long atMillis) {
    rig.at(atMillis);
    for (int i = 1; i <= 3; i++) {
      refuse(rig, atMillis + i);
    }
    assertEquals("ejected", stateOf(rig, 0));
  }

  private static void assertReturns(Rig rig, long atMillis) {
    rig.at(atMillis - 1).tick();
    assertEquals("ejected", stateOf(rig, 0));
    assertEquals(true, rig.at(atMillis).tick().contains("s1 ejected->active"));
  }

  private static String stateOf(Rig rig, int server) {
    return rig.director.state().pools().getFirst().servers().get(server).state().wire();
  }

  private static int streak(Rig rig) {
    return rig.director.state().pools().getFirst().servers().getFirst().failures();
  }
}
