package io.vigie.vrrp.core;

import static io.vigie.vrrp.core.Scene.millis;
import static io.vigie.vrrp.core.Scene.tracker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vigie.event.Fact;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Tracker.Impact;
import io.vigie.vrrp.core.Tracker.Reading;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host's condition does to its claim: tracking, stability, handing over, sync groups. */
class StandingTest {

  private static final Tracker LB = tracker("lb", Impact.LB);
  private static final Tracker OBSERVER = tracker("observer", Impact.OBSERVER);
  private static final Tracker LINK = tracker("link eth0", Impact.LINK);

  // ---- lb-service

  @Test
  void aHostWithoutLbServiceStaysBack() {
    Scene scene = new Scene(Scene.group(150, Preempt.STABLE, LB)).start();
    assertEquals("priority(0->1) backup(started)", scene.done());
    assertEquals("priority(1->150)", scene.tracked("lb", true).done());
    assertEquals(3_414_062_500L, scene.nextNanos());
  }

  @Test
  void theDeathOfLbServiceIsAResignation() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    assertEquals(
        "priority(150->1) advert:1 advert:0 remove backup(lb-lost)",
        scene.at(4_000).tracked("lb", false).done());
  }

  @Test
  void ifNobodyElseTakesItTheHostWithoutLbServiceDoesOnceAndKeepsIt() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    scene.at(4_000).tracked("lb", false).done();
    assertEquals("advert:1 add announce active(active-silent)", scene.runTo(8_000).done());
    scene.runTo(20_000);
    assertInstanceOf(Active.class, scene.role());
  }

  @Test
  void itComesBackOnlyWhenItHasBeenQuiet() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    scene.at(4_000).tracked("lb", false).hears(100).at(5_000).tracked("lb", true);
    assertEquals(2, scene.state().priority());
    scene.done();
    for (int second = 5; second < 64; second++) {
      scene.runTo(second * 1_000).hears(100);
    }
    assertEquals("", scene.done(), "one half-life of 60 s from the fall on");
    assertEquals("priority(2->150)", scene.runTo(64_001).done());
  }

  @Test
  void withPlainPreemptionItComesBackAtOnce() {
    Scene scene = active(Scene.group(150, Preempt.ALWAYS, LB), "lb");
    scene.at(4_000).tracked("lb", false).at(5_000).tracked("lb", true);
    assertEquals(150, scene.state().priority());
  }

  // ---- The own observer

  @Test
  void anImpairedObserverMeansPriorityOneAndDampingInAnyMode() {
    Scene scene = active(Scene.group(150, Preempt.ALWAYS, OBSERVER), "observer");
    Fact.Ref doubt = new Fact.Ref("doubt", "root");
    scene.at(4_000).take(new Input.Tracked("observer", new Reading(false, 0, "impaired"), doubt));
    assertEquals("priority(150->1) advert:1", scene.done(), "it stays active until another is");
    assertEquals("doubt", scene.facts.getLast().causationId());
    assertEquals("priority(1->2) advert:2", scene.at(4_500).tracked("observer", true).done());
    assertEquals("remove backup(outranked)", scene.hears(100).done());
    assertEquals("root", scene.facts.getLast().correlationId(), "the doubt is behind it");
  }

  @Test
  void theRestlessAreKeptBackLongerEachTimeButNotForEver() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, OBSERVER), "observer");
    for (int i = 0; i < 100; i++) {
      scene.at(10_000 + 2_000 * i).tracked("observer", false);
      scene.at(11_000 + 2_000 * i).tracked("observer", true);
    }
    double last = 10_000 + 2_000 * 99;
    scene.runTo(last + 300_000);
    assertEquals(2, scene.state().priority(), "after five minutes");
    scene.runTo(last + 600_001);
    assertEquals(150, scene.state().priority(), "after ten minutes");
  }

  // ---- The link, scripts, files

  @Test
  void aLinkThatIsDownIsAFaultAndComesBackAsAFlap() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LINK), "link eth0");
    assertEquals(
        "priority(150->2) advert:2 advert:0 remove initialize(fault)",
        scene.at(4_000).tracked("link eth0", false).done());
    assertEquals("backup(started)", scene.at(5_000).tracked("link eth0", true).done());
    assertEquals(2, scene.state().priority());
  }

  @Test
  void aLinkMustBeUpForItsTime() {
    Tracker slow = new Tracker("link eth0", Impact.LINK, millis(1_000), 0);
    Scene scene = new Scene(Scene.group(100, Preempt.STABLE, slow)).start();
    scene.tracked("link eth0", true).at(900).tracked("link eth0", false);
    scene.at(950).tracked("link eth0", true).done();
    assertEquals("", scene.runTo(1_949).done());
    assertEquals("backup(started)", scene.runTo(1_951).done());
  }

  @Test
  void weightsAreAddedAndKeptWithinOneAnd254() {
    Group group =
        Scene.group(100, Preempt.ALWAYS, tracker("a", Impact.WEIGHT), tracker("b", Impact.WEIGHT));
    Scene scene = new Scene(group).start();
    scene.done();
    assertEquals(
        "priority(100->80)", scene.tracked("a", new Reading(false, -20, "a fails")).done());
    assertEquals("priority(80->1)", scene.tracked("b", new Reading(false, -200, "b fails")).done());
    assertEquals("priority(1->254)", scene.tracked("b", new Reading(true, 200, "b")).done());
  }

  @Test
  void theOwnersPriorityIsNotTracked() {
    Scene scene = new Scene(Scene.group(255, Preempt.STABLE, LB)).start();
    scene.tracked("lb", true).tracked("lb", false);
    assertEquals(255, scene.state().priority());
    assertInstanceOf(Active.class, scene.role());
  }

  @Test
  void whatIsNotTrackedIsNotTakenIn() {
    Scene scene = new Scene(Scene.group(100, Preempt.STABLE)).start();
    scene.tracked("lb", false);
    assertEquals(100, scene.state().priority());
  }

  // ---- Stability: what peers see

  @Test
  void whoeverWasTakenOverFromBehindItsBackYields() {
    Scene scene = active(Scene.group(150, Preempt.STABLE));
    assertEquals("priority(150->2) advert:2", scene.runTo(20_000).clear().hears(100).done());
    assertEquals("remove backup(outranked)", scene.hears(100).done());
  }

  @Test
  void butNotToARouterThatStaysBackItself() {
    for (int theirs : List.of(1, 2)) {
      Scene scene = active(Scene.group(150, Preempt.STABLE));
      assertEquals("advert:150 announce", scene.runTo(20_000).clear().hears(theirs).done());
    }
  }

  @Test
  void andNotWhenItHasOnlyJustBecomeActive() {
    Scene scene = active(Scene.group(150, Preempt.STABLE));
    assertEquals("advert:150 announce", scene.runTo(4_000).clear().hears(100).done());
  }

  @Test
  void aSecondTakeoverSoonAfterTheFirstContestCountsAsWell() {
    Group fast = Scene.group(List.of(Scene.router("main", 51, 3, 10)), 150, Preempt.STABLE);
    Scene scene = new Scene(fast).start().runTo(400).clear();
    Input weaker = new Input.Heard(0, 100, 10, Scene.PEER, 1);
    assertEquals("advert:150 announce", scene.take(weaker).done(), "active for too short");
    assertEquals("priority(150->2) advert:2", scene.runTo(900).clear().take(weaker).done());
  }

  @Test
  void whoeverDropsOffAgainWhileItStaysBackStaysBackLonger() {
    Scene scene = active(Scene.group(150, Preempt.STABLE));
    scene.runTo(20_000).hears(100).hears(100);
    assertEquals(2, scene.state().priority());
    scene.runTo(50_000);
    assertInstanceOf(Active.class, scene.role(), "it hears nobody");
    scene.hears(100);
    for (int second = 50; second < 109; second++) {
      scene.runTo(second * 1_000).hears(100);
    }
    assertEquals(2, scene.state().priority(), "a half-life after the second drop");
  }

  @Test
  void aStalledHostIsAFlappingOne() {
    Scene scene = active(Scene.group(150, Preempt.STABLE));
    assertEquals("remove backup(stalled) priority(150->2)", scene.at(20_000).hears(100).done());
  }

  @Test
  void twoActivesForLongAreTold() {
    Scene scene = active(Scene.group(150, Preempt.ALWAYS));
    scene.runTo(20_000);
    scene.done();
    String said = "";
    for (int i = 0; i < 5; i++) {
      said += scene.runTo(20_000 + 1_000 * i).clear().hears(100).done() + ";";
    }
    assertEquals(
        "advert:150 announce;advert:150;advert:150;advert:150 conflict(two-active);advert:150;",
        said);
    assertEquals("agreed(two-active)", onlyNews(scene.runTo(54_100).done()));
  }

  private static String onlyNews(String done) {
    return done.replaceAll("advert:\\d+|announce", "").strip();
  }

  // ---- Handing over

  @Test
  void aPlannedHandoverWaitsForTheSessions() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    Fact.Ref command = new Fact.Ref("command", "command");
    assertEquals("leaving(handover)", scene.at(4_000).take(new Input.HandOver(command)).done());
    assertEquals("command", scene.facts.getLast().causationId());
    String leaving = scene.facts.getLast().id();
    assertEquals(
        "advert:0 remove backup(handover) priority(150->2)",
        scene.at(4_003).take(new Input.SessionsGone(0)).done());
    assertEquals(
        leaving, scene.facts.get(scene.facts.size() - 2).causationId(), "the role's cause");
  }

  @Test
  void butNotForLong() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    scene.at(4_000).take(new Input.HandOver(null)).done();
    assertEquals("", scene.runTo(4_199).done());
    assertEquals("advert:0 remove backup(handover) priority(150->2)", scene.runTo(4_201).done());
  }

  @Test
  void advertsGoOnMeanwhile() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    scene.runTo(4_400).clear().take(new Input.HandOver(null));
    assertEquals("leaving(handover) advert:150", scene.runTo(4_599).done());
  }

  @Test
  void whoHandedOverComesBackOnlyWhenItIsNeeded() {
    Scene scene = active(Scene.group(150, Preempt.ALWAYS));
    scene.at(4_000).take(new Input.HandOver(null)).done();
    for (int second = 4; second < 400; second++) {
      scene.runTo(second * 1_000).hears(100);
    }
    assertEquals("", scene.done());
    assertEquals(
        "advert:2 add announce active(active-silent) moved(lb-2 3992) priority(2->150) advert:150",
        scene.runTo(403_000).done());
  }

  @Test
  void aStopResetsSessionsToo() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    assertEquals("leaving(stopped)", scene.at(4_000).take(new Input.Stop()).done());
    assertEquals(
        "advert:0 remove initialize(stopped)",
        scene.at(4_001).take(new Input.SessionsGone(0)).done());
  }

  @Test
  void aStopDuringAHandoverIsAStop() {
    Scene scene = active(Scene.group(150, Preempt.STABLE, LB), "lb");
    scene.at(4_000).take(new Input.HandOver(null)).take(new Input.Stop()).done();
    assertEquals(
        "advert:0 remove initialize(stopped)",
        scene.at(4_001).take(new Input.SessionsGone(0)).done());
  }

  // ---- Sync groups

  private static final List<Router> TWO =
      List.of(Scene.router("v4", 51, 3, 100), Scene.router("v6", 52, 3, 100));

  @Test
  void aGroupTakesOverWhenAllItsRoutersAreSilent() {
    Scene scene = new Scene(Scene.group(TWO, 100, Preempt.ALWAYS)).start();
    scene.at(1_000).hears(150).at(1_500).take(new Input.Heard(1, 150, 100, "fe80::7", 1)).done();
    assertEquals("", scene.runTo(5_109).done());
    assertEquals(
        "advert#0:100 advert#1:100 add#0 add#1 announce#0 announce#1"
            + " active(active-silent) active(active-silent) moved(fe80::7 3609)"
            + " moved(fe80::7 3609)",
        scene.runTo(5_110).done());
  }

  @Test
  void aGroupDoesNotWaitForEverForARouterThatIsHeard() {
    Scene scene = new Scene(Scene.group(TWO, 100, Preempt.ALWAYS)).start();
    scene.hears(150).take(new Input.Heard(1, 150, 100, "fe80::7", 1)).done();
    for (int i = 1; i <= 10; i++) { // v6 has lost its holder at 0 s
      scene.runTo(i * 1_000).hears(150);
    }
    assertEquals("", scene.done());
    scene.runTo(10_900); // 3 x 3 609.375 ms
    assertInstanceOf(Active.class, scene.role());
  }

  @Test
  void aGroupGivesWayAsAWhole() {
    Scene scene = new Scene(Scene.group(TWO, 100, Preempt.ALWAYS)).start().at(3_610).tick();
    scene.done();
    assertEquals(
        "remove#0 remove#1 backup(outranked) backup(outranked)",
        scene.at(4_000).take(new Input.Heard(1, 150, 100, "fe80::7", 1)).done());
  }

  @Test
  void aGroupResignsAsAWhole() {
    Scene scene = new Scene(Scene.group(TWO, 100, Preempt.ALWAYS)).start().at(3_610).tick();
    scene.done();
    assertEquals(
        "advert#0:0 advert#1:0 remove#0 remove#1 initialize(stopped) initialize(stopped)",
        scene.at(4_000).take(new Input.Stop()).done());
  }

  @Test
  void aGroupWaitsForTheSessionsOfAllItsRouters() {
    Scene scene = new Scene(Scene.group(TWO, 150, Preempt.STABLE, LB)).start();
    scene.tracked("lb", true).runTo(4_000).clear().take(new Input.HandOver(null));
    assertEquals("leaving(handover) leaving(handover)", scene.done());
    assertEquals("", scene.take(new Input.SessionsGone(1)).done());
    scene.take(new Input.SessionsGone(0));
    assertEquals(
        "advert#0:0 advert#1:0 remove#0 remove#1 backup(handover) backup(handover)"
            + " priority(150->2) priority(150->2)",
        scene.done());
  }

  @Test
  void conflictsAreToldOnceAndTakenBackWhenTheyAreOver() {
    Scene scene = new Scene(Scene.group(100, Preempt.ALWAYS)).start();
    scene.done();
    Input.Complaint complaint =
        new Input.Complaint(
            0, io.vigie.event.PeerConflict.ConflictKind.INTERVAL, Scene.PEER, "2 s, expected 1 s");
    assertEquals("conflict(interval)", scene.at(10).take(complaint).done());
    assertEquals("", scene.at(1_000).take(complaint).done());
    List<String> later = List.of(scene.runTo(31_100).done().split(" ", -1));
    assertEquals(1, Collections.frequency(later, "agreed(interval)"));
  }

  private static Scene active(Group group, String... well) {
    Scene scene = new Scene(group).start();
    for (String tracked : well) {
      scene.tracked(tracked, true);
    }
    scene.runTo(3_900).clear();
    assertInstanceOf(Active.class, scene.role());
    return scene;
  }
}
