package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ServerChanged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool that follows the primary of a database. */
class PrimaryTest {

  private final Rig rig = Rig.of(Rig.pool("s1", "s2", "s3").primaryOf("db/pg"));

  /** What one word makes of the pool; s9 is no server of it. */
  @ParameterizedTest
  @CsvSource({
    "HEALTHY, s2, connect 1 s2, healthy, primary of db/pg on s2",
    "DEGRADED, s2, connect 1 s2, healthy, primary of db/pg on s2",
    "HEALTHY, s9, end 1, refusing, 'primary of db/pg on s9, where the pool has no server'",
    "HEALTHY, , end 1, refusing, nobody knows where the primary of db/pg is",
    "DOWN, s2, end 1, refusing, db/pg is down",
    "DOWN, , end 1, refusing, db/pg is down",
    "HIBERNATED, s2, end 1, refusing, db/pg is hibernated",
    "DELETED, s2, end 1, refusing, db/pg is deleted",
  })
  void aWordSaysWhereConnectionsGo(
      DatabaseHealth health, String node, String effect, String state, String text) {
    for (boolean fresh : new boolean[] {true, false}) {
      Rig one = Rig.of(Rig.pool("s1", "s2", "s3").primaryOf("db/pg"));
      one.database("db/pg", health, node, fresh);
      assertEquals(effect, one.client(1).getFirst());
      LbState.PoolView pool = pool(one);
      assertEquals(state, pool.state().wire());
      assertEquals(text, pool.primary());
      assertEquals(state.equals("healthy") ? 1 : 0, pool.usable());
    }
  }

  @Test
  void beforeTheFirstWordItRefusesAtOnceWhateverElseItIsConfiguredTo() {
    assertEquals(List.of("end 1"), rig.client(1));
    assertEquals("refusing", pool(rig).state().wire());
    assertEquals("no word of db/pg yet", pool(rig).primary());
    assertEquals("standby", pool(rig).servers().getFirst().state().wire());
    assertEquals("no word of db/pg yet", pool(rig).servers().getFirst().why());
    assertEquals(List.of(), rig.database("db/other", DatabaseHealth.HEALTHY, "s1", true));
    assertEquals(List.of("end 2"), rig.client(2));
  }

  @Test
  void whenThePrimaryMovesSessionsToTheOldNodeEnd() {
    rig.primary("s1");
    rig.open(1);
    rig.open(2);
    rig.facts.clear();
    assertEquals(
        List.of("end 1", "end 2", "s1 active->standby", "s2 standby->active"), rig.primary("s2"));
    ServerChanged left = (ServerChanged) rig.facts.getFirst().event();
    assertEquals(2, left.sessionsClosed());
    assertEquals("primary of db/pg on s2", left.cause());
    for (Fact fact : rig.facts) {
      assertEquals("db-2", fact.causationId());
    }
    assertEquals("log DD", rig.over(1, Ended.Cause.CLOSED_BY_US).getFirst());
    assertEquals("connect 3 s2", rig.client(3).getFirst());
  }

  @Test
  void oldNewsMovesThePrimaryAndEndsNobody() {
    rig.primary("s1");
    rig.open(1);
    assertEquals(
        List.of("s1 active->standby", "s2 standby->active"),
        rig.database("db/pg", DatabaseHealth.HEALTHY, "s2", false));
    assertEquals("connect 2 s2", rig.client(2).getFirst());
    rig.connected(2);
    assertEquals(List.of("end 1", "s1 standby->standby"), rig.primary("s2")); // now it is fresh
    assertEquals(List.of(), rig.primary("s2"));
  }

  @Test
  void aDatabaseThatIsDownEndsNobodyUntilItsPrimaryIsElsewhere() {
    rig.primary("s1");
    rig.open(1);
    assertEquals(
        List.of("s1 active->standby", "pool refusing 0/3"),
        rig.database("db/pg", DatabaseHealth.DOWN, null, true));
    assertEquals(List.of("end 2"), rig.client(2));
    assertEquals(List.of("s1 standby->active", "pool healthy 1/3"), rig.primary("s1"));
    rig.database("db/pg", DatabaseHealth.DOWN, null, true);
    assertEquals(
        List.of("s3 standby->active", "pool healthy 1/3", "end 1", "s1 standby->standby"),
        rig.primary("s3"));
  }

  @Test
  void aDeadNodesSessionsEndWhenThePrimaryIsElsewhere() {
    rig.primary("s1");
    rig.open(1);
    assertEquals(List.of("s1 active->down", "pool refusing 0/3"), rig.node("s1", NodeStatus.DOWN));
    assertEquals(List.of("end 2"), rig.client(2));
    rig.facts.clear();
    assertEquals(
        List.of("s2 standby->active", "pool healthy 1/3", "end 1", "s1 down->down"),
        rig.primary("s2"));
    assertEquals(1, ((ServerChanged) rig.facts.getLast().event()).sessionsClosed());
    assertEquals(List.of("s1 down->standby"), rig.node("s1", NodeStatus.UP));
  }

  @Test
  void aPrimaryOnADeadNodeIsTriedByNobodyAndComesBackWithIt() {
    rig.node("s2", NodeStatus.DOWN);
    rig.primary("s2");
    assertEquals(List.of("end 1"), rig.client(1));
    assertEquals(List.of("s2 down->active", "pool healthy 1/3"), rig.node("s2", NodeStatus.UP));
    assertEquals("connect 2 s2", rig.client(2).getFirst());
  }

  @Test
  void sessionsEndAlsoWhereTheOwnObserverDoubtsItselfOrTheyAreKeptOnDown() {
    Rig kept = Rig.of(Rig.pool("s1", "s2").primaryOf("db/pg").keepOnDown());
    kept.step(new Input.Doubt(true)); // it is not its word
    kept.primary("s1");
    kept.open(1);
    assertEquals("end 1", kept.primary("s2").getFirst());
  }

  @Test
  void whoConnectsToTheOldNodeGoesToTheNewOne() {
    rig.primary("s1");
    rig.client(1);
    assertEquals(
        List.of("s1 active->standby", "s2 standby->active", "connect 1 s2"), rig.primary("s2"));
  }

  @Test
  void whoConnectsToTheOldNodeAndCannotGoAnywhereEnds() {
    rig.node("s2", NodeStatus.DOWN);
    rig.primary("s1");
    rig.client(1);
    assertTrue(rig.primary("s2").contains("end 1"));
  }

  @Test
  void aRefusedConnectIsTriedAgainWhereThePrimaryIsByThen() {
    rig.primary("s1");
    rig.client(1);
    assertEquals(List.of("failed s1 L4CON x1"), rig.refused(1)); // it pauses
    rig.primary("s2");
    assertEquals(List.of("connect 1 s2"), rig.at(300).tick());
  }

  @Test
  void aPrimaryThatRefusesIsTriedThreeTimesAndNobodyElseIs() {
    rig.primary("s1");
    assertEquals("connect 1 s1", rig.client(1).getFirst());
    rig.refused(1);
    assertEquals(List.of("connect 1 s1"), rig.at(300).tick());
    rig.refused(1);
    assertEquals(List.of("connect 1 s1"), rig.at(600).tick());
    assertEquals(List.of("end 1"), rig.refused(1));
  }

  @Test
  void whoWaitsIsRefusedWhenTheDatabaseIsDown() {
    Rig one = Rig.of(Rig.pool().with("s1", Rig.server(1, false, 1, 9)).primaryOf("db/pg"));
    one.primary("s1");
    one.open(1);
    assertEquals(List.of(), one.client(2)); // it waits
    assertTrue(one.database("db/pg", DatabaseHealth.DOWN, null, true).contains("end 2"));
  }

  @Test
  void anOperatorCanTakeThePrimaryOut() {
    rig.primary("s1");
    rig.open(1);
    rig.order(Kind.DRAIN, "s1");
    assertEquals(List.of("end 2"), rig.client(2));
    assertEquals(
        List.of("end 1", "s1 draining->standby", "s2 standby->active", "pool healthy 1/3"),
        rig.primary("s2"));
  }

  @Test
  void aReloadFollowsWhatIsKnownAndEndsNobody() {
    Rig plain = Rig.of(Rig.pool("s1", "s2").failOpen(false));
    plain.open(1); // s1
    plain.open(2); // s2
    plain.primary("s2");
    List<String> effects =
        plain.step(new Input.Reconfigured(Rig.config(Rig.pool("s1", "s2").primaryOf("db/pg"))));
    assertEquals(List.of("s1 active->standby", "pool healthy 1/2"), effects);
    assertEquals("connect 3 s2", plain.client(3).getFirst());
    assertEquals(List.of("end 1", "s1 standby->standby"), plain.primary("s2"));
    plain.step(new Input.Reconfigured(Rig.config(Rig.pool("s1", "s2"))));
    assertEquals("", pool(plain).primary());
    assertEquals(2, pool(plain).usable());
  }

  @Test
  void sessionsOnANodeThatAReloadTookOutEndAsWell() {
    rig.primary("s1");
    rig.open(1);
    rig.step(new Input.Reconfigured(Rig.config(Rig.pool("s2", "s3").primaryOf("db/pg"))));
    assertTrue(rig.primary("s2").contains("end 1"));
  }

  @Test
  void otherPoolsOfTheseNodesDoNotCare() {
    LbConfig config =
        new LbConfig(
            Map.of("web", Rig.frontend("web")),
            Map.of(
                "web", Rig.pool("s1", "s2").build(),
                "pg", Rig.pool("s1", "s2").primaryOf("db/pg").build()));
    Rig both = new Rig(config);
    both.open(1);
    both.open(2);
    both.primary("s1");
    assertEquals(List.of("s1 active->standby", "s2 standby->active"), both.primary("s2"));
    LbState.PoolView web =
        both.director.state().pools().stream()
            .filter(pool -> pool.name().equals("web"))
            .findFirst()
            .orElseThrow();
    assertEquals(2, web.usable());
    assertFalse(both.node("s1", NodeStatus.DOWN).isEmpty());
  }

  private static LbState.PoolView pool(Rig rig) {
    return rig.director.state().pools().getFirst();
  }
}
