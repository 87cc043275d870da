package io.vigie.cli.up;

import io.vigie.cli.Table.Cell;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.cli.story.Paints;
import io.vigie.cli.story.Picture;
import io.vigie.cli.story.Picture.Said;
import io.vigie.cli.story.Story;
import io.vigie.event.Envelope;
import io.vigie.event.NodeChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens, a line for each event; on a terminal with a few lines below that say how things
 * are. Thread-safe.
 */
final class LiveView {

  private static final String CLEAR_BELOW = "\033[J";
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";

  private final Terminal terminal;
  private final Story story;
  private final Picture picture = new Picture();
  private final Progress progress = new Progress();
  private Map<String, Long> sessions = Map.of();
  private int drawn;

  LiveView(Terminal terminal, Story story) {
    this.terminal = terminal;
    this.story = story;
  }

  /** An event from before the view began: known, not told. */
  synchronized void known(Envelope envelope) {
    picture.take(envelope);
  }

  /** An event that happens. */
  synchronized void tell(Envelope envelope) {
    picture.take(envelope);
    String line = story.line(envelope); // the story knows all, also what it does not tell
    if (progress.isNews(envelope)) {
      line(line);
    }
  }

  /** A line of our own. */
  synchronized void line(String text) {
    StringBuilder screen = new StringBuilder();
    erase(screen);
    screen.append(text).append('\n');
    draw(screen);
    terminal.out().print(screen);
    terminal.out().flush();
  }

  /** How many sessions each pool has now. */
  synchronized void sessions(Map<String, Long> byPool) {
    if (!sessions.equals(byPool)) {
      sessions = Map.copyOf(byPool);
      redraw();
    }
  }

  /** Shows how things are, from now on. */
  synchronized void redraw() {
    StringBuilder screen = new StringBuilder();
    erase(screen);
    draw(screen);
    terminal.out().print(screen);
    terminal.out().flush();
  }

  private void erase(StringBuilder screen) {
    if (drawn > 0) {
      screen.append("\033[").append(drawn).append('A').append(CLEAR_BELOW);
      drawn = 0;
    }
  }

  private void draw(StringBuilder screen) {
    if (!terminal.interactive()) {
      return;
    }
    List<String> lines = footer();
    screen.append(WRAP_OFF); // a wrapped line would be two to erase
    lines.forEach(line -> screen.append(line).append('\n'));
    screen.append(WRAP_ON);
    drawn = lines.size();
  }

  private List<String> footer() {
    List<String> lines = new ArrayList<>();
    lines.add(terminal.paint(Paint.FAINT, "─".repeat(60)));
    StringBuilder nodes = new StringBuilder("nodes ");
    for (Said<NodeChanged> node : picture.of(NodeChanged.class)) {
      append(nodes, node.event().node(), Paints.cell(node.event().status()));
    }
    lines.add(nodes.toString());
    Map<String, StringBuilder> pools = new TreeMap<>();
    for (Said<ServerChanged> server : picture.of(ServerChanged.class)) {
      String pool = server.event().pool();
      append(
          pools.computeIfAbsent(pool, this::poolHead),
          server.event().server(),
          Paints.cell(server.event().state()));
    }
    pools.values().forEach(pool -> lines.add(pool.toString()));
    Map<String, StringBuilder> vips = new TreeMap<>();
    for (Said<RoleChanged> role : picture.of(RoleChanged.class)) {
      append(
          vips.computeIfAbsent(role.event().vip(), vip -> new StringBuilder("vip ").append(vip)),
          role.envelope().host(),
          Paints.cell(role.event().role()));
    }
    vips.values().forEach(vip -> lines.add(vip.toString()));
    return lines;
  }

  private StringBuilder poolHead(String pool) {
    Long open = sessions.get(pool);
    return new StringBuilder("pool ")
        .append(pool)
        .append(open == null ? "" : " (" + open + (open == 1 ? " session)" : " sessions)"));
  }

  private void append(StringBuilder line, String name, Cell state) {
    line.append("  ").append(name).append(' ');
    line.append(terminal.paint(state.paint(), state.text()));
  }
}
