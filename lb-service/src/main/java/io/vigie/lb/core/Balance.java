package io.vigie.lb.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to choose a server of a tier. */
interface Balance {

  /**
   * Chooses.
   *
   * @param tier all servers in use, in the order of the configuration: another list whenever a
   *     state or a weight has changed
   * @return a server that the session {@link Session#mayUse may use}; null if there is none
   */
  @Nullable Server choose(List<Server> tier, Session session, Turn turn);

  /** The strategy of that name. */
  static Balance of(LbConfig.Balance name) {
    return switch (name) {
      case ROUNDROBIN -> new RoundRobin();
      case LEASTCONN -> new LeastConnections();
      case RANDOM -> new BetterOfTwo();
      case SOURCE -> new BySource();
      case FIRST -> Balance::first;
    };
  }

  /** The first that may be used. */
  static @Nullable Server first(List<Server> tier, Session session, Turn turn) {
    for (int i = 0; i < tier.size(); i++) {
      if (session.mayUse(tier.get(i))) {
        return tier.get(i);
      }
    }
    return null;
  }
}
