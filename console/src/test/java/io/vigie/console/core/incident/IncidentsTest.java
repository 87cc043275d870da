package io.vigie.console.core.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Incident;
import io.vigie.event.Incident.Clock;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.Incident.Step;
import io.vigie.event.NodeChanged.NodeStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stories are told of outages. */
class IncidentsTest {

  private static final long AT = 1_764_000_000_000L;
  private static final List<String> BOTH = List.of("lb-1", "lb-2");

  private final Log log = new Log();
  private final Play play = new Play(log);

  private Incidents fold() {
    Incidents incidents = new Incidents(Play.PLACES);
    log.events().forEach(incidents::heard);
    return incidents;
  }

  private Incident only() {
    List<Incident> all = fold().all();
    assertEquals(1, all.size(), all::toString);
    return all.getFirst();
  }

  @Test
  void aNodesDeathIsOneStoryUntilAllIsWhole() {
    play.nodeDies("k3s-1", AT, 120_000, BOTH, 3);
    Incident incident = only();
    assertEquals("node k3s-1 down", incident.title());
    assertEquals(IncidentState.CLOSED, incident.state());
    assertEquals(log.events().getFirst().time().toString(), incident.openedAt());
    assertEquals(1L, incident.delays().detectionMillis());
    assertEquals(2L, incident.delays().backendOutMillis());
    assertEquals(20L, incident.delays().volumesAtRiskMillis());
    assertEquals(139_003L, incident.delays().rebuiltMillis());
    assertNull(incident.delays().vipGapMillis());
    assertEquals(140_002L, incident.wholeMillis());
    assertEquals(List.of("node/k3s-1", "volume/pvc-k3s-1-0"), incident.subjects().subList(0, 2));
    assertEquals(
        "Node k3s-1 was down from 24 November 16:00:01 UTC; all was whole again after 2 min 20 s."
            + " lb-1 noticed after 1 ms, and it was out of the pools after 2 ms. 3 volumes were"
            + " short of a replica, until 2 min 19 s after it began. Clients lost nothing that was"
            + " seen.",
        incident.summary());
  }

  @Test
  void whileItGoesOnItIsOpen() {
    play.sees("lb-1", "k3s-1", NodeStatus.DOWN, AT);
    Incident incident = only();
    assertEquals(IncidentState.OPEN, incident.state());
    assertNull(incident.closedAt());
    assertNull(incident.wholeMillis());
    assertTrue(incident.summary().startsWith("Node k3s-1 is down since "), incident.summary());
  }

  @Test
  void whoComesAndGoesIsOneIncidentWithACount() {
    for (int i = 0; i < 7; i++) {
      play.nodeDies("k3s-1", AT + i * 90_000L, 20_000, BOTH, 0);
    }
    Incident incident = only();
    assertEquals(6, incident.flaps());
    assertEquals("node k3s-1 down 7 times", incident.title());
  }

  @Test
  void twoNodesOnTwoMachinesAreTwoIncidents() {
    play.nodeDies("k3s-1", AT, 60_000, BOTH, 0);
    play.nodeDies("k3s-2", AT + 20_000, 60_000, BOTH, 0);
    assertEquals(
        List.of("node k3s-2 down", "node k3s-1 down"),
        fold().all().stream().map(Incident::title).toList());
  }

  @Test
  void whatWasNeverWellIsNotBroken() {
    play.unreached("lb-1", AT, AT + 3_000); // it starts
    assertEquals(List.of(), fold().all());
    play.unreached("lb-1", AT + 900_000, AT + 901_500);
    assertEquals("frontend https not reached", only().title());
    assertEquals(1_500L, only().lostMillis());
  }

  @Test
  void aMachinesCardIsOneIncidentOfAllOnIt() {
    play.begins(AT - 60_000);
    play.cardDies(AT, 60_000);
    Incident incident = only();
    assertEquals("node k3s-1 down", incident.title());
    assertTrue(incident.subjects().contains("balancer/lb-1"), incident::toString);
    assertEquals(361L, incident.delays().vipGapMillis());
    assertEquals(500L, incident.lostMillis());
  }

  @Test
  void whatIsWantedIsNoIncident() {
    play.handedOver(AT);
    play.hiccup("k3s-3", AT + 5_000);
    assertEquals(List.of(), fold().all());
  }

  @Test
  void aLateWordOpensAClosedIncidentAgain() {
    play.nodeDies("k3s-1", AT, 60_000, List.of("lb-1"), 0);
    Incidents incidents = fold();
    Incident closed = incidents.all().getFirst();
    assertEquals(IncidentState.CLOSED, closed.state());
    Envelope spooled = play.sees("lb-2", "k3s-1", NodeStatus.DOWN, AT + 30_000);
    log.events().forEach(incidents::heard);
    Incident again = incidents.all().getFirst();
    assertEquals(closed.id(), again.id());
    assertEquals(IncidentState.OPEN, again.state());
    assertTrue(
        incidents.incident(again.id(), 100).orElseThrow().steps().stream()
            .anyMatch(step -> step.eventId().equals(spooled.id())));
  }

  @Test
  void stepsAreInOrderOfCausesWhateverTheClocksSay() {
    log.skew("lb-2", -5_000);
    Envelope down = play.sees("lb-1", "k3s-1", NodeStatus.DOWN, AT);
    play.databaseFailsOver(AT, AT + 100_000, down); // lb-2 says so
    Incidents incidents = fold();
    Incident incident = incidents.incident(incidents.all().getFirst().id(), 100).orElseThrow();
    List<Step> steps = incident.steps();
    for (int i = 0; i < steps.size(); i++) {
      String cause = steps.get(i).causeId();
      int at = steps.stream().map(Step::eventId).toList().indexOf(cause);
      assertTrue(at < i, () -> "an effect before its cause: " + steps);
    }
    Clock clock = steps.getLast().clock();
    assertNotNull(clock);
    assertNull(clock.errorMillis(), "one side alone is known");
  }

  @Test
  void clocksAreComparedByCausesBothWays() {
    log.skew("lb-2", 40_000);
    Envelope there = play.sees("lb-1", "k3s-1", NodeStatus.DOWN, AT);
    Envelope back = log.say("lb-2", "db-watcher", AT + 10, there.event(), there);
    log.say("lb-1", "lb-service", AT + 30, back.event(), back);
    Clocks clocks = Clocks.of(byId());
    assertEquals("lb-1", clocks.reference());
    assertEquals(new Clock(39_994L, 14L), clocks.of("lb-2"));
  }

  private Map<String, Envelope> byId() {
    Map<String, Envelope> byId = new HashMap<>();
    log.events().forEach(event -> byId.put(event.id(), event));
    return byId;
  }

  @Test
  void failuresOfClientsBelongToIt() {
    play.nodeDies("k3s-1", AT, 60_000, BOTH, 0);
    play.traffic("lb-1", AT + 12_000, 17);
    play.traffic("lb-1", AT - 100_000, 5);
    assertEquals(17, only().failures());
    assertTrue(only().summary().endsWith("Of clients, 17 connections failed."), only().summary());
  }

  @Test
  void onlySomeOfManyStepsAreTold() {
    play.nodeDies("k3s-1", AT, 60_000, BOTH, 40);
    Incidents incidents = fold();
    Incident incident = incidents.incident(only().id(), 20).orElseThrow();
    assertEquals(20, incident.steps().size());
    assertEquals(incident.events(), incident.stepsTotal());
    assertTrue(incident.stepsTotal() > 200, incident::toString);
    assertEquals(20, Set.copyOf(incident.steps()).size());
  }

  @Test
  void memoryIsBounded() {
    int words = 0;
    Incidents incidents = new Incidents(Play.PLACES);
    long at = AT;
    while (words < Incidents.MOST_WORDS + 50_000) {
      log.events().clear();
      play.nodeDies("k3s-1", at, 60_000, BOTH, 20);
      log.events().forEach(incidents::heard);
      words += log.events().size();
      at += 3_600_000;
    }
    assertTrue(incidents.words() <= Incidents.MOST_WORDS, () -> "" + incidents.words());
    assertTrue(incidents.forgotten() > 0);
    List<Incident> all = incidents.all();
    assertEquals((at - AT) / 3_600_000, all.size(), "the outlines are kept");
    assertFalse(all.stream().anyMatch(i -> i.state() == IncidentState.OPEN));
  }
}
