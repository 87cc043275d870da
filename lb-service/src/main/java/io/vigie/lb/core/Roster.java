package io.vigie.lb.core;

import io.vigie.event.CheckResult;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Fact;
import io.vigie.event.PoolChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.lb.core.Input.Because;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which servers serve: what is known of each, and what follows when it changes (design P5, §5).
 * Every change of a server's state goes through {@link #reconsider}.
 */
final class Roster {

  /** More nodes than that are not a configuration, but somebody filling memory. */
  private static final int MOST_NODES = 4096;

  private static final long FAILURE_TOLD_EVERY = Duration.ofSeconds(1).toNanos();

  private final Dispatch dispatch;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Pool> pools = new LinkedHashMap<>();

  /** Pools that a reload took out and that have sessions still; another may bring them back. */
  private final Map<String, Pool> retired = new HashMap<>();

  Roster(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  Collection<Pool> pools() {
    return pools.values();
  }

  @Nullable Pool pool(String name) {
    return pools.get(name);
  }

  /** The node of that name, from now on known. */
  Node node(String name) {
    return nodes.computeIfAbsent(name, Node::new);
  }

  /** The node of that name, if it is or may become known. */
  @Nullable Node heardOf(String name) {
    return nodes.size() < MOST_NODES ? node(name) : nodes.get(name);
  }

  /** Whether some pool has a server there. */
  boolean serves(String node) {
    return pools.values().stream().anyMatch(pool -> pool.server(node) != null);
  }

  /** Takes another configuration: pools and servers of both keep all they are. */
  void configure(Map<String, LbConfig.Pool> wanted, Turn turn) {
    retired.putAll(pools);
    pools.clear();
    wanted.forEach(
        (name, config) -> {
          Pool known = retired.remove(name);
          Pool pool = known != null ? known : new Pool(name, config, dispatch);
          pool.configure(config, this);
          pools.put(name, pool);
        });
    for (Pool gone : retired.values()) {
      gone.close();
      dispatch.serveWaiting(gone, turn);
    }
    retired.values().removeIf(pool -> pool.sessions == 0);
    for (Pool pool : pools.values()) {
      for (Server server : pool.servers()) {
        ServerState is = server.judge(turn.now);
        if (server.told != null && is != server.told) {
          server.why = "reconfigured";
          server.cause = null;
        }
        server.state = is;
      }
      pool.sort();
      if (turn.announced) {
        announce(pool, turn);
      }
      dispatch.serveWaiting(pool, turn);
    }
  }

  /** Something about a node changed: its servers are looked at again. */
  void nodeChanged(String node, String why, Because because, Turn turn) {
    for (Pool pool : pools.values()) {
      Server server = pool.server(node);
      if (server != null) {
        reconsider(server, why, because, turn);
      }
    }
  }

  /** An operator's word about a node is obeyed: its servers are looked at again. */
  void obeyed(Node node, String why, Because because, Turn turn) {
    nodeChanged(node.name, why, because, turn);
    for (Pool pool : pools.values()) { // a weight changes no state, but who gets what
      if (pool.server(node.name) != null) {
        pool.sort();
        if (turn.announced || because.fresh()) {
          tellPool(pool, because.ref(), turn);
        }
        dispatch.serveWaiting(pool, turn);
      }
    }
  }

  /** What a node's servers are doing, for people. */
  String describe(String node) {
    StringJoiner text = new StringJoiner(", ");
    for (Pool pool : pools.values()) {
      Server server = pool.server(node);
      if (server != null) {
        text.add(
            pool.name
                + " "
                + server.state.wire()
                + " with "
                + server.sessions.size()
                + " sessions");
      }
    }
    return text.toString();
  }

  /** Takes up where the last process left off, unless something was told since. */
  void toldBefore(Input.ToldBefore before, Turn turn) {
    Pool pool = pools.get(before.pool());
    Server server = pool == null ? null : pool.server(before.server());
    if (server == null || server.toldRef != null) {
      return;
    }
    server.told = before.state();
    if (turn.announced && server.told != server.state) {
      tell(server, 0, 0, turn);
    }
  }

  /** Tells each state that differs from what was told last. */
  void announce(Turn turn) {
    pools.values().forEach(pool -> announce(pool, turn));
  }

  private void announce(Pool pool, Turn turn) {
    for (Server server : pool.servers()) {
      if (server.told != server.state) {
        tell(server, 0, 0, turn);
      }
    }
    tellPool(pool, pool.toldRef, turn);
  }

  /** A server answered. */
  void connected(Server server) {
    server.ejection.succeeded();
  }

  /**
   * A server did not answer. Told at most once a second; ejects it when it was once too often and
   * another one is well.
   */
  void connectFailed(Server server, ConnectFailure failure, long beganAt, Turn turn) {
    if (failure == ConnectFailure.LOCAL || !isCurrent(server)) {
      return;
    }
    int streak = server.ejection.failed(failure, beganAt, turn.now);
    boolean told = server.failureRef != null;
    if (!told || turn.now - server.failureToldAt >= FAILURE_TOLD_EVERY) {
      server.failureToldAt = turn.now;
      server.failureRef =
          turn.publish(
              new ConnectFailed(
                  server.pool.name,
                  server.name,
                  HostPort.text(server.address()),
                  failure == ConnectFailure.TIMED_OUT ? CheckResult.L4TOUT : CheckResult.L4CON,
                  streak),
              null);
    }
    LbConfig.Ejection config = server.pool.config.ejection();
    if (config.failures() > 0
        && streak >= config.failures()
        && server.isWell()
        && !turn.impaired
        && anotherIsWell(server)) {
      long until = server.ejection.eject(config, turn.now);
      turn.alarms.set(until, t -> alarm(server, "ejection over", until, t));
      Because because = new Because(server.failureRef, true, turn.now);
      reconsider(server, streak + " connects failed", because, turn);
    }
  }

  /** Works out a server's state, and if it changed does what follows. */
  void reconsider(Server server, String why, Because because, Turn turn) {
    Pool pool = server.pool;
    ServerState was = server.state;
    ServerState is = server.judge(turn.now);
    boolean slow = turn.announced && isSlow(pool); // never at process start, as HAProxy
    if (slow && is == ServerState.ACTIVE && comesBack(was)) {
      server.riseSlowly(turn.now);
      long until = server.slowUntil();
      turn.alarms.set(until, t -> alarm(server, "at its full share", until, t));
      is = ServerState.SLOW_START;
    }
    if (is == was) {
      return;
    }
    server.state = is;
    server.why = why;
    server.cause = because.ref();
    if (!server.isWell()) {
      server.stopRising();
      server.credit = 0;
    }
    if (is == ServerState.DOWN) {
      server.ejection.clear(turn.now);
    }
    pool.sort();
    int closed = because.fresh() ? closeSessions(server, turn) : 0;
    if (turn.announced || because.fresh()) {
      server.told = server.told == null ? was : server.told;
      long tookMillis = (turn.now - because.heardNanos()) / 1_000_000;
      tellPool(pool, tell(server, closed, tookMillis, turn), turn);
    }
    if (!server.isWell()) {
      moveConnecting(server, turn);
    }
    dispatch.serveWaiting(pool, turn);
  }

  private void alarm(Server server, String why, long due, Turn turn) {
    if (!isCurrent(server)) {
      return;
    }
    reconsider(server, why, new Because(server.toldRef, true, due), turn);
  }

  /** Whether a server is still in the configuration. */
  private boolean isCurrent(Server server) {
    Pool pool = pools.get(server.pool.name);
    return pool == server.pool && pool.server(server.name) == server;
  }

  private static boolean comesBack(ServerState was) {
    return switch (was) {
      case DOWN, SUPPRESSED, EJECTED, MAINTENANCE -> true;
      case ACTIVE, SLOW_START, DRAINING -> false;
    };
  }

  private static boolean isSlow(Pool pool) {
    return pool.config.slowStart().isPositive();
  }

  private static boolean anotherIsWell(Server server) {
    for (Server other : server.pool.tiers().used()) {
      if (other != server && other.isWell()) {
        return true;
      }
    }
    return false;
  }

  /** Closes what must not go on. The last usable server's sessions are never closed on down. */
  private int closeSessions(Server server, Turn turn) {
    boolean down =
        server.state == ServerState.DOWN
            && server.pool.config.closeOnDown()
            && server.pool.tiers().anyUsable()
            && !turn.impaired;
    boolean maintenance = server.state == ServerState.MAINTENANCE;
    if (!down && !maintenance) {
      return 0;
    }
    Termination why = down ? Termination.DOWN : Termination.KILLED;
    return forEach(server, Session.Phase.OPEN, session -> dispatch.end(session, why, turn));
  }

  /** Nobody need wait for a connect to a server that is known to be out. */
  private void moveConnecting(Server server, Turn turn) {
    boolean out = server.state == ServerState.DOWN || server.state == ServerState.MAINTENANCE;
    if (out && server.pool.tiers().anyUsable()) {
      forEach(
          server,
          Session.Phase.CONNECTING,
          session -> dispatch.move(session, server.pool, server, turn));
    }
  }

  private static int forEach(Server server, Session.Phase phase, Consumer<Session> action) {
    int count = 0;
    for (Session session : new ArrayList<>(server.sessions)) {
      if (session.phase == phase) {
        action.accept(session);
        count++;
      }
    }
    return count;
  }

  private Fact.Ref tell(Server server, int closed, long tookMillis, Turn turn) {
    ServerState was = server.told == null ? server.state : server.told;
    server.told = server.state;
    server.toldRef =
        turn.publish(
            new ServerChanged(
                server.pool.name, server.name, server.state, was, server.why, closed, tookMillis),
            server.cause);
    return server.toldRef;
  }

  private void tellPool(Pool pool, Fact.@Nullable Ref cause, Turn turn) {
    PoolChanged now =
        new PoolChanged(pool.name, pool.state(), pool.tiers().used().size(), pool.servers().size());
    if (!now.equals(pool.told)) {
      pool.told = now;
      pool.toldRef = turn.publish(now, cause);
    }
  }
}
