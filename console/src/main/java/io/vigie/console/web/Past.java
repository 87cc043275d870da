package io.vigie.console.web;

import io.vigie.event.Envelope;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The last of what is read from the log at the start: topic by topic, so in no order among them. By
 * time, and no effect before its cause, whatever the clocks say.
 *
 * <p>Thread rule: one thread.
 */
final class Past {

  private final int most;
  private final PriorityQueue<Envelope> latest =
      new PriorityQueue<>(Comparator.comparing(Envelope::time));

  /** A past of so many events. */
  Past(int most) {
    this.most = most;
  }

  void add(Envelope envelope) {
    latest.add(envelope);
    if (latest.size() > most) {
      latest.remove();
    }
  }

  /** All of it, the oldest first; nothing is kept. */
  Deque<Envelope> take() {
    Map<String, Envelope> byId = new HashMap<>();
    latest.forEach(envelope -> byId.put(envelope.id(), envelope));
    Map<String, Place> places = new HashMap<>();
    List<Envelope> all = new ArrayList<>(latest);
    latest.clear();
    all.sort(
        Comparator.comparing((Envelope envelope) -> place(envelope, byId, places))
            .thenComparing((Envelope envelope) -> envelope.source())
            .thenComparing(Envelope::sequence));
    return new ArrayDeque<>(all);
  }

  /**
   * Where an event stands.
   *
   * @param at its time, or its cause's if that is later
   * @param depth how many causes it has
   */
  private record Place(Instant at, int depth) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::at).thenComparingInt(Place::depth);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private static Place place(
      Envelope envelope, Map<String, Envelope> byId, Map<String, Place> places) {
    Deque<Envelope> chain = new ArrayDeque<>();
    Envelope next = envelope;
    while (next != null && !places.containsKey(next.id())) {
      places.put(next.id(), new Place(next.time(), 0)); // so that a circle ends
      chain.push(next);
      next = cause(next, byId);
    }
    while (!chain.isEmpty()) {
      Envelope effect = chain.pop();
      Envelope cause = cause(effect, byId);
      Place before = cause == null ? null : places.get(cause.id());
      if (before != null) {
        Instant at = before.at().isAfter(effect.time()) ? before.at() : effect.time();
        places.put(effect.id(), new Place(at, before.depth() + 1));
      }
    }
    return places.getOrDefault(envelope.id(), new Place(envelope.time(), 0));
  }

  private static @Nullable Envelope cause(Envelope effect, Map<String, Envelope> byId) {
    String id = effect.fact().causationId();
    return id == null ? null : byId.get(id);
  }
}
