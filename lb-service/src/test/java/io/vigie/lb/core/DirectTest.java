package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.TrafficSampled;
import io.vigie.lb.core.Input.Flows;
import io.vigie.lb.core.LbState.FrontendView;
import io.vigie.lb.core.LbState.Totals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A frontend whose connections the kernel forwards. */
class DirectTest {

  private static final LbConfig.Frontend DIRECT =
      new LbConfig.Frontend("web", Map.of(), List.of(), List.of(), List.of(), 10_000, 0, true);

  private static Rig rig(Rig.PoolBuilder pool) {
    return new Rig(config(pool));
  }

  private static LbConfig config(Rig.PoolBuilder pool) {
    return new LbConfig(Map.of("web", DIRECT), Map.of("web", pool.build()));
  }

  private static void forwarded(Rig rig, String server, Flows flows) {
    rig.step(new Input.Forwarded("web", Map.of(server, flows), 0, 0));
  }

  private static List<String> targets(Rig rig) {
    return rig.director.targets("web").stream()
        .map(target -> target.server() + " " + target.share())
        .toList();
  }

  @Test
  void itsTargetsAreThoseOfTheFirstTier() {
    Rig rig =
        rig(
            Rig.pool("s1")
                .with("s2", Rig.server(3, false, 0, 0))
                .with("s3", Rig.server(1, true, 0, 0))
                .with("s4", Rig.server(0, false, 0, 0)));
    assertEquals(List.of("s1 1000", "s2 3000"), targets(rig));
    rig.order(Kind.DRAIN, "s2");
    assertEquals(List.of("s1 1000"), targets(rig));
    rig.node("s1", NodeStatus.FLAPPING);
    assertEquals(List.of("s1 1000"), targets(rig), "suspect before backup");
    rig.node("s1", NodeStatus.DOWN);
    assertEquals(List.of("s3 1000"), targets(rig));
    rig.node("s3", NodeStatus.DOWN);
    assertEquals(List.of("s1 1000", "s3 1000"), targets(rig), "whichever might answer");
    assertEquals(List.of(), rig.director.targets("none"));
  }

  @Test
  void aServerThatGoesDownIsCutOnceOthersAreInUse() {
    Rig rig = rig(Rig.pool("s1", "s2"));
    forwarded(rig, "s1", new Flows(5, 4, 0, 0));
    assertEquals(
        List.of("redirect web", "cut web/s1", "s1 active->down", "pool degraded 1/2"),
        rig.node("s1", NodeStatus.DOWN));
    assertEquals(0, rig.director.state().pools().getFirst().sessions());
    assertEquals(
        List.of("redirect web", "s1 down->active", "pool healthy 2/2"),
        rig.node("s1", NodeStatus.UP));
  }

  @Test
  void theLastOneAndThoseToBeKeptAreNotCut() {
    assertEquals(
        List.of("redirect web", "s1 active->down", "pool failing-open 1/1"),
        rig(Rig.pool("s1")).node("s1", NodeStatus.DOWN));
    assertEquals(
        List.of("redirect web", "s1 active->down", "pool degraded 1/2"),
        rig(Rig.pool("s1", "s2").keepOnDown()).node("s1", NodeStatus.DOWN));
    assertEquals(
        List.of("redirect web", "s1 active->down", "pool degraded 1/2"),
        rig(Rig.pool("s1", "s2")).oldNode("s1", NodeStatus.DOWN));
  }

  @Test
  void drainLetsConnectionsGoOnMaintenanceDoesNot() {
    Rig rig = rig(Rig.pool("s1", "s2"));
    forwarded(rig, "s1", new Flows(5, 4, 0, 0));
    assertEquals(
        List.of(
            "redirect web",
            "s1 active->draining",
            "pool degraded 1/2",
            "redirect web",
            "done: web draining with 4 sessions"),
        rig.order(Kind.DRAIN, "s1"));
    assertEquals(
        List.of(
            "redirect web",
            "cut web/s1",
            "s1 draining->maintenance",
            "redirect web",
            "done: web maintenance with 0 sessions"),
        rig.order(Kind.MAINTENANCE, "s1"));
  }

  @Test
  void aPrimaryThatMovesTakesItsConnectionsAway() {
    Rig rig = rig(Rig.pool("s1", "s2").primaryOf("db/pg"));
    rig.primary("s1");
    assertEquals(List.of("s1 1000"), targets(rig));
    List<String> effects = rig.primary("s2");
    assertEquals(List.of("redirect web", "cut web/s1"), effects.subList(0, 2));
    assertEquals(List.of("s2 1000"), targets(rig));
  }

  @Test
  void aSlowStartGrowsWithoutAnEffect() {
    Rig rig = rig(Rig.pool("s1", "s2").slowStart(Duration.ofSeconds(10)));
    rig.node("s1", NodeStatus.DOWN);
    rig.at(1_000).node("s1", NodeStatus.UP);
    assertEquals(List.of("s1 10", "s2 1000"), targets(rig));
    rig.at(6_000).tick();
    assertEquals(List.of("s1 505", "s2 1000"), targets(rig));
  }

  @Test
  void whatTheKernelCountsIsShownAndSampled() {
    Rig rig = rig(Rig.pool("s1", "s2"));
    rig.at(500)
        .step(
            new Input.Forwarded(
                "web",
                Map.of("s1", new Flows(3, 2, 100, 900), "s2", new Flows(1, 1, 10, 90)),
                4,
                5));
    forwarded(rig.at(1_500), "s1", new Flows(0, 1, 7, 8));
    LbState state = rig.director.state();
    assertEquals(
        new FrontendView(
            "web", 2, new Totals(9, 5, 0, 4, 117, 998), 13, Map.of("denied", 4L), Map.of()),
        state.frontends().getFirst());
    assertEquals(2, state.pools().getFirst().sessions());
    LbState.ServerView s1 = state.pools().getFirst().servers().getFirst();
    assertEquals(1, s1.sessions());
    assertEquals(new Totals(3, 0, 0, 3, 107, 908), s1.totals());
    rig.facts.clear();
    assertEquals(List.of("traffic web"), rig.at(10_000).tick());
    TrafficSampled sample = (TrafficSampled) rig.facts.getFirst().event();
    assertEquals(List.of(9L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), sample.total().attempts());
    assertEquals(List.of(3L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L), sample.total().sessions());
    assertEquals(
        List.of(2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L),
        Objects.requireNonNull(sample.servers().get("web/s1")).sessions());
  }

  @Test
  void afterAReloadToAProxyNothingIsForwarded() {
    Rig rig = rig(Rig.pool("s1", "s2"));
    forwarded(rig, "s1", new Flows(3, 2, 0, 0));
    rig.step(new Input.Reconfigured(Rig.config(Rig.pool("s1", "s2"))));
    assertEquals(0, rig.director.state().frontends().getFirst().sessions());
    assertEquals(0, rig.director.state().pools().getFirst().sessions());
    forwarded(rig, "s1", new Flows(3, 2, 0, 0)); // asked before, heard after
    assertEquals(0, rig.director.state().frontends().getFirst().sessions());
    assertEquals(
        List.of("redirect web"), rig.step(new Input.Reconfigured(config(Rig.pool("s1", "s2")))));
  }

  @Test
  void whatIsUnknownIsNotBooked() {
    Rig rig = rig(Rig.pool("s1"));
    forwarded(rig, "s9", new Flows(3, 2, 0, 0));
    rig.step(new Input.Forwarded("gone", Map.of(), 1, 1));
    assertEquals(0, rig.director.state().frontends().getFirst().totals().attempts());
  }
}
