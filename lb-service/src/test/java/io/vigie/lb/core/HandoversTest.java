package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.SessionsReset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which sessions a leaving VIP takes with it, and for how long none is let in. */
class HandoversTest {

  private static final String VIP = "192.168.1.10";

  private final Rig rig = Rig.of(Rig.pool("s1", "s2"));

  @ParameterizedTest
  @CsvSource({
    // the VIP's addresses, where the client connected to, whether it is reset
    "192.168.1.10, 192.168.1.10, true",
    "192.168.1.10, 192.168.1.11, false",
    "192.168.1.10 192.168.1.11, 192.168.1.11, true",
    "192.168.1.10, ::ffff:192.168.1.10, true",
    "::ffff:192.168.1.10, 192.168.1.10, true",
    "2001:db8::10, 2001:db8:0:0:0:0:0:10, true",
    "2001:db8::10, 2001:db8::11, false",
    "fe80::10, fe80::10%1, true",
    "192.168.1.10, fe80::10, false",
    "'', 192.168.1.10, false",
  })
  void aSessionGoesWithTheAddressItCameTo(String addresses, String destination, boolean reset) {
    open(1, destination);
    List<String> expected = new ArrayList<>(reset ? List.of("end 1") : List.of());
    expected.add("then main reset " + (reset ? 1 : 0));
    assertEquals(expected, role(Role.LEAVING, addresses.split(" ")));
    assertEquals(List.of((reset ? "end" : "admit") + " 2"), arrive(2, destination));
  }

  @Test
  void whateverItIsDoingASessionIsReset() {
    Rig full = Rig.of(Rig.pool().with("s1", Rig.server(1, false, 1, 5)));
    full.arrive(1, "web", "192.0.2.1", VIP);
    full.hello(1, "192.0.2.1", null);
    full.connected(1);
    full.arrive(2, "web", "192.0.2.1", VIP);
    full.hello(2, "192.0.2.1", null); // waits for the place of 1
    full.arrive(3, "web", "192.0.2.1", VIP);
    assertEquals(
        List.of("end 1", "end 2", "end 3", "then main reset 3"),
        full.step(news(Role.LEAVING, true, VIP)));
    assertEquals(List.of("log KD"), full.over(1, Ended.Cause.CLOSED_BY_US));
    assertEquals(List.of("log KQ"), full.over(2, Ended.Cause.CLOSED_BY_US));
    assertEquals(List.of("log KR"), full.over(3, Ended.Cause.CLOSED_BY_US));
  }

  @Test
  void aSessionOnItsWayToAServerIsReset() {
    arrive(1, VIP);
    rig.hello(1, "192.0.2.1", null);
    assertEquals(List.of("end 1", "then main reset 1"), role(Role.LEAVING, VIP));
    assertEquals(List.of(), rig.connected(1));
    assertEquals(List.of("log KC"), rig.over(1, Ended.Cause.CLOSED_BY_US));
  }

  @Test
  void whatAProxyHeaderSaysOfTheDestinationDoesNotCount() {
    open(1, "192.168.1.11"); // and its hello says 10.9.9.9
    assertEquals(List.of("then main reset 0"), role(Role.LEAVING, "10.9.9.9"));
  }

  @Test
  void theAnswerNamesItsCauseTheVipAndTheAddresses() {
    open(1, VIP);
    role(Role.LEAVING, VIP, "192.168.1.11");
    Fact answer = rig.facts.getLast();
    assertEquals(new SessionsReset("main", List.of(VIP, "192.168.1.11"), 1), answer.event());
    assertEquals("role-leaving", answer.causationId());
    assertEquals("handover", answer.correlationId());
  }

  @Test
  void aClientThatComesMeanwhileIsRefusedAndCounted() {
    role(Role.LEAVING, VIP);
    assertEquals(List.of("end 1"), arrive(1, VIP));
    assertEquals(List.of("log PR"), rig.over(1, Ended.Cause.CLOSED_BY_US));
    assertEquals(Rejection.LEAVING, rig.logs.getLast().rejected());
    assertEquals(1, rig.director.state().frontends().getFirst().rejected().get("leaving"));
  }

  @Test
  void whoIsBeingEndedIsNotEndedAgain() {
    open(1, VIP);
    assertEquals(List.of("end 1", "then main reset 1"), role(Role.LEAVING, VIP));
    assertEquals(List.of("then main reset 0"), role(Role.LEAVING, VIP));
  }

  @ParameterizedTest
  @EnumSource(names = "LEAVING", mode = EnumSource.Mode.EXCLUDE)
  void anyOtherRoleEndsIt(Role next) {
    role(Role.LEAVING, VIP);
    assertEquals(List.of(), role(next, VIP));
    assertEquals(List.of("admit 1"), arrive(1, VIP));
  }

  @Test
  void oldNewsEndsItButNeverBeginsIt() {
    open(1, VIP);
    assertEquals(List.of(), rig.step(news(Role.LEAVING, false, VIP)));
    assertEquals(List.of("admit 2"), arrive(2, VIP));
    role(Role.LEAVING, VIP);
    assertEquals(List.of(), rig.step(news(Role.BACKUP, false, VIP)));
    assertEquals(List.of("admit 3"), arrive(3, VIP));
  }

  // ---- With a grace

  @Test
  void sessionsGoOnUntilTheGraceIsOverAndNewOnesAreLetIn() {
    open(1, VIP);
    assertEquals(List.of(), leaving(500));
    rig.at(499);
    assertEquals(List.of(), rig.step(new Input.Tick()));
    assertEquals(List.of("admit 2"), arrive(2, VIP));
    rig.at(500);
    assertEquals(List.of("end 1", "end 2", "then main reset 2"), rig.step(new Input.Tick()));
    assertEquals("role-leaving", rig.facts.getLast().causationId());
    assertEquals(List.of("end 3"), arrive(3, VIP));
  }

  @Test
  void whoIsActiveAgainKeepsItsSessions() {
    open(1, VIP);
    leaving(500);
    role(Role.ACTIVE, VIP);
    rig.at(500);
    assertEquals(List.of(), rig.step(new Input.Tick()));
  }

  @Test
  void aSecondHandoverIsNotCutShortByTheFirst() {
    open(1, VIP);
    leaving(500);
    rig.at(300);
    role(Role.BACKUP, VIP);
    leaving(500);
    rig.at(500);
    assertEquals(List.of(), rig.step(new Input.Tick()));
    rig.at(800);
    assertEquals(List.of("end 1", "then main reset 1"), rig.step(new Input.Tick()));
  }

  @Test
  void theVipIsHereUntilItsRouterSaysOtherwise() {
    assertFalse(rig.director.holdsVip());
    role(Role.ACTIVE, VIP);
    assertTrue(rig.director.holdsVip());
    leaving(500);
    assertTrue(rig.director.holdsVip());
    role(Role.INITIALIZE, VIP);
    assertFalse(rig.director.holdsVip());
    role(Role.ACTIVE, VIP);
    rig.step(new Input.RoleNewsLost());
    assertFalse(rig.director.holdsVip());
  }

  private List<String> leaving(long graceMillis) {
    RoleChanged news =
        new RoleChanged(
            "main",
            51,
            Role.LEAVING,
            Role.ACTIVE,
            RoleReason.HANDOVER,
            "by ann",
            150,
            "lb-1",
            List.of(VIP),
            graceMillis);
    return rig.step(new Input.RoleNews(news, new Fact.Ref("role-leaving", "handover"), true));
  }

  @Test
  void itIsOverTwoSecondsAfterTheLastWord() {
    role(Role.LEAVING, VIP);
    rig.at(1_000);
    role(Role.LEAVING, VIP);
    rig.at(2_999);
    assertEquals(List.of("end 1"), arrive(1, VIP));
    rig.at(3_000);
    assertEquals(List.of("admit 2"), arrive(2, VIP));
  }

  @Test
  void itIsOverWhenNobodySpeaksForTheVipAnyMore() {
    role(Role.LEAVING, VIP);
    assertEquals(List.of(), rig.step(new Input.RoleNewsLost()));
    assertEquals(List.of("admit 1"), arrive(1, VIP));
  }

  @Test
  void eachVipLeavesForItself() {
    rig.step(news("main", Role.LEAVING, true, VIP));
    rig.step(news("more", Role.LEAVING, true, "192.168.1.11"));
    rig.step(news("main", Role.BACKUP, true, VIP));
    assertEquals(List.of("admit 1"), arrive(1, VIP));
    assertEquals(List.of("end 2"), arrive(2, "192.168.1.11"));
  }

  private void open(long session, String destination) {
    arrive(session, destination);
    rig.hello(session, "192.0.2.1", null);
    rig.connected(session);
  }

  private List<String> arrive(long session, String destination) {
    return rig.arrive(session, "web", "192.0.2.1", destination);
  }

  private List<String> role(Role role, String... addresses) {
    return rig.step(news(role, true, addresses));
  }

  private static Input news(Role role, boolean fresh, String... addresses) {
    return news("main", role, fresh, addresses);
  }

  private static Input news(String vip, Role role, boolean fresh, String... addresses) {
    List<String> named = Arrays.stream(addresses).filter(a -> !a.isEmpty()).toList();
    RoleChanged news =
        new RoleChanged(
            vip, 51, role, Role.ACTIVE, RoleReason.HANDOVER, "by ann", 150, "lb-1", named);
    return new Input.RoleNews(news, new Fact.Ref("role-" + role.wire(), "handover"), fresh);
  }
}
