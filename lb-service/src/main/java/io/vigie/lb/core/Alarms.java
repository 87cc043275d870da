package io.vigie.lb.core;

import java.util.PriorityQueue;

/**
 * What is due when. An alarm is never taken back: what it calls looks whether it still matters, so
 * a stale one is harmless.
 */
final class Alarms {

  /** No alarm is set. */
  static final long NEVER = Long.MAX_VALUE;

  /** What an alarm calls. */
  @FunctionalInterface
  interface Due {
    void due(Turn turn);
  }

  private record Alarm(long at, long order, Due what) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Alarm> queue = new PriorityQueue<>();
  private long order;

  /** Calls {@code what} in the first turn at or after {@code at}. */
  void set(long at, Due what) {
    queue.add(new Alarm(at, order++, what));
  }

  /** When the next alarm is due, or {@link #NEVER}. */
  long next() {
    Alarm first = queue.peek();
    return first == null ? NEVER : first.at;
  }

  /** Calls what is due, the earliest first. */
  void ring(Turn turn) {
    for (Alarm a = queue.peek(); a != null && a.at <= turn.now; a = queue.peek()) {
      queue.remove();
      a.what.due(turn);
    }
  }
}
