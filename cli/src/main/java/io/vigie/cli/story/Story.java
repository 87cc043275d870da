package io.vigie.cli.story;

import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.event.Envelope;
import io.vigie.event.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells events in the order they come, each with the time since the one that tipped it.
 *
 * <p>Not thread-safe. Remembers the last {@value #MOST_REMEMBERED} events.
 */
public final class Story {

  private static final int MOST_REMEMBERED = 10_000;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Terminal terminal;
  private final ZoneId zone;
  private final int hostWidth;
  private final Map<String, Told> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /**
   * A story for this terminal, with times of this zone.
   *
   * @param hosts who may speak; who does is said if there is more than one
   */
  public Story(Terminal terminal, ZoneId zone, Collection<String> hosts) {
    this.terminal = terminal;
    this.zone = zone;
    this.hostWidth = hosts.size() > 1 ? hosts.stream().mapToInt(String::length).max().orElse(0) : 0;
  }

  /** The line for an event: {@code 12:01:07.123 → web/k3s-2 out (node down) +1 ms}. */
  public String line(Envelope envelope) {
    Words words = Words.of(envelope.event());
    Told cause = cause(envelope);
    int depth = cause == null ? 0 : depth(cause, envelope);
    told.put(envelope.id(), new Told(envelope.time(), envelope.host(), envelope.key(), depth));
    StringBuilder line = new StringBuilder();
    line.append(terminal.paint(Paint.FAINT, TIME.format(envelope.time().atZone(zone))));
    if (hostWidth > 0) {
      String host = envelope.host() + " ".repeat(Math.max(0, hostWidth - envelope.host().length()));
      line.append("  ").append(terminal.paint(Paint.FAINT, host));
    }
    line.append("  ").repeat(' ', 2 * Math.max(0, depth - 1));
    if (depth > 0) {
      line.append("→ ");
    }
    line.append(terminal.paint(Paint.of(words.tone()), words.text()));
    if (cause != null) {
      line.append(terminal.paint(Paint.FAINT, since(cause, envelope)));
    }
    return line.toString();
  }

  private @Nullable Told cause(Envelope envelope) {
    String id = envelope.fact().causationId();
    return id == null ? null : told.get(id);
  }

  /** The next word on the same thing, such as another per cent, stands beside the one before. */
  private static int depth(Told cause, Envelope envelope) {
    return cause.key().equals(envelope.key()) ? Math.max(1, cause.depth()) : cause.depth() + 1;
  }

  /** Two machines' clocks may differ: then the number is only about right. */
  private static String since(Told cause, Envelope envelope) {
    long millis = Duration.between(cause.time(), envelope.time()).toMillis();
    String about = cause.host().equals(envelope.host()) ? "" : "about ";
    return "  " + about + (millis < 0 ? "" : "+") + millis + " ms";
  }

  private record Told(Instant time, String host, String key, int depth) {}
}
