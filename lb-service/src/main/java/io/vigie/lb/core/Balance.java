package io.vigie.lb.core;

import java.net.InetAddress;
import java.util.List;

/** How to choose a server among those that have a place. */
interface Balance {

  /**
   * Chooses.
   *
   * @param tier all servers in use, in the order of the configuration
   * @param free those of them that may be chosen, in the same order, at least one
   * @param source the client
   */
  Server choose(List<Server> tier, List<Server> free, InetAddress source, Turn turn);

  /** The strategy of that name. */
  static Balance of(LbConfig.Balance name) {
    return switch (name) {
      case ROUNDROBIN -> new RoundRobin();
      case LEASTCONN -> new LeastConnections();
      case RANDOM -> new BetterOfTwo();
      case SOURCE -> new BySource();
      case FIRST -> (tier, free, source, turn) -> free.getFirst();
    };
  }
}
