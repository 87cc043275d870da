package io.vigie.console.core.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.NodeChanged.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the world is told of incidents, and what not again. */
class HeraldTest {

  private static final long AT = 1_764_000_000_000L;

  private final Log log = new Log();
  private final Play play = new Play(log);
  private final Incidents incidents = new Incidents(Play.PLACES);
  private final Herald herald = new Herald(incidents);
  private final EventIds ids = new Counted();
  private int heard;

  private static final class Counted implements EventIds {
    private int n;

    @Override
    public String next() {
      return "told" + ++n;
    }
  }

  private List<Fact> news() {
    while (heard < log.events().size()) {
      incidents.heard(log.events().get(heard++));
    }
    List<Fact> news = new ArrayList<>(herald.news(ids, 100));
    news.addAll(herald.news(ids, 100)); // what is new is told at the second look
    return news;
  }

  @Test
  void openedThenUpdatedThenClosed() {
    Envelope down = play.sees("lb-1", "k3s-1", NodeStatus.DOWN, AT);
    List<Fact> opened = news();
    assertEquals(1, opened.size());
    assertTrue(opened.getFirst().event() instanceof IncidentOpened);
    assertEquals(down.id(), opened.getFirst().causationId());
    assertEquals(down.fact().correlationId(), opened.getFirst().correlationId());
    assertEquals(List.of(), news());
    play.sees("lb-2", "k3s-1", NodeStatus.DOWN, AT + 100);
    assertTrue(news().getFirst().event() instanceof IncidentUpdated);
    play.sees("lb-1", "k3s-1", NodeStatus.UP, AT + 9_000);
    assertTrue(news().getFirst().event() instanceof IncidentUpdated, "lb-2 still sees it down");
    play.sees("lb-2", "k3s-1", NodeStatus.UP, AT + 9_100);
    assertTrue(news().getFirst().event() instanceof IncidentClosed);
    play.sees("lb-1", "k3s-1", NodeStatus.DOWN, AT + 30_000);
    assertTrue(news().getFirst().event() instanceof IncidentOpened, "it broke again");
  }

  @Test
  void whatAnotherConsoleToldIsNotToldAgain() {
    play.nodeDies("k3s-1", AT, 60_000, List.of("lb-1", "lb-2"), 3);
    List<Fact> told = news();
    Herald next = new Herald(incidents);
    told.forEach(fact -> next.heard(fact.event()));
    next.news(ids, 100);
    assertEquals(List.of(), next.news(ids, 100));
  }

  @Test
  void anEarlierWordThatComesLateMovesTheStoryToAnotherName() {
    play.sees("lb-1", "k3s-1", NodeStatus.DOWN, AT);
    IncidentOpened first = (IncidentOpened) news().getFirst().event();
    Envelope earlier = play.sees("lb-2", "k3s-1", NodeStatus.DOWN, AT - 50);
    List<Fact> news = news();
    assertEquals(2, news.size());
    IncidentClosed gone = (IncidentClosed) news.getFirst().event();
    assertEquals(first.incident().id(), gone.incident().id());
    assertEquals(earlier.id(), gone.incident().mergedInto());
    IncidentOpened now = (IncidentOpened) news.getLast().event();
    assertEquals(IncidentState.OPEN, now.incident().state());
    assertEquals(earlier.id(), now.incident().id());
  }

  @Test
  void aPortionAtATime() {
    for (int i = 0; i < 5; i++) {
      play.nodeDies("k3s-1", AT + i * 3_600_000L, 60_000, List.of("lb-1"), 0);
    }
    log.events().forEach(incidents::heard);
    heard = log.events().size();
    List<Integer> portions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      portions.add(herald.news(ids, 2).size());
    }
    assertEquals(List.of(0, 2, 2, 1, 0), portions);
  }
}
