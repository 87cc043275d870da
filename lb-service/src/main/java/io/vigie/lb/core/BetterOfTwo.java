package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two different servers drawn at random by share, and the one with less to do: nearly as even as
 * the least of all, and two balancers that do not talk do not run to the same server.
 */
final class BetterOfTwo implements Balance {

  private final List<Server> free = new ArrayList<>();

  @Override
  public @Nullable Server choose(List<Server> tier, Session session, Turn turn) {
    free.clear();
    for (int i = 0; i < tier.size(); i++) {
      if (session.mayUse(tier.get(i))) {
        free.add(tier.get(i));
      }
    }
    if (free.isEmpty()) {
      return null;
    }
    if (free.size() == 1) {
      return free.getFirst();
    }
    int first = draw(free, -1, turn);
    int second = draw(free, first, turn);
    Server a = free.get(first);
    Server b = free.get(second);
    return LeastConnections.compare(b, a, turn.now) < 0 ? b : a;
  }

  /** A server by share, but not the one at {@code except}. */
  private static int draw(List<Server> free, int except, Turn turn) {
    long total = 0;
    for (int i = 0; i < free.size(); i++) {
      total += i == except ? 0 : free.get(i).share(turn.now);
    }
    long ticket = turn.random.nextLong(total);
    int at = -1;
    while (ticket >= 0) {
      at++;
      ticket -= at == except ? 0 : free.get(at).share(turn.now);
    }
    return at;
  }
}
