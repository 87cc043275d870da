package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * In turn, smoothly weighted. Each server has rounds of its own, as long as the inverse of its
 * share, and is due once in each, the first time halfway; who is due first is chosen. With weights
 * 3 and 1: a a b a. That costs no more with a thousand servers than the logarithm says.
 */
final class RoundRobin implements Balance {

  /** The round of a server with a share of 1, in a time that passes with each choice. */
  private static final long ROUND = 1L << 40;

  /** Whose time wraps around: only differences count. */
  private static final Comparator<Place> EARLIEST =
      (a, b) -> a.due == b.due ? a.index - b.index : Long.signum(a.due - b.due);

  /** A server's place in the order. */
  private static final class Place {
    final Server server;
    final int index;
    long last;
    long due;

    Place(Server server, int index, long last, long now) {
      this.server = server;
      this.index = index;
      turned(last, now);
    }

    /** Had its turn, or its chance, at a time; the next is a round later. */
    void turned(long time, long now) {
      last = time;
      due = time + round(server, now);
    }
  }

  private final PriorityQueue<Place> steady = new PriorityQueue<>(EARLIEST);

  /** Those whose share grows, so that their rounds get shorter: few, and not for long. */
  private final List<Place> rising = new ArrayList<>();

  private final List<Place> taken = new ArrayList<>();
  private IdentityHashMap<Server, Place> places = new IdentityHashMap<>();
  private List<Server> known = List.of();
  private long time;

  @Override
  @SuppressWarnings("ReferenceEquality") // each sorting makes new lists
  public @Nullable Server choose(List<Server> tier, Session session, Turn turn) {
    if (tier != known) {
      sort(tier, turn.now);
    }
    Place best = steadyOne(session);
    for (int i = 0; i < rising.size(); i++) {
      Place place = rising.get(i);
      place.due = place.last + round(place.server, turn.now);
      if (session.mayUse(place.server) && (best == null || EARLIEST.compare(place, best) < 0)) {
        best = place;
      }
    }
    if (best != null) {
      time = best.due - time > 0 ? best.due : time;
      best.turned(time, turn.now);
    }
    putBack(turn.now);
    return best == null ? null : best.server;
  }

  private void putBack(long now) {
    for (int i = 0; i < taken.size(); i++) {
      Place place = taken.get(i);
      if (!place.server.hasPlace()) {
        place.turned(time, now); // it does not catch up later
      }
      steady.add(place);
    }
    taken.clear();
  }

  /** The one that is due first; it and those before it are taken out of the queue. */
  private @Nullable Place steadyOne(Session session) {
    for (Place place = steady.poll(); place != null; place = steady.poll()) {
      taken.add(place);
      if (session.mayUse(place.server)) {
        return place;
      }
    }
    return null;
  }

  private void sort(List<Server> tier, long now) {
    known = tier;
    steady.clear();
    rising.clear();
    IdentityHashMap<Server, Place> before = places;
    places = new IdentityHashMap<>(tier.size());
    for (Server server : tier) {
      Place was = before.get(server);
      long last = was == null ? time - round(server, now) / 2 : was.last;
      Place place = new Place(server, places.size(), last, now);
      places.put(server, place);
      (server.slowUntil() > now ? rising : steady).add(place);
    }
  }

  private static long round(Server server, long now) {
    return ROUND / Math.max(1, server.share(now));
  }
}
