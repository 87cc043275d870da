package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by number: open addressing with linear probing, so that one costs a place in an array
 * and nothing else. Half empty at least.
 */
final class SessionTable {

  private static final int LEAST = 64;

  private @Nullable Session[] places = new @Nullable Session[LEAST];
  private int size;

  int size() {
    return size;
  }

  /** The session with this number; null if there is none. */
  @Nullable Session get(long id) {
    int mask = places.length - 1;
    for (int at = hash(id) & mask; ; at = (at + 1) & mask) {
      Session found = places[at];
      if (found == null || found.id == id) {
        return found;
      }
    }
  }

  /** Adds a session whose number is not there yet. */
  void add(Session session) {
    if (2 * (size + 1) > places.length) {
      resize(2 * places.length);
    }
    place(session);
    size++;
  }

  /** Takes a session out, if it is there. */
  void remove(long id) {
    int mask = places.length - 1;
    int at = hash(id) & mask;
    while (true) {
      Session found = places[at];
      if (found == null) {
        return;
      }
      if (found.id == id) {
        break;
      }
      at = (at + 1) & mask;
    }
    size--;
    close(at, mask);
    if (places.length > LEAST && 8 * size < places.length) {
      resize(places.length / 2);
    }
  }

  /** Fills a gap with those behind it that would not be found past it. */
  private void close(int gap, int mask) {
    int free = gap;
    for (int at = (gap + 1) & mask; ; at = (at + 1) & mask) {
      Session next = places[at];
      if (next == null) {
        break;
      }
      int home = hash(next.id) & mask;
      if (((at - home) & mask) >= ((at - free) & mask)) {
        places[free] = next;
        free = at;
      }
    }
    places[free] = null;
  }

  /** A copy, in the order of their numbers. */
  List<Session> all() {
    List<Session> all = unordered();
    all.sort(Comparator.comparingLong(session -> session.id));
    return all;
  }

  private List<Session> unordered() {
    List<Session> all = new ArrayList<>(size);
    for (Session session : places) {
      if (session != null) {
        all.add(session);
      }
    }
    return all;
  }

  private void resize(int length) {
    List<Session> all = unordered();
    places = new @Nullable Session[length];
    all.forEach(this::place);
  }

  private void place(Session session) {
    int mask = places.length - 1;
    int at = hash(session.id) & mask;
    while (places[at] != null) {
      at = (at + 1) & mask;
    }
    places[at] = session;
  }

  /** Numbers of one loop follow each other, and differ from another's far in front. */
  private static int hash(long id) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }
}
