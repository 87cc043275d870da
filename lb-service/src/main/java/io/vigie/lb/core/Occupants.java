package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions on one server, in the order they came. They are linked through themselves: being on
 * a server takes no memory.
 */
final class Occupants {

  private @Nullable Session first;
  private @Nullable Session last;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a session that is on no server. */
  void add(Session session) {
    Session end = last;
    session.on = this;
    session.before = end;
    if (end == null) {
      first = session;
    } else {
      end.after = session;
    }
    last = session;
    size++;
  }

  /** Takes a session out, if it is in. */
  @SuppressWarnings("ReferenceEquality") // there is one of each
  void remove(Session session) {
    if (session.on != this) {
      return;
    }
    Session before = session.before;
    Session after = session.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    session.on = null;
    session.before = null;
    session.after = null;
    size--;
  }

  /** A copy. */
  List<Session> all() {
    List<Session> all = new ArrayList<>(size);
    for (Session session = first; session != null; session = session.after) {
      all.add(session);
    }
    return all;
  }
}
