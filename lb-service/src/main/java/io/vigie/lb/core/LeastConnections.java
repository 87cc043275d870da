package io.vigie.lb.core;

import java.net.InetAddress;
import java.util.List;

/**
 * The least sessions for its share, the next one counted in; an idle server before all others; in
 * turn where that is equal. As HAProxy's leastconn ({@code src/lb_fwlc.c}).
 */
final class LeastConnections implements Balance {

  private long turns;

  @Override
  public Server choose(List<Server> tier, List<Server> free, InetAddress source, Turn turn) {
    Server best = free.getFirst();
    for (int i = 1; i < free.size(); i++) {
      Server other = free.get(i);
      int order = compare(other, best, turn.now);
      if (order < 0 || (order == 0 && other.chosen < best.chosen)) {
        best = other;
      }
    }
    best.chosen = ++turns;
    return best;
  }

  /** Compares loads: (sessions + 1) / share, or 0 when idle, without dividing. */
  static int compare(Server a, Server b, long now) {
    int busyA = a.sessions.size();
    int busyB = b.sessions.size();
    if (busyA == 0 || busyB == 0) {
      return Boolean.compare(busyA > 0, busyB > 0);
    }
    return Long.compare((busyA + 1) * b.share(now), (busyB + 1) * a.share(now));
  }
}
