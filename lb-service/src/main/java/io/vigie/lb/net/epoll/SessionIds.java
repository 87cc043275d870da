package io.vigie.lb.net.epoll;

/** Numbers for one loop's sessions, from which the loop can be told. Thread rule: that loop. */
final class SessionIds {

  /** As many loops as there may be. */
  static final int MOST_LOOPS = 256;

  private final int loop;
  private long last;

  /** Of the loop with this index. */
  SessionIds(int loop) {
    this.loop = loop;
  }

  long next() {
    return ++last * MOST_LOOPS + loop;
  }

  /** The index of a session's loop. */
  static int loop(long session) {
    return (int) (session % MOST_LOOPS);
  }
}
