package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows when what is known or wanted of a server changes. */
class StandingTest {

  @Test
  void aCheckTakesTheServerOutOfThePoolsThatUseItOnly() {
    LbConfig config =
        new LbConfig(
            Map.of("web", Rig.frontend("web")),
            Map.of(
                "web", Rig.pool("s1", "s2").check("https").build(),
                "api", Rig.pool("s1", "s2").check("ping").build()));
    Rig rig = new Rig(config);
    assertEquals(
        List.of("s1 active->down", "pool degraded 1/2"),
        rig.check("s1", "https", CheckStatus.DOWN));
    ServerChanged event = (ServerChanged) rig.facts.getFirst().event();
    assertEquals("web", event.pool());
    assertEquals("check https down", event.cause());
    assertEquals("check-s1", rig.facts.getFirst().causationId());
    assertEquals(List.of(), rig.check("s1", "other", CheckStatus.DOWN));
  }

  @Test
  void aServerIsBackOnlyWhenNodeAndCheckAre() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").check("https"));
    rig.check("s1", "https", CheckStatus.DOWN);
    assertEquals(List.of(), rig.node("s1", NodeStatus.DOWN)); // out already: nothing changes
    assertEquals(List.of(), rig.check("s1", "https", CheckStatus.UP));
    assertEquals(List.of("s1 down->active", "pool healthy 2/2"), rig.node("s1", NodeStatus.UP));
  }

  @Test
  void aFlappingNodeStaysOutUntilItIsQuiet() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.node("s1", NodeStatus.DOWN);
    assertEquals(List.of("s1 down->suppressed"), rig.node("s1", NodeStatus.FLAPPING));
    assertEquals("connect 1 s2", rig.client(1).getFirst());
    assertEquals(
        List.of("s1 suppressed->active", "pool healthy 2/2"), rig.node("s1", NodeStatus.UP));
  }

  @Test
  void theLastUsableServersSessionsAreNeverClosedOnDown() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1); // s1
    rig.open(2); // s2
    assertEquals("end 1", rig.node("s1", NodeStatus.DOWN).getFirst());
    assertEquals(
        List.of("s2 active->down", "pool failing-open 2/2"), rig.node("s2", NodeStatus.DOWN));
  }

  @Test
  void sessionsMayBeKeptOnDown() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").keepOnDown());
    rig.open(1);
    assertEquals(List.of("s1 active->down", "pool degraded 1/2"), rig.node("s1", NodeStatus.DOWN));
  }

  @Test
  void anImpairedObserverClosesNothing() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    rig.step(new Input.Doubt(true));
    assertEquals(List.of("s1 active->down", "pool degraded 1/2"), rig.node("s1", NodeStatus.DOWN));
  }

  @Test
  void drainLetsSessionsFinishMaintenanceDoesNot() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    assertEquals(
        List.of("s1 active->draining", "pool degraded 1/2", "done: web draining with 1 sessions"),
        rig.order(Kind.DRAIN, "s1"));
    assertEquals(
        List.of("end 1", "s1 draining->maintenance", "done: web maintenance with 1 sessions"),
        rig.order(Kind.MAINTENANCE, "s1"));
    assertEquals(
        List.of("s1 maintenance->active", "pool healthy 2/2", "done: web active with 1 sessions"),
        rig.order(Kind.READY, "s1"));
  }

  @Test
  void maintenanceClosesEvenTheLastServersSessions() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.open(1);
    assertEquals("end 1", rig.order(Kind.MAINTENANCE, "s1").getFirst());
  }

  @Test
  void aWillSurvivesWhatIsMeasured() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.order(Kind.DRAIN, "s1");
    assertEquals(List.of("s1 draining->down"), rig.node("s1", NodeStatus.DOWN));
    assertEquals(List.of("s1 down->draining"), rig.node("s1", NodeStatus.UP));
    rig.node("s1", NodeStatus.DOWN);
    assertEquals(List.of("done: web down with 0 sessions"), rig.at(1).order(Kind.UNDRAIN, "s1"));
    assertEquals("s1 down->active", rig.node("s1", NodeStatus.UP).getFirst());
  }

  @Test
  void theSameCommandAgainIsAnsweredOnce() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    assertEquals(3, rig.order(Kind.DRAIN, "s1", null, "c1").size());
    assertEquals(List.of(), rig.order(Kind.DRAIN, "s1", null, "c1"));
  }

  @Test
  void theLaterCommandHoldsInWhicheverOrderTheyCome() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.at(10).order(Kind.UNDRAIN, "s1", null, "c2");
    assertEquals(
        List.of("done: overtaken by a later command"),
        rig.at(5).order(Kind.DRAIN, "s1", null, "c1"));
    assertEquals("connect 1 s1", rig.client(1).getFirst());
  }

  @Test
  void aCommandOfOldIsObeyedButNeitherAnsweredNorClosingAnything() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    CommandRequested command =
        new CommandRequested(Kind.MAINTENANCE, "s1", null, null, false, "ann");
    assertEquals(
        List.of("s1 active->maintenance", "pool degraded 1/2"),
        rig.step(new Input.Ordered(command, 0, false, rig.news("c1", false))));
  }

  @Test
  void anExpiredCommandIsAnsweredAndNotObeyed() {
    Rig rig = Rig.of(Rig.pool("s1"));
    CommandRequested command =
        new CommandRequested(Kind.DRAIN, "s1", null, "2026-01-01T00:00:00Z", false, "ann");
    assertEquals(
        List.of("expired: expired at 2026-01-01T00:00:00Z"),
        rig.step(new Input.Ordered(command, 0, true, rig.news("c1", true))));
    assertEquals("connect 1 s1", rig.client(1).getFirst());
  }

  @Test
  void commandsThatMakeNoSenseFail() {
    Rig rig = Rig.of(Rig.pool("s1"));
    assertEquals(List.of("failed: no pool has a server on s9"), rig.order(Kind.DRAIN, "s9"));
    assertEquals(
        List.of("failed: weight: expected 0 to 256"), rig.order(Kind.WEIGHT, "s1", 257, "c2"));
    assertEquals(
        List.of("failed: weight: expected 0 to 256"), rig.order(Kind.WEIGHT, "s1", null, "c3"));
    assertEquals(List.of(), rig.order(Kind.HANDOVER, "main")); // for vrrp-service
  }

  @Test
  void aServerThatComesBackRisesToItsShare() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").slowStart(Duration.ofSeconds(10)));
    assertEquals(100, share(rig)); // never at process start
    rig.node("s1", NodeStatus.DOWN);
    assertEquals("s1 down->slow-start", rig.at(1000).node("s1", NodeStatus.UP).getFirst());
    assertEquals(1, share(rig));
    rig.at(3500).tick();
    assertEquals(25, share(rig)); // 1 % + 99 % * 2.5 / 10
    rig.at(6000).tick();
    assertEquals(50, share(rig));
    int before = rig.facts.size();
    assertTrue(rig.at(11_000).tick().contains("s1 slow-start->active"));
    assertEquals(100, share(rig));
    Fact risen = rig.facts.get(before);
    assertEquals("at its full share", ((ServerChanged) risen.event()).cause());
    assertEquals(rig.facts.get(before - 2).id(), risen.causationId());
  }

  @Test
  void whoRisesGetsLessOfTheTurns() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").slowStart(Duration.ofSeconds(10)));
    rig.node("s1", NodeStatus.DOWN);
    rig.node("s1", NodeStatus.UP);
    rig.at(2020); // 1 % + 99 % * 0.202 = 20 %: one in six
    int ones = 0;
    for (int i = 1; i <= 60; i++) {
      ones += rig.client(i).getFirst().endsWith("s1") ? 1 : 0;
    }
    assertEquals(10, ones);
  }

  @Test
  void drainingIsNoComingBack() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").slowStart(Duration.ofSeconds(10)));
    rig.order(Kind.DRAIN, "s1");
    assertEquals("s1 draining->active", rig.at(1).order(Kind.UNDRAIN, "s1").getFirst());
  }

  @Test
  void beforeTheAnnouncementOnlyFreshNewsIsTold() {
    Director director =
        new Director(Rig.config(Rig.pool("s1", "s2")), "lb-1/lb-service", () -> "id", () -> 0L, 0);
    director.step(new Input.Located("s1", Rig.address("10.0.0.1")), 0);
    director.step(new Input.Located("s2", Rig.address("10.0.0.2")), 0);
    Input.Because old = new Input.Because(new Fact.Ref("n1", "r1"), false, 0);
    assertEquals(List.of(), director.step(new Input.NodeNews("s1", NodeStatus.DOWN, old), 0));
    List<Effect> told = director.step(new Input.Announce(), 0);
    assertEquals(3, told.size()); // s1, s2, the pool
    Fact down = ((Effect.Publish) told.getFirst()).fact();
    assertEquals("n1", down.causationId());
    assertEquals(ServerChanged.ServerState.DOWN, ((ServerChanged) down.event()).state());
    assertEquals(List.of(), director.step(new Input.Announce(), 0));
  }

  @Test
  void whatTheLastProcessToldIsWhereThisOneGoesOn() {
    Director director =
        new Director(Rig.config(Rig.pool("s1", "s2")), "lb-1/lb-service", () -> "id", () -> 0L, 0);
    director.step(new Input.Located("s1", Rig.address("10.0.0.1")), 0);
    director.step(new Input.Located("s2", Rig.address("10.0.0.2")), 0);
    director.step(new Input.ToldBefore("web", "s1", ServerState.ACTIVE), 0);
    director.step(new Input.ToldBefore("web", "s2", ServerState.DOWN), 0);
    director.step(new Input.ToldBefore("web", "gone", ServerState.DOWN), 0);
    List<ServerChanged> told = changes(director.step(new Input.Announce(), 0));
    assertEquals(List.of("s2"), told.stream().map(ServerChanged::server).toList());
    assertEquals(ServerState.DOWN, told.getFirst().was());
    assertEquals(ServerState.ACTIVE, told.getFirst().state());
    director.step(new Input.ToldBefore("web", "s2", ServerState.DOWN), 0); // late: said since
    assertEquals(
        List.of("s1"), // its spool was sent after the announcement
        changes(director.step(new Input.ToldBefore("web", "s1", ServerState.DRAINING), 0)).stream()
            .map(ServerChanged::server)
            .toList());
  }

  private static List<ServerChanged> changes(List<Effect> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Publish)
        .map(effect -> ((Effect.Publish) effect).fact().event())
        .filter(event -> event instanceof ServerChanged)
        .map(ServerChanged.class::cast)
        .toList();
  }

  private static int share(Rig rig) {
    return rig.director.state().pools().getFirst().servers().getFirst().sharePercent();
  }
}
