package io.vigie.lb.core;

import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Sessions that wait, each until its own time: who is due first is first. With one timeout for all
 * that is first come, first served; who waited before and comes back is ahead of newcomers.
 */
final class Line implements Iterable<Session> {

  private static final Comparator<Session> ORDER =
      Comparator.<Session>comparingLong(s -> s.due).thenComparingLong(s -> s.id);

  private final TreeSet<Session> sessions = new TreeSet<>(ORDER);
  private final BiConsumer<Session, Turn> whenDue;
  private long armed = Alarms.NEVER;

  /**
   * A new line.
   *
   * @param whenDue takes a session whose time has come and which was taken out of the line
   */
  Line(BiConsumer<Session, Turn> whenDue) {
    this.whenDue = whenDue;
  }

  /** Adds a session whose {@code due} is set. */
  void add(Session session, Turn turn) {
    sessions.add(session);
    arm(turn);
  }

  /** Takes a session out, if it is in. */
  void remove(Session session) {
    sessions.remove(session);
  }

  int size() {
    return sessions.size();
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  /** In order. The iterator can remove. */
  @Override
  public Iterator<Session> iterator() {
    return sessions.iterator();
  }

  private void arm(Turn turn) {
    if (!sessions.isEmpty() && sessions.first().due < armed) {
      armed = sessions.first().due;
      turn.alarms.set(armed, this::ring);
    }
  }

  private void ring(Turn turn) {
    armed = Alarms.NEVER;
    while (!sessions.isEmpty() && sessions.first().due <= turn.now) {
      Session session = sessions.pollFirst();
      whenDue.accept(session, turn);
    }
    arm(turn);
  }
}
