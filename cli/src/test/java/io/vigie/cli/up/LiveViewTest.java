package io.vigie.cli.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vigie.cli.Terminal;
import io.vigie.cli.story.Story;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {

  private final StringWriter screen = new StringWriter();
  private final Terminal terminal =
      new Terminal(new PrintWriter(screen), new PrintWriter(screen), true, false);
  private final LiveView view =
      new LiveView(terminal, new Story(terminal, ZoneOffset.UTC, List.of()));

  @Test
  void withoutVipsThereIsNothingOfThem() {
    view.redraw();
    assertFalse(screen.toString().contains("vip"), screen.toString());
  }

  @Test
  void aLinePerVipSaysWhatItIsWhere() {
    view.known(role("dns", "lb-1", Role.BACKUP));
    view.known(role("main", "lb-2", Role.BACKUP));
    view.known(role("main", "lb-1", Role.ACTIVE));
    view.redraw();
    assertEquals(
        List.of("vip dns  lb-1 backup", "vip main  lb-1 active  lb-2 backup"),
        screen.toString().lines().filter(line -> line.startsWith("vip")).toList());
  }

  private static Envelope role(String vip, String host, Role role) {
    return new Envelope(
        Fact.root(
            vip + host,
            new RoleChanged(
                vip, 51, role, Role.INITIALIZE, RoleReason.STARTED, "", 100, null, List.of())),
        Envelope.source(host, "vrrp-service"),
        new Sequence(1, 1),
        Instant.EPOCH);
  }
}
