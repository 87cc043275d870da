package io.vigie.lb.core;

import io.vigie.event.Fact;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.lb.core.Primaries.Primary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pool's servers, who of them is used, and who waits for them. */
final class Pool {

  final String name;
  LbConfig.Pool config;

  /** Sessions routed here that are not over. */
  int sessions;

  /** Sessions that wait for a place, and sessions that each server failed once. */
  final Line waiting;

  final Line paused;

  /** Whether the kernel forwards to it, for a frontend at least. */
  boolean direct;

  /** What was told to the world last; null if nothing was. */
  @Nullable PoolChanged told;

  Fact.@Nullable Ref toldRef;

  /** What is known of the primary it follows; null if it follows none. */
  private @Nullable Primary primary;

  private final Map<String, Server> servers = new LinkedHashMap<>();

  /** Servers that a reload took out and that have sessions still; another may bring them back. */
  private final Map<String, Server> retired = new HashMap<>();

  private Tiers tiers = new Tiers(Tiers.Tier.NONE, List.of());
  private Balance balance;

  Pool(String name, LbConfig.Pool config, Dispatch dispatch) {
    this.name = name;
    this.config = config;
    this.balance = Balance.of(config.balance());
    this.waiting = new Line(dispatch::waitedTooLong);
    this.paused = new Line(dispatch::pauseOver);
  }

  Collection<Server> servers() {
    return servers.values();
  }

  @Nullable Server server(String name) {
    return servers.get(name);
  }

  Tiers tiers() {
    return tiers;
  }

  /** Servers of now, and of before a reload where these have sessions still. */
  Collection<Server> allServers() {
    List<Server> all = new ArrayList<>(servers.values());
    all.addAll(retired.values());
    return all;
  }

  /** Takes what is known of its primary, and says it for people; null if it is to follow none. */
  String follow(@Nullable Primary known) {
    boolean stranger = known != null && known.node() != null && !servers.containsKey(known.node());
    primary =
        known != null && stranger
            ? new Primary(known.node(), known.text() + ", where the pool has no server")
            : known;
    return primaryText();
  }

  /** What is known of its primary, for people; empty if it follows none. */
  String primaryText() {
    return primary == null ? "" : primary.text();
  }

  /** Whether a server may serve, as far as the primary is concerned. */
  boolean admits(String serverName) {
    return primary == null || serverName.equals(primary.node());
  }

  /** Whether the primary it follows is known to be elsewhere. */
  boolean isElsewhere(Server server) {
    return primary != null && primary.node() != null && !admits(server.name);
  }

  /** Takes another configuration; servers of both keep all they are. */
  void configure(LbConfig.Pool wanted, Roster roster) {
    if (wanted.balance() != config.balance()) {
      balance = Balance.of(wanted.balance());
    }
    config = wanted;
    retired.putAll(servers);
    servers.clear();
    wanted
        .servers()
        .forEach(
            (serverName, serverConfig) -> {
              Server known = retired.remove(serverName);
              Server server =
                  known != null
                      ? known
                      : new Server(serverName, this, roster.node(serverName), serverConfig);
              server.config = serverConfig;
              servers.put(serverName, server);
            });
    retired.values().removeIf(server -> server.sessions.isEmpty());
  }

  /** It is not in the configuration any more: nobody is sent to it, those on it stay. */
  void close() {
    tiers = new Tiers(Tiers.Tier.NONE, List.of());
  }

  /** Sorts the servers anew: to be called whenever a state or a weight changed. */
  void sort() {
    tiers = Tiers.of(servers.values(), config.failOpen());
  }

  /** The servers in use, for those who do not ask {@link #choose}. */
  List<Target> targets(long now) {
    return tiers.used().stream()
        .map(s -> new Target(s.name, s.address(), s.weight(), s.share(now)))
        .toList();
  }

  /** Connections to it: sessions, and what the kernel forwards. */
  int load() {
    return sessions + servers.values().stream().mapToInt(Server::flows).sum();
  }

  PoolState state() {
    return switch (tiers.first()) {
      case NONE -> PoolState.REFUSING;
      case ALL -> PoolState.FAILING_OPEN;
      default ->
          servers.values().stream()
                  .filter(s -> admits(s.name))
                  .allMatch(s -> s.isWell() && s.weight() > 0)
              ? PoolState.HEALTHY
              : PoolState.DEGRADED;
    };
  }

  /** How many may wait for a place. */
  int mostWaiting() {
    int most = 0;
    for (Server server : tiers.used()) {
      most += server.config.maxQueue();
    }
    return most;
  }

  /** Where this session should go now. */
  Choice choose(Session session, Turn turn) {
    List<List<Server>> serving = tiers.serving();
    for (int t = 0; t < serving.size(); t++) {
      List<Server> tier = serving.get(t);
      Server chosen = balance.choose(tier, session, turn);
      if (chosen != null) {
        return chosen;
      }
      if (!haveAllFailed(tier, session)) {
        return Choice.Nowhere.FULL;
      }
    }
    return serving.isEmpty() ? Choice.Nowhere.NONE : Choice.Nowhere.ALL_FAILED;
  }

  private static boolean haveAllFailed(List<Server> tier, Session session) {
    if (!session.hasFailed()) {
      return false;
    }
    for (int i = 0; i < tier.size(); i++) {
      if (!session.wasFailedBy(tier.get(i))) {
        return false;
      }
    }
    return true;
  }
}
