package io.vigie.cli.incidents;

import io.vigie.cli.Table;
import io.vigie.cli.Table.Cell;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.event.Incident;
import io.vigie.event.Incident.Clock;
import io.vigie.event.Incident.Delays;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.Incident.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Incidents for people. */
final class Listing {

  private static final int SHORT_ID = 12;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Terminal terminal;
  private final ZoneId zone;

  Listing(Terminal terminal, ZoneId zone) {
    this.terminal = terminal;
    this.zone = zone;
  }

  /** A line for each. */
  List<String> table(List<Incident> incidents) {
    Table table = new Table("ID", "BEGAN", "STATE", "WHOLE AFTER", "CLIENTS LOST", "WHAT BROKE");
    for (Incident incident : incidents) {
      table.row(
          shortId(incident.id()),
          DAY.format(Instant.parse(incident.openedAt()).atZone(zone)),
          state(incident),
          incident.wholeMillis() == null ? "-" : span(incident.wholeMillis()),
          lost(incident),
          incident.title());
    }
    return table.lines(terminal);
  }

  /** One of them, step by step. */
  List<String> story(Incident incident) {
    List<String> lines = new ArrayList<>();
    lines.add(terminal.paint(Paint.STRONG, incident.title()) + "  " + paint(state(incident)));
    lines.add(incident.summary());
    lines.add("");
    delays(incident.delays(), lines);
    lines.add("");
    int skipped = incident.stepsTotal() - incident.steps().size();
    int half = skipped > 0 ? (incident.steps().size() + 1) / 2 : -1;
    for (int i = 0; i < incident.steps().size(); i++) {
      if (i == half) {
        lines.add(terminal.paint(Paint.FAINT, "… " + skipped + " more steps …"));
      }
      lines.add(step(incident.steps().get(i)));
    }
    lines.add("");
    lines.add(terminal.paint(Paint.FAINT, incident.id()));
    return lines;
  }

  private void delays(Delays delays, List<String> lines) {
    delay("a node was found down after", delays.detectionMillis(), lines);
    delay("a server was out of the pools after", delays.backendOutMillis(), lines);
    delay("nobody held the VIP for at most", delays.vipGapMillis(), lines);
    delay("the volumes at risk were known after", delays.volumesAtRiskMillis(), lines);
    delay("all volumes were healthy after", delays.rebuiltMillis(), lines);
    delay("a database could not be written to for", delays.writableMillis(), lines);
    delay("all databases were redundant after", delays.redundantMillis(), lines);
  }

  private static void delay(String what, @Nullable Long millis, List<String> lines) {
    if (millis != null) {
      lines.add("  %-40s %s".formatted(what, span(millis)));
    }
  }

  private String step(Step step) {
    Clock clock = step.clock();
    String host = step.source().split("/", -1)[2];
    String about = clock == null ? "" : clock.offsetMillis() == null ? " about" : offset(clock);
    return "%s  %s  %s  %s"
        .formatted(
            terminal.paint(Paint.FAINT, TIME.format(Instant.parse(step.at()).atZone(zone))),
            terminal.paint(Paint.FAINT, "+" + span(step.afterMillis()) + about),
            terminal.paint(Paint.FAINT, host),
            step.text());
  }

  /** What was taken out for the two machines' clocks. */
  private static String offset(Clock clock) {
    String error = clock.errorMillis() == null ? "" : " ±" + clock.errorMillis();
    return " (clock %+d%s ms)".formatted(clock.offsetMillis(), error);
  }

  private static Cell state(Incident incident) {
    return incident.state() == IncidentState.OPEN
        ? new Cell("open", Paint.BAD)
        : new Cell("closed", Paint.GOOD);
  }

  private String paint(Cell cell) {
    return terminal.paint(cell.paint(), cell.text());
  }

  private static String lost(Incident incident) {
    Long millis = incident.lostMillis();
    String time = millis == null ? "not seen" : millis == 0 ? "" : span(millis);
    String failed = incident.failures() == 0 ? "" : incident.failures() + " failed";
    if (time.isEmpty() || failed.isEmpty()) {
      return time.isEmpty() && failed.isEmpty() ? "-" : time + failed;
    }
    return time + ", " + failed;
  }

  /** The part of an id that is chance, not time. */
  private static String shortId(String id) {
    return id.substring(Math.max(0, id.length() - SHORT_ID));
  }

  private static String span(long millis) {
    Duration time = Duration.ofMillis(millis);
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return "%d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
    }
    return time.toHours() == 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }
}
