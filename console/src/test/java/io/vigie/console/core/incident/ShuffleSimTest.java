package io.vigie.console.core.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Incident;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The same ten thousand events, however late each comes: within ten minutes, or hours later out of
 * a spool, or twice. {@code -Dsim.seed=N} plays another history, {@code -Dvigie.shuffles=1000} all
 * the orders that were promised.
 */
class ShuffleSimTest {

  private static final int EVENTS = 10_000;
  private static final long LATE_MILLIS = 600_000;
  private static final long SPOOLED_MILLIS = 3 * 3_600_000;
  private static final long START = 1_764_000_000_000L;
  private static final long HOUR = 3_600_000;

  private final long seed = Long.getLong("sim.seed", 7);
  private final int shuffles = Integer.getInteger("vigie.shuffles", 50);

  /**
   * What happened.
   *
   * @param events in the order they were said
   * @param spooled the ids of those that reached the log late
   * @param incidents how many outages there were
   */
  private record History(List<Envelope> events, Set<String> spooled, int incidents) {}

  @Test
  void anyOrderGivesTheSameIncidents() {
    History history = history(new Random(seed));
    List<Incident> expected = told(history.events());
    String why = "-Dsim.seed=" + seed;
    assertEquals(history.incidents(), expected.size(), why);
    assertTrue(expected.stream().allMatch(i -> i.state() == IncidentState.CLOSED), why);
    IntStream.range(0, shuffles)
        .parallel()
        .forEach(
            n -> {
              List<Envelope> shuffled = shuffle(history, new Random(seed * 1_000_003 + n));
              assertEquals(expected, fold(shuffled, n), why + ", shuffle " + n);
            });
    System.out.printf(
        "seed %d: %d events, %d incidents, the same in %d orders%n",
        seed, history.events().size(), expected.size(), shuffles);
  }

  /** Folds them, and looks at what there is from time to time. */
  private static List<Incident> fold(List<Envelope> events, int n) {
    Incidents incidents = new Incidents(Play.PLACES);
    int looks = 0;
    for (Envelope event : events) {
      incidents.heard(event);
      if (++looks % (500 + n % 500) == 0) {
        incidents.open();
      }
    }
    return all(incidents);
  }

  private static List<Incident> told(List<Envelope> events) {
    Incidents incidents = new Incidents(Play.PLACES);
    events.forEach(incidents::heard);
    return all(incidents);
  }

  private static List<Incident> all(Incidents incidents) {
    return incidents.all().stream()
        .map(one -> incidents.incident(one.id(), Incident.MOST_STEPS).orElseThrow())
        .toList();
  }

  private static List<Envelope> shuffle(History history, Random random) {
    Map<String, Long> arrivals = new HashMap<>();
    List<Envelope> copies = new ArrayList<>(history.events());
    for (Envelope event : history.events()) {
      long late = (long) (random.nextDouble() * LATE_MILLIS);
      boolean spooled = history.spooled().contains(event.id());
      arrivals.put(event.id(), event.time().toEpochMilli() + late + (spooled ? SPOOLED_MILLIS : 0));
      if (random.nextInt(20) == 0) {
        copies.add(event);
      }
    }
    copies.sort(Comparator.comparingLong(event -> arrivals.get(event.id())));
    return copies;
  }

  /** Outages an hour or more apart, with quiet hiccups between. */
  private static History history(Random random) {
    Log log = new Log().skew("lb-2", 40);
    Play play = new Play(log);
    Set<String> spooled = new HashSet<>();
    play.begins(START - HOUR);
    long at = START;
    int incidents = 0;
    while (log.events().size() < EVENTS) {
      List<String> both = random.nextBoolean() ? List.of("lb-1", "lb-2") : List.of("lb-2", "lb-1");
      String node = "k3s-" + (1 + random.nextInt(3));
      long down = 10_000L + random.nextInt(600_000);
      incidents++;
      long over = at;
      switch (random.nextInt(5)) {
        case 0 -> over = play.nodeDies(node, at, down, both, random.nextInt(6));
        case 1 -> {
          for (int fall = 0; fall < 2 + random.nextInt(10); fall++) { // flapping
            over = play.nodeDies(node, over + 60_000, 20_000, both, random.nextInt(3));
          }
        }
        case 2 -> {
          spooled.addAll(play.cardDies(at, down));
          over = at + down + 60_000;
        }
        case 3 -> {
          Envelope first = play.sees("lb-1", node, NodeStatus.DOWN, at);
          play.databaseFailsOver(at, at + down + 80_000, first);
          play.sees("lb-1", node, NodeStatus.UP, at + down + 80_000);
          over = at + down + 120_000;
        }
        default -> {
          play.unreached("lb-2", at, at + down);
          play.traffic("lb-1", at + 10_000, 1 + random.nextInt(50));
          over = at + down;
        }
      }
      for (int i = 0; i < 5; i++) {
        play.hiccup("k3s-2", over + random.nextInt(600_000));
      }
      play.handedOver(over + 30 * 60_000);
      at = over + HOUR + random.nextInt(600_000);
    }
    assertTrue(log.events().stream().anyMatch(e -> e.event() instanceof NodeChanged));
    return new History(List.copyOf(log.events()), spooled, incidents);
  }
}
