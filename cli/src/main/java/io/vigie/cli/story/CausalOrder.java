package io.vigie.cli.story;

import io.vigie.event.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts causes before effects where two streams bring them the other way round: an effect waits for
 * its cause, but not for long.
 *
 * <p>Not thread-safe. Time is an argument. Also drops copies.
 */
public final class CausalOrder {

  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_WAITING = 1_000;

  private final Duration patience;
  private final Set<String> given = new LinkedHashSet<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /** An order in which an effect waits so long. */
  public CausalOrder(Duration patience) {
    this.patience = patience;
  }

  /** Takes an event in; gives those whose turn it is now. */
  public List<Envelope> take(Envelope envelope, Instant now) {
    if (!given.contains(envelope.id()) && waiting.size() < MOST_WAITING) {
      waiting.putIfAbsent(envelope.id(), new Waiting(envelope, now.plus(patience)));
    }
    return due(now);
  }

  /** Those that have waited long enough. */
  public List<Envelope> due(Instant now) {
    List<Envelope> due = new ArrayList<>();
    boolean again = true;
    while (again) {
      again = false;
      for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext(); ) {
        Waiting next = each.next();
        String cause = next.envelope().fact().causationId();
        if (cause == null || given.contains(cause) || !now.isBefore(next.until())) {
          each.remove();
          remember(next.envelope().id());
          due.add(next.envelope());
          again = true; // others may wait for this one
        }
      }
    }
    return due;
  }

  private void remember(String id) {
    given.add(id);
    if (given.size() > MOST_REMEMBERED) {
      Iterator<String> oldest = given.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private record Waiting(Envelope envelope, Instant until) {}
}
