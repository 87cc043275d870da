package io.vigie.cli.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.cli.Terminal;
import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CheckResult;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.Sequence;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoryTest {

  private static final Terminal PLAIN = terminal(false);
  private static final CheckChanged CHECK =
      new CheckChanged(
          "k3s-2",
          "web",
          CheckStatus.DOWN,
          CheckResult.L4CON,
          "connection refused",
          3,
          0,
          2,
          2,
          false);
  private static final NodeChanged NODE =
      new NodeChanged("k3s-2", NodeStatus.DOWN, List.of("web"), List.of(), 1000, 0, false);
  private static final ServerChanged SERVER =
      new ServerChanged("web", "k3s-2", ServerState.DOWN, ServerState.ACTIVE, "node down", 3, 1);
  private static final PoolChanged POOL = new PoolChanged("web", PoolState.DEGRADED, 2, 3);

  private final Story story = new Story(PLAIN, ZoneOffset.UTC, List.of("lb-1"));

  @Test
  void eachEventStandsUnderItsCauseWithTheTimeSince() {
    Envelope check = event("lb-1", "a", CHECK, null, 7_123);
    Envelope node = event("lb-1", "b", NODE, check, 7_124);
    Envelope server = event("lb-1", "c", SERVER, node, 7_126);
    Envelope pool = event("lb-1", "d", POOL, server, 7_126);
    assertEquals(
        "12:01:07.123  check web on k3s-2 fails: L4CON (connection refused) in 3 ms",
        story.line(check));
    assertEquals("12:01:07.124  → node k3s-2 down  +1 ms", story.line(node));
    assertEquals(
        "12:01:07.126    → web/k3s-2 out (node down), 3 sessions closed  +2 ms",
        story.line(server));
    assertEquals(
        "12:01:07.126      → pool web degraded: 2 of 3 servers in service  +0 ms",
        story.line(pool));
  }

  @Test
  void theNextWordOnTheSameThingStandsBesideTheOneBefore() {
    Envelope node = event("lb-1", "a", NODE, null, 7_000);
    Envelope first = event("lb-1", "b", POOL, node, 7_001);
    story.line(node);
    story.line(first);
    assertEquals(
        "12:01:07.002  → pool web degraded: 2 of 3 servers in service  +1 ms",
        story.line(event("lb-1", "c", POOL, first, 7_002)));
  }

  @Test
  void anUnknownCauseIsNoCause() {
    Envelope check = event("lb-1", "a", CHECK, null, 7_123);
    assertEquals(
        "12:01:07.124  node k3s-2 down", story.line(event("lb-1", "b", NODE, check, 7_124)));
  }

  @Test
  void theTimeBetweenTwoMachinesIsOnlyAboutRight() {
    Envelope node = event("lb-1", "a", NODE, null, 7_000);
    story.line(node);
    assertEquals(
        "12:01:06.990  → web/k3s-2 out (node down), 3 sessions closed  about -10 ms",
        story.line(event("lb-2", "b", SERVER, node, 6_990)));
  }

  @Test
  void whereSeveralHostsSpeakEachIsNamed() {
    Story several = new Story(PLAIN, ZoneOffset.UTC, List.of("lb-1", "lb-north"));
    assertEquals(
        "12:01:07.000  lb-1      node k3s-2 down",
        several.line(event("lb-1", "a", NODE, null, 7_000)));
  }

  @Test
  void whereThereIsColourBadNewsIsRed() {
    Story colourful = new Story(terminal(true), ZoneOffset.UTC, List.of("lb-1"));
    assertEquals(
        "\033[2m12:01:07.000\033[0m  \033[31mnode k3s-2 down\033[0m",
        colourful.line(event("lb-1", "a", NODE, null, 7_000)));
  }

  private static Envelope event(
      String host, String id, Event event, @Nullable Envelope cause, long millis) {
    Fact fact = Fact.of(id, event, cause == null ? null : cause.ref());
    Instant time = Instant.parse("2026-11-23T12:01:00Z").plusMillis(millis);
    return new Envelope(fact, Envelope.source(host, "x"), new Sequence(1, 1), time);
  }

  private static Terminal terminal(boolean colour) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Terminal(nowhere, nowhere, colour, colour);
  }
}
