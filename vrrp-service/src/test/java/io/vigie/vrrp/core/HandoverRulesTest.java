package io.vigie.vrrp.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Tracker.Impact;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handing over without a gap, from both sides, at 100 ms: 3 priorities of 100 wait 360.9 ms. */
class HandoverRulesTest {

  private static final Tracker LB = Scene.tracker("lb", Impact.LB);
  private static final List<Router> ONE = List.of(Scene.router("main", 51, 3, 10));
  private static final List<Router> TWO =
      List.of(Scene.router("v4", 51, 3, 10), Scene.router("v6", 52, 3, 10));

  // ---- The holder

  @Test
  void itResignsTwiceAndServesOnUntilItIsRelieved() {
    Scene scene = active(150, Preempt.STABLE);
    assertEquals(
        "advert:0 advert:0 leaving(handover)",
        scene.at(1_000).take(new Input.HandOver(new Fact.Ref("command", "command"))).done());
    RoleChanged said = (RoleChanged) scene.facts.getLast().event();
    assertEquals(500L, said.graceMillis());
    assertEquals("", scene.runTo(1_060).done(), "no advert, and the addresses stay");
    assertInstanceOf(Active.class, scene.role());
    assertEquals("linger:700 priority(150->2)", hears(scene, 100).done());
    assertEquals("remove backup(handover)", scene.at(1_500).take(new Input.SessionsGone(0)).done());
    assertEquals("command", scene.facts.getLast().correlationId());
  }

  @Test
  void withoutAnAnswerOfLbServiceItLetsGoInTime() {
    Scene scene = active(150, Preempt.STABLE);
    hears(scene.at(1_000).take(new Input.HandOver(null)), 100).clear();
    for (int at = 1_100; at < 1_700; at += 100) {
      hears(scene.runTo(at), 100);
    }
    assertEquals("", scene.runTo(1_699).done());
    assertEquals("remove backup(handover)", scene.runTo(1_701).done());
  }

  @Test
  void whateverHappensMeanwhileItsWordStands() {
    Scene scene = active(150, Preempt.STABLE);
    scene.at(1_000).take(new Input.HandOver(null)).clear();
    assertEquals("priority(150->1)", scene.tracked("lb", false).done());
    assertEquals("", hears(scene, 0).done());
    assertEquals("", scene.runTo(1_199).done());
  }

  @Test
  void ifNobodyRelievesItItGoesSilentAndTakesItUpAgain() {
    Scene scene = active(150, Preempt.STABLE);
    scene.at(1_000).take(new Input.HandOver(null)).clear();
    assertEquals("linger:700 priority(150->2)", scene.runTo(1_201).done());
    assertEquals(
        "advert:2 add announce active(active-silent) priority(2->150) advert:150",
        scene.runTo(1_600).done());
  }

  @Test
  void aStopIsTheSameAndEndsInInitialize() {
    Scene scene = active(150, Preempt.STABLE);
    assertEquals(
        "advert:0 advert:0 leaving(stopped)", scene.at(1_000).take(new Input.Stop()).done());
    assertEquals("linger:700", hears(scene.at(1_060), 100).done());
    assertEquals("", scene.runTo(1_759).done(), "it is not to be active again");
    assertEquals("remove initialize(stopped)", scene.runTo(1_761).done());
  }

  @Test
  void aStopWhileItLingersEndsInInitialize() {
    Scene scene = active(150, Preempt.STABLE);
    hears(scene.at(1_000).take(new Input.HandOver(null)), 100).clear();
    scene.take(new Input.Stop());
    assertEquals("remove initialize(stopped)", scene.take(new Input.SessionsGone(0)).done());
    Scene wanted = active(150, Preempt.STABLE);
    hears(wanted.at(1_000).take(new Input.Stop()), 100).take(new Input.Start()).clear();
    assertEquals("remove backup(handover)", wanted.take(new Input.SessionsGone(0)).done());
  }

  @Test
  void aSuccessorThatDiesAtOnceIsSucceeded() {
    Scene scene = active(150, Preempt.STABLE);
    hears(scene.at(1_000).take(new Input.HandOver(null)), 100).clear();
    assertEquals(
        "advert:2 add announce active(active-silent) moved(lb-2 399) priority(2->150) advert:150",
        scene.runTo(1_410).done());
    assertEquals("", scene.take(new Input.SessionsGone(0)).done());
  }

  @Test
  void aFaultEndsAllOfIt() {
    Scene scene =
        active(
            Scene.graceful(ONE, 150, Preempt.STABLE, LB, Scene.tracker("link eth0", Impact.LINK)),
            "lb",
            "link eth0");
    hears(scene.at(1_000).take(new Input.HandOver(null)), 100).clear();
    assertEquals("remove initialize(fault)", scene.tracked("link eth0", false).done());
  }

  @Test
  void whoHasNobodyToServeLetsGoAtOnce() {
    Scene scene = active(150, Preempt.STABLE);
    scene.at(1_000).tracked("lb", false);
    assertEquals("priority(150->1) advert:1 advert:0 remove backup(lb-lost)", scene.done());
  }

  @Test
  void aFrozenHolderThatHasResignedStepsBackAtOnce() {
    Scene scene = active(150, Preempt.STABLE);
    scene.at(1_000).take(new Input.HandOver(null)).clear();
    assertEquals("remove backup(stalled) priority(150->2)", hears(scene.at(2_000), 100).done());
  }

  @Test
  void aGroupGoesAsAWhole() {
    Scene scene = active(Scene.graceful(TWO, 150, Preempt.STABLE, LB), "lb");
    assertEquals(
        "advert#0:0 advert#1:0 advert#0:0 advert#1:0 leaving(handover) leaving(handover)",
        scene.at(1_000).take(new Input.HandOver(null)).done());
    scene.at(1_060).take(new Input.Heard(1, 100, 10, "fe80::7", 1));
    assertEquals("linger#0:700 linger#1:700 priority(150->2) priority(150->2)", scene.done());
    assertEquals("", scene.take(new Input.SessionsGone(1)).done());
    assertEquals(
        "remove#0 remove#1 backup(handover) backup(handover)",
        scene.take(new Input.SessionsGone(0)).done());
  }

  // ---- Its successor

  @Test
  void itRelaysForWhoSaysTwiceThatItResigns() {
    Scene scene = backup(100);
    hears(hears(hears(scene.at(1_000), 150).at(1_050), 0), 0);
    assertEquals("", scene.runTo(1_110).done());
    assertEquals(
        "advert:100 relay(192.168.1.7 1000) add announce active(active-resigned) moved(lb-2 0)",
        scene.runTo(1_111).done());
  }

  @Test
  void butNotForWhoSaysItOnce() {
    Scene scene = backup(100);
    hears(hears(scene.at(1_000), 150).at(1_050), 0);
    assertEquals(
        "advert:100 add announce active(active-resigned) moved(lb-2 60)",
        scene.runTo(1_111).done());
  }

  @Test
  void norForWhoWasActiveAgainMeanwhile() {
    Scene scene = backup(100);
    hears(hears(hears(scene.at(1_000), 0), 150), 0);
    assertEquals(
        "advert:100 add announce active(active-resigned) moved(lb-2 60)",
        scene.runTo(1_100).done());
  }

  @Test
  void eachRouterOfAGroupHasItsOwnFormerHolder() {
    Scene scene = new Scene(Scene.graceful(TWO, 100, Preempt.ALWAYS)).start();
    for (int priority : List.of(150, 0, 0)) {
      hears(scene.at(100), priority).take(new Input.Heard(1, priority, 10, "fe80::7", 1));
    }
    scene.clear();
    assertEquals(
        "advert#0:100 advert#1:100 relay#0(192.168.1.7 1000) relay#1(fe80::7 1000) add#0",
        scene.runTo(161).done().replaceFirst("(add#0).*", "$1"));
  }

  // ---- Preemption

  @Test
  void whoPreemptsSaysItTwiceAndRelaysForAnIntervalUnlessItIsAnswered() {
    Scene scene = backup(150);
    for (int at = 100; at <= 300; at += 100) {
      hears(scene.at(at), 100);
    }
    assertEquals(
        "advert:150 advert:150 relay(192.168.1.7 100) add announce active(preempted)"
            + " moved(lb-2 41)",
        scene.runTo(342).done());
    assertEquals("advert:150 relay(192.168.1.7 1000)", hears(scene.at(343), 0).done());
    assertEquals("advert:150", hears(scene.runTo(520).clear(), 0).done());
  }

  @Test
  void whoIsPreemptedByOneThatRelaysLingersAndSaysSo() {
    Scene scene = active(100, Preempt.STABLE);
    assertEquals("linger:25", hears(scene.at(1_000), 150).done());
    assertEquals("linger:700 advert:0 leaving(outranked)", hears(scene, 150).done());
    assertEquals("remove backup(outranked)", scene.take(new Input.SessionsGone(0)).done());
    RoleChanged said = (RoleChanged) scene.facts.getLast().event();
    assertEquals("lb-2 has priority 150, we 100", said.detail());
    assertEquals(RoleChanged.Role.LEAVING, said.was());
    assertNull(said.graceMillis());
  }

  @Test
  void whoIsPreemptedByAnotherLetsGo() {
    Scene scene = active(100, Preempt.STABLE);
    hears(scene.at(1_000), 150).clear();
    assertEquals("", scene.runTo(1_024).done());
    assertEquals("remove backup(outranked)", scene.runTo(1_026).done());
    RoleChanged said = (RoleChanged) scene.facts.getLast().event();
    assertEquals(RoleChanged.Role.ACTIVE, said.was());
    hears(scene.at(1_100), 150);
    assertEquals("", scene.done());
  }

  @Test
  void theOneThatWasThoughtGoneIsMadeToAnnounceItselfUnlessItRelays() {
    Scene scene = backup(100);
    hears(scene.at(1_000), 150).runTo(1_500).clear();
    hears(scene, 150).clear();
    assertEquals("advert:100 remove backup(outranked)", scene.runTo(1_526).done());
    Scene crashed = backup(100);
    hears(crashed.at(1_000), 150).runTo(9_000).clear();
    hears(crashed, 150);
    assertEquals("linger:25 linger:700 advert:0 leaving(outranked)", hears(crashed, 150).done());
  }

  private static Scene backup(int priority) {
    return new Scene(Scene.graceful(ONE, priority, Preempt.ALWAYS)).start().clear();
  }

  private static Scene hears(Scene scene, int priority) {
    return scene.take(new Input.Heard(0, priority, 10, Scene.PEER, 1));
  }

  private static Scene active(int priority, Preempt preempt) {
    return active(Scene.graceful(ONE, priority, preempt, LB), "lb");
  }

  private static Scene active(Group group, String... well) {
    Scene scene = new Scene(group).start();
    for (String tracked : well) {
      scene.tracked(tracked, true);
    }
    scene.runTo(999).clear();
    assertInstanceOf(Active.class, scene.role());
    return scene;
  }
}
