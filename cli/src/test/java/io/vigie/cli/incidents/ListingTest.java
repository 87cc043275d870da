package io.vigie.cli.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.cli.Terminal;
import io.vigie.event.EventType;
import io.vigie.event.Incident;
import io.vigie.event.Incident.Clock;
import io.vigie.event.Incident.Delays;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.Incident.Step;
import io.vigie.event.Tone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incidents as people see them. */
class ListingTest {

  private final Listing listing =
      new Listing(
          new Terminal(
              new PrintWriter(new StringWriter()),
              new PrintWriter(new StringWriter()),
              false,
              false),
          ZoneOffset.UTC);

  private static Step step(String host, String at, String text, long after, @Nullable Clock clock) {
    return new Step(
        "e" + after,
        EventType.NODE_CHANGED.wire(),
        "k3s-1",
        "/vigie/" + host + "/health-service",
        "2026-11-23T12:00:0" + at + "Z",
        text,
        Tone.PLAIN,
        null,
        after,
        clock);
  }

  private static Incident incident(IncidentState state, int total, List<Step> steps) {
    boolean closed = state == IncidentState.CLOSED;
    return new Incident(
        "019ab0a4-8c4d-7001-8000-000000000001",
        state,
        "node k3s-1 down 3 times",
        "Node k3s-1 was down.",
        "2026-11-23T12:00:00.123Z",
        closed ? "2026-11-23T12:02:05.123Z" : null,
        closed ? 125_000L : null,
        List.of("node/k3s-1"),
        2,
        total,
        1_500L,
        29,
        new Delays(12L, 14L, 361L, null, null, 72_774L, null),
        total,
        steps,
        null);
  }

  @Test
  void aLineForEach() {
    assertEquals(
        List.of(
            "ID            BEGAN                STATE   WHOLE AFTER  CLIENTS LOST      WHAT BROKE",
            "000000000001  2026-11-23 12:00:00  closed  2 min 5 s    1.5 s, 29 failed  node k3s-1"
                + " down 3 times",
            "000000000001  2026-11-23 12:00:00  open    -            1.5 s, 29 failed  node k3s-1"
                + " down 3 times"),
        listing.table(
            List.of(
                incident(IncidentState.CLOSED, 3, List.of()),
                incident(IncidentState.OPEN, 3, List.of()))));
  }

  @Test
  void oneStepByStep() {
    List<Step> steps =
        List.of(
            step("lb-1", "0.123", "check fails", 0, null),
            step("lb-2", "0.131", "node k3s-1 down", 4, new Clock(4L, 3L)),
            step("lb-2", "4.000", "node k3s-1 up", 3_900, new Clock(null, null)));
    assertEquals(
        List.of(
            "node k3s-1 down 3 times  closed",
            "Node k3s-1 was down.",
            "",
            "  a node was found down after              12 ms",
            "  a server was out of the pools after      14 ms",
            "  nobody held the VIP for at most          361 ms",
            "  a database could not be written to for   1 min 12 s",
            "",
            "12:00:00.123  +0 ms  lb-1  check fails",
            "12:00:00.131  +4 ms (clock +4 ±3 ms)  lb-2  node k3s-1 down",
            "… 7 more steps …",
            "12:00:04.000  +3.9 s about  lb-2  node k3s-1 up",
            "",
            "019ab0a4-8c4d-7001-8000-000000000001"),
        listing.story(incident(IncidentState.CLOSED, 10, steps)));
  }
}
