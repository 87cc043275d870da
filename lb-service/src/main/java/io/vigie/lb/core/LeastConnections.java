package io.vigie.lb.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least sessions for its share, the next one counted in; an idle server before all others; in
 * turn where that is equal. As HAProxy's leastconn ({@code src/lb_fwlc.c}).
 */
final class LeastConnections implements Balance {

  private long turns;

  @Override
  public @Nullable Server choose(List<Server> tier, Session session, Turn turn) {
    Server best = null;
    for (int i = 0; i < tier.size(); i++) {
      Server other = tier.get(i);
      if (session.mayUse(other) && (best == null || isBetter(other, best, turn.now))) {
        best = other;
      }
    }
    if (best != null) {
      best.chosen = ++turns;
    }
    return best;
  }

  private static boolean isBetter(Server a, Server b, long now) {
    int order = compare(a, b, now);
    return order < 0 || (order == 0 && a.chosen < b.chosen);
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
