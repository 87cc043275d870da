package io.vigie.lb.net.linux;

/** Numbers for one loop's sessions, from which the loop can be told. Thread rule: that loop. */
final class SessionIds {

  /** As many loops as there may be. */
  static final int MOST_LOOPS = 256;

  /** The loop is in front, so that one loop's numbers follow each other. */
  private static final int LOOP_SHIFT = 48;

  private long last;

  /** Of the loop with this index. */
  SessionIds(int loop) {
    last = (long) loop << LOOP_SHIFT;
  }

  long next() {
    return ++last;
  }

  /** The index of a session's loop. */
  static int loop(long session) {
    return (int) (session >>> LOOP_SHIFT);
  }
}
