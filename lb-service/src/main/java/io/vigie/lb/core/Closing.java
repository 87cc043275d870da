package io.vigie.lb.core;

import io.vigie.event.ServerChanged.ServerState;
import java.util.function.Consumer;

/** What becomes of sessions on a server that is out. */
final class Closing {

  private final Dispatch dispatch;

  Closing(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  /**
   * Closes what must not go on after a change of state, and counts it. The last usable server's
   * sessions are never closed on down; those on a former primary are, as writes fail there.
   */
  int follow(Server server, Turn turn) {
    boolean down =
        server.state == ServerState.DOWN
            && server.pool.config.closeOnDown()
            && server.pool.tiers().anyUsable()
            && !turn.impaired;
    if (down || server.pool.isElsewhere(server)) {
      return cut(server, turn) + end(server, Session.Phase.OPEN, Termination.DOWN, turn);
    }
    return server.state == ServerState.MAINTENANCE
        ? cut(server, turn) + end(server, Session.Phase.OPEN, Termination.KILLED, turn)
        : 0;
  }

  /** Ends all that is on a former primary, and counts those who were connected. */
  int leave(Server server, Turn turn) {
    end(server, Session.Phase.CONNECTING, Termination.DOWN, turn); // had nowhere else to go
    return cut(server, turn) + end(server, Session.Phase.OPEN, Termination.DOWN, turn);
  }

  /** Has the kernel forget its connections; how many is known as of when it was asked last. */
  private static int cut(Server server, Turn turn) {
    if (!server.pool.direct) {
      return 0;
    }
    int flows = server.flows();
    server.flows.clear();
    turn.emit(new Effect.Cut(server.pool.name, server.name));
    return flows;
  }

  /** Nobody need wait for a connect to a server that is known to be out. */
  void moveConnecting(Server server, Turn turn) {
    boolean out =
        switch (server.state) {
          case DOWN, STANDBY, MAINTENANCE -> true;
          case ACTIVE, SLOW_START, EJECTED, SUPPRESSED, DRAINING -> false;
        };
    if (out && server.pool.tiers().anyUsable()) {
      forEach(
          server,
          Session.Phase.CONNECTING,
          session -> dispatch.move(session, server.pool, server, turn));
    }
  }

  private int end(Server server, Session.Phase phase, Termination why, Turn turn) {
    return forEach(server, phase, session -> dispatch.end(session, why, turn));
  }

  private static int forEach(Server server, Session.Phase phase, Consumer<Session> action) {
    int count = 0;
    for (Session session : server.sessions.all()) {
      if (session.phase == phase) {
        action.accept(session);
        count++;
      }
    }
    return count;
  }
}
