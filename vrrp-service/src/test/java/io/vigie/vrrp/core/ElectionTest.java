package io.vigie.vrrp.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vigie.vrrp.core.Role.Backup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state machine of RFC 9568 §6.4, line by line. Times are literals, worked out by hand. */
class ElectionTest {

  // ---- Initialize (§6.4.1)

  @Test
  void theOwnerIsActiveAtOnce() {
    Scene owner = new Scene(Scene.group(255, Preempt.ALWAYS)).start();
    assertEquals(
        "priority(0->255) advert:255 add announce active(started) moved(null null)", owner.done());
  }

  @Test
  void everybodyElseBecomesBackupAndWaitsOneDownInterval() {
    Scene scene = new Scene(Scene.group(100, Preempt.ALWAYS)).start();
    assertEquals("priority(0->100) backup(started)", scene.done());
    assertEquals(3_609_375_000L, scene.nextNanos());
  }

  @Test
  void theStartDelayIsWaitedForFirst() {
    Group group = Scene.group(100, Preempt.ALWAYS);
    Group delayed =
        new Group(
            group.name(),
            group.host(),
            group.routers(),
            100,
            group.preempt(),
            0,
            Scene.millis(2_000),
            0,
            0,
            group.stability(),
            group.announcing(),
            group.trackers(),
            group.names());
    Scene scene = new Scene(delayed).start();
    assertEquals("priority(0->100)", scene.done());
    assertEquals("backup(started)", scene.runTo(2_000).done());
  }

  @Test
  void nothingIsDoneBeforeTheStart() {
    Scene scene = new Scene(Scene.group(100, Preempt.ALWAYS));
    scene.tick().hears(0).hears(200).take(new Input.Stop()).take(new Input.HandOver(null));
    assertEquals("priority(0->100)", scene.done());
  }

  // ---- Timers (§6.1)

  @ParameterizedTest
  @CsvSource({
    "3, 100, 50, 3804687500",
    "3, 100, 100, 3609375000",
    "3, 100, 254, 3007812500",
    "3, 10, 50, 380468750",
    "3, 10, 100, 360937500",
    "3, 10, 254, 300781250",
    "3, 1, 254, 30078125",
    "3, 4095, 1, 163640039062",
    "2, 100, 100, 3609375000",
    "2, 100, 150, 3414062500",
    "2, 500, 100, 15609375000",
  })
  void theDownIntervalIsThreeIntervalsAndTheSkew(
      int version, int centis, int priority, long nanos) {
    Group group =
        Scene.group(List.of(Scene.router("main", 51, version, centis)), priority, Preempt.ALWAYS);
    assertEquals(nanos, new Scene(group).start().nextNanos());
  }

  // ---- Backup (§6.4.2)

  @Test
  void backupTakesOverWhenTheActiveRouterFallsSilent() {
    Scene scene = backup(100, Preempt.ALWAYS);
    scene.at(1_000).hears(150);
    assertEquals("", scene.runTo(4_609.374).done());
    assertEquals(
        "advert:100 add announce active(active-silent) moved(lb-2 3609)",
        scene.runTo(4_609.376).done());
  }

  @Test
  void backupWaitsOnlyItsSkewWhenTheActiveRouterResigns() {
    Scene scene = backup(100, Preempt.ALWAYS);
    scene.at(1_000).hears(150).at(2_000).hears(0);
    assertEquals("", scene.runTo(2_609.374).done());
    assertEquals(
        "advert:100 add announce active(active-resigned) moved(lb-2 609)",
        scene.runTo(2_609.376).done());
  }

  @Test
  void anEqualPriorityIsFollowedWhateverTheAddress() {
    Scene scene = backup(100, Preempt.ALWAYS);
    for (int i = 1; i < 10; i++) {
      scene.runTo(i * 3_000).take(new Input.Heard(0, 100, 100, Scene.PEER, -1));
    }
    assertEquals("", scene.done());
  }

  @Test
  void aLowerPriorityIsNotHeardAndTheTimerKeepsRunning() {
    Scene scene = backup(100, Preempt.ALWAYS);
    scene.runTo(1_000).hears(50).runTo(2_000).hears(50).runTo(3_000).hears(50);
    assertEquals("", scene.done());
    assertEquals(
        "advert:100 add announce active(preempted) moved(lb-2 609)", scene.runTo(3_610).done());
  }

  @Test
  void withoutPreemptionALowerPriorityIsFollowed() {
    Scene scene = backup(100, Preempt.NEVER);
    for (int i = 1; i < 10; i++) {
      scene.runTo(i * 3_000).hears(50);
    }
    assertEquals("", scene.done());
    assertEquals(27_000_000_000L + 3_609_375_000L, scene.nextNanos());
  }

  @Test
  void theOwnerPreemptsEvenIfItIsConfiguredNotTo() {
    Scene owner = new Scene(Scene.group(255, Preempt.NEVER)).start();
    owner.at(100).take(new Input.Heard(0, 255, 100, Scene.PEER, 1));
    owner.done();
    owner.at(200).hears(100);
    assertEquals("advert:255 add announce active(preempted) moved(lb-2 0)", lastLine(owner));
  }

  private static String lastLine(Scene owner) {
    return owner.runTo(3_203.907).done().replaceFirst("moved\\(lb-2 \\d+\\)", "moved(lb-2 0)");
  }

  @Test
  void theActiveRoutersIntervalIsAdopted() {
    Scene scene = backup(100, Preempt.ALWAYS);
    scene.at(1_000).take(new Input.Heard(0, 150, 10, Scene.PEER, 1));
    assertEquals(1_000_000_000L + 360_937_500L, scene.nextNanos());
  }

  @Test
  void withVersion2OnlyTheOwnIntervalCounts() {
    Group group = Scene.group(List.of(Scene.router("main", 51, 2, 100)), 100, Preempt.ALWAYS);
    Scene scene = new Scene(group).start().at(1_000);
    scene.take(new Input.Heard(0, 150, 100, Scene.PEER, 1));
    assertEquals(4_609_375_000L, scene.nextNanos());
  }

  @Test
  void nobodyIsPromotedBeforeThePacketsThatHaveArrivedAreRead() {
    Scene scene = backup(100, Preempt.ALWAYS);
    scene.at(9_000).take(new Input.Tick(false));
    assertEquals("", scene.done());
    scene.hears(150).tick();
    assertEquals("", scene.done());
    assertInstanceOf(Backup.class, scene.role());
  }

  @Test
  void aStoppedBackupIsSilent() {
    Scene scene = backup(100, Preempt.ALWAYS);
    assertEquals("initialize(stopped)", scene.at(50).take(new Input.Stop()).done());
    assertEquals("", scene.runTo(10_000).done());
  }

  @Test
  void aPreemptDelayPutsUpWithTheLowerPriorityForItsTime() {
    Scene scene = new Scene(delayed(5_000)).start();
    scene.done();
    for (int i = 1; i <= 5; i++) {
      scene.runTo(i * 1_000).hears(50);
    }
    // The first was heard at 1 s; from 6 s on they are discarded.
    scene.runTo(6_000).hears(50).runTo(7_000).hears(50).runTo(8_000).hears(50);
    assertEquals("", scene.done());
    assertEquals(
        "advert:100 add announce active(preempted) moved(lb-2 609)", scene.runTo(8_610).done());
  }

  @Test
  void aPreemptDelayDoesNotDelayATakeoverFromNobody() {
    Scene scene = new Scene(delayed(60_000)).start();
    scene.at(1_000).hears(50).done();
    assertEquals(
        "advert:100 add announce active(active-silent) moved(lb-2 3609)",
        scene.runTo(4_610).done());
  }

  private static Group delayed(long millis) {
    Group group = Scene.group(100, Preempt.ALWAYS);
    return new Group(
        group.name(),
        group.host(),
        group.routers(),
        100,
        group.preempt(),
        Scene.millis(millis),
        0,
        0,
        0,
        group.stability(),
        group.announcing(),
        group.trackers(),
        group.names());
  }

  // ---- Active (§6.4.3)

  @Test
  void activeAdvertisesEveryInterval() {
    Scene scene = active(100, Preempt.ALWAYS);
    assertEquals("advert:100 advert:100 advert:100", scene.runTo(6_700).done());
  }

  @Test
  void activeAnswersAResignationWithAnAdvert() {
    Scene scene = active(100, Preempt.ALWAYS);
    assertEquals("advert:100", scene.at(4_000).hears(0).done());
    assertEquals(5_000_000_000L, scene.nextNanos());
  }

  @Test
  void activeTellsALowerPriorityAtOnceAndAnnouncesItself() {
    Scene scene = active(100, Preempt.ALWAYS);
    assertEquals("advert:100 announce", scene.at(4_000).hears(50).done());
  }

  @Test
  void activeGivesWayToAHigherPriorityWithoutAWord() {
    Scene scene = active(100, Preempt.ALWAYS);
    assertEquals("remove backup(outranked)", scene.at(4_000).hears(101).done());
    assertEquals(4_000_000_000L + 3_609_375_000L, scene.nextNanos());
  }

  @Test
  void theAddressDecidesBetweenEqualsBothActive() {
    Scene loser = active(100, Preempt.ALWAYS);
    assertEquals("remove backup(outranked)", loser.at(4_000).hears(100).done());
    Scene winner = active(100, Preempt.ALWAYS);
    assertEquals(
        "advert:100 announce",
        winner.at(4_000).take(new Input.Heard(0, 100, 100, Scene.PEER, -1)).done());
  }

  @Test
  void preemptionIsNoMatterBetweenTwoActives() {
    Scene scene = active(100, Preempt.NEVER);
    assertEquals("remove backup(outranked)", scene.at(4_000).hears(150).done());
  }

  @Test
  void theFormerlyActiveRouterIsMadeToAnnounceItselfAnew() {
    Scene scene = backup(100, Preempt.ALWAYS);
    scene.at(1_000).hears(150).runTo(5_000).done();
    assertEquals(
        "advert:100 remove backup(outranked)",
        scene.hears(150).done(),
        "it has not announced its addresses since we did");
  }

  @Test
  void aStoppedActiveResigns() {
    Scene scene = active(100, Preempt.ALWAYS);
    assertEquals(
        "advert:0 remove initialize(stopped)", scene.at(4_000).take(new Input.Stop()).done());
  }

  @Test
  void addressesAreAnnouncedAgainAfterTheDelay() {
    Scene scene = active(100, Preempt.ALWAYS);
    scene.runTo(8_600).done();
    assertEquals("announce", scene.runTo(8_610).done().replace("advert:100", "").strip());
  }

  @Test
  void anAddressThatVanishedIsPutBack() {
    Scene scene = active(100, Preempt.ALWAYS).at(4_000);
    scene.take(new Input.AddressLost(0, "192.168.1.51", io.vigie.event.VipLost.LossCause.REMOVED));
    assertEquals("add announce lost(192.168.1.51 removed)", scene.done());
  }

  // ---- The stall rule

  @Test
  void anActiveThatWasAsleepForAsLongAsAPeerWaitsStepsBackWhateverWakesIt() {
    Scene byTick = active(100, Preempt.ALWAYS);
    assertEquals("remove backup(stalled)", byTick.at(6_610).tick().done());
    Scene byPacket = active(100, Preempt.ALWAYS);
    assertEquals("remove backup(stalled)", byPacket.at(6_610).hears(50).done());
  }

  @Test
  void anAdvertThatDoesNotLeaveDoesNotCount() {
    Scene scene = active(100, Preempt.ALWAYS);
    for (int i = 1; i <= 3; i++) {
      scene.at(3_609.376 + 1_000 * i).take(new Input.Tick(true), false);
    }
    assertEquals("advert:100 advert:100 advert:100", scene.done());
    assertEquals(
        "remove backup(stalled)", scene.at(6_609.377).take(new Input.Tick(true), false).done());
  }

  private static Scene backup(int priority, Preempt preempt) {
    Scene scene = new Scene(Scene.group(priority, preempt)).start();
    scene.done();
    return scene;
  }

  /** Active since 3 609.376 ms. */
  private static Scene active(int priority, Preempt preempt) {
    Scene scene = backup(priority, preempt).at(3_609.376).tick();
    scene.done();
    return scene;
  }
}
