package io.vigie.lb.core;

import io.vigie.event.CheckResult;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Fact;
import io.vigie.event.PoolChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.lb.core.Input.Because;
import io.vigie.lb.core.Primaries.Primary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
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
  private final Closing closing;
  private final Primaries primaries = new Primaries();
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Pool> pools = new LinkedHashMap<>();

  /** Pools that a reload took out and that have sessions still; another may bring them back. */
  private final Map<String, Pool> retired = new HashMap<>();

  Roster(Dispatch dispatch) {
    this.dispatch = dispatch;
    this.closing = new Closing(dispatch);
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
  void configure(LbConfig all, Turn turn) {
    retired.putAll(pools);
    pools.clear();
    all.pools()
        .forEach(
            (name, config) -> {
              Pool known = retired.remove(name);
              Pool pool = known != null ? known : new Pool(name, config, dispatch);
              pool.configure(config, this);
              pool.direct = all.isDirect(name);
              pool.follow(config.primaryOf() == null ? null : primaries.of(config.primaryOf()));
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
        } else if (server.told == null && is == ServerState.STANDBY) {
          server.why = pool.primaryText();
        }
        server.state = is;
      }
      sort(pool, turn);
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

  /**
   * A database is another than before: pools that follow its primary go with it. Fresh news of a
   * primary elsewhere ends sessions to where it is not, whatever else is known of these servers.
   */
  void databaseNews(Input.DatabaseNews in, Turn turn) {
    Primary primary = primaries.hear(in.word());
    for (Pool pool : pools.values()) {
      if (in.word().cluster().equals(pool.config.primaryOf())) {
        String why = pool.follow(primary);
        reconsider(pool, pool.servers(), why, in.because(), turn);
        if (in.because().fresh()) {
          leaveOthers(pool, why, in.because(), turn);
        }
      }
    }
  }

  /** Ends what a change of state did not: sessions on servers that were out already, say. */
  private void leaveOthers(Pool pool, String why, Because because, Turn turn) {
    for (Server server : pool.allServers()) {
      if (pool.isElsewhere(server)) {
        int closed = closing.leave(server, turn);
        if (closed > 0 && isCurrent(server)) {
          server.why = why;
          server.cause = because.ref();
          tell(server, closed, millisSince(because, turn), turn);
        }
      }
    }
  }

  /** An operator's word about a node is obeyed: its servers are looked at again. */
  void obeyed(Node node, String why, Because because, Turn turn) {
    nodeChanged(node.name, why, because, turn);
    for (Pool pool : pools.values()) { // a weight changes no state, but who gets what
      if (pool.server(node.name) != null) {
        sort(pool, turn);
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
        text.add(pool.name + " " + server.state.wire() + " with " + server.load() + " sessions");
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

  private void reconsider(Server server, String why, Because because, Turn turn) {
    reconsider(server.pool, List.of(server), why, because, turn);
  }

  /** Works out the states of servers of a pool, and does what follows of those that changed. */
  private void reconsider(
      Pool pool, Collection<Server> servers, String why, Because because, Turn turn) {
    List<Server> changed = new ArrayList<>(1);
    for (Server server : servers) {
      if (change(server, why, because, turn)) {
        changed.add(server);
      }
    }
    if (changed.isEmpty()) {
      return;
    }
    changed.sort(Comparator.comparing(Server::isWell)); // who goes before who comes
    sort(pool, turn);
    Fact.Ref told = null;
    for (Server server : changed) {
      int closed = because.fresh() ? closing.follow(server, turn) : 0;
      if (turn.announced || because.fresh()) {
        told = tell(server, closed, millisSince(because, turn), turn);
      }
    }
    if (told != null) {
      tellPool(pool, told, turn);
    }
    for (Server server : changed) {
      if (!server.isWell()) {
        closing.moveConnecting(server, turn);
      }
    }
    dispatch.serveWaiting(pool, turn);
  }

  private static void sort(Pool pool, Turn turn) {
    pool.sort();
    if (pool.direct) {
      turn.emit(new Effect.Redirect(pool.name));
    }
  }

  /** Works out a server's state; whether it is another than before. */
  private boolean change(Server server, String why, Because because, Turn turn) {
    ServerState was = server.state;
    ServerState is = server.judge(turn.now);
    boolean slow = turn.announced && isSlow(server.pool); // never at process start, as HAProxy
    if (slow && is == ServerState.ACTIVE && comesBack(was)) {
      server.riseSlowly(turn.now);
      long until = server.slowUntil();
      turn.alarms.set(until, t -> alarm(server, "at its full share", until, t));
      is = ServerState.SLOW_START;
    }
    if (is == was) {
      return false;
    }
    server.state = is;
    server.why = is == ServerState.STANDBY ? server.pool.primaryText() : why;
    server.cause = because.ref();
    if (!server.isWell()) {
      server.stopRising();
    }
    if (is == ServerState.DOWN) {
      server.ejection.clear(turn.now);
    }
    if (turn.announced || because.fresh()) {
      server.told = server.told == null ? was : server.told;
    }
    return true;
  }

  private static long millisSince(Because because, Turn turn) {
    return (turn.now - because.heardNanos()) / 1_000_000;
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
      case ACTIVE, SLOW_START, DRAINING, STANDBY -> false;
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
