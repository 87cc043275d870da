package io.vigie.lb.core;

import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ServerChanged.ServerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server of one pool. What an operator wants, what is measured, what live traffic says and how
 * far it has come back are kept apart; the state is worked out from all four.
 */
final class Server implements Choice {

  /** A full share for a weight of 1. */
  static final long FULL = 1000;

  private static final long FIRST_SHARE = 10; // 1 % at the beginning of a slow start, as HAProxy

  final String name;
  final Pool pool;
  final Node node;
  LbConfig.Server config;

  final Ejection ejection = new Ejection();
  final Counters counters = new Counters();

  /** Sessions that are on it: connecting, open, or ending. */
  final Occupants sessions = new Occupants();

  /** Connections that the kernel forwards to it, by frontend, as of when it was asked last. */
  final Map<String, Integer> flows = new HashMap<>(0);

  ServerState state = ServerState.ACTIVE;

  /** What the last change was for, and the event behind it. */
  String why = "started";

  Fact.@Nullable Ref cause;

  /** The last state told to the world; null if none was. */
  @Nullable ServerState told;

  Fact.@Nullable Ref toldRef;

  /** The last failed connect told to the world. */
  Fact.@Nullable Ref failureRef;

  long failureToldAt = Long.MIN_VALUE;

  private long slowSince;
  private long slowUntil = Long.MIN_VALUE;

  /** For {@link LeastConnections}: when it was chosen last. */
  long chosen;

  private @Nullable InetSocketAddress address;

  Server(String name, Pool pool, Node node, LbConfig.Server config) {
    this.name = name;
    this.pool = pool;
    this.node = node;
    this.config = config;
  }

  /** Works out what it is now. Health wins over a wish to drain: a dead server is not draining. */
  ServerState judge(long now) {
    if (node.will.value() == Node.Will.MAINTENANCE) {
      return ServerState.MAINTENANCE;
    }
    if (node.address == null
        || node.status == NodeStatus.DOWN
        || !node.passes(pool.config.check())) {
      return ServerState.DOWN;
    }
    if (!pool.admits(name)) {
      return ServerState.STANDBY;
    }
    if (node.will.value() == Node.Will.DRAIN) {
      return ServerState.DRAINING;
    }
    if (node.status == NodeStatus.FLAPPING) {
      return ServerState.SUPPRESSED;
    }
    if (ejection.isOut(now)) {
      return ServerState.EJECTED;
    }
    return now < slowUntil ? ServerState.SLOW_START : ServerState.ACTIVE;
  }

  /** It comes back: its share grows from now on. */
  void riseSlowly(long now) {
    slowSince = now;
    slowUntil = now + pool.config.slowStart().toNanos();
  }

  /** It is out: its growth is over. */
  void stopRising() {
    slowUntil = Long.MIN_VALUE;
  }

  long slowUntil() {
    return slowUntil;
  }

  int weight() {
    Integer wanted = node.weight.value();
    return wanted == null ? config.weight() : wanted;
  }

  /** Its share of new connections now: weight times {@value #FULL}, less while it rises. */
  long share(long now) {
    if (now >= slowUntil) {
      return weight() * FULL;
    }
    long part =
        FIRST_SHARE + (FULL - FIRST_SHARE) * (now - slowSince) / Math.max(1, slowUntil - slowSince);
    return weight() * part;
  }

  /** Connections that the kernel forwards to it. */
  int flows() {
    return flows.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Connections to it: sessions, and what the kernel forwards. */
  int load() {
    return sessions.size() + flows();
  }

  /** Whether one more session may be put on it. */
  boolean hasPlace() {
    return config.maxConnections() == 0 || sessions.size() < config.maxConnections();
  }

  boolean isWell() {
    return state == ServerState.ACTIVE || state == ServerState.SLOW_START;
  }

  /** Where it is; only asked of a server whose node has an address. */
  InetSocketAddress address() {
    InetAddress at = node.address;
    if (at == null) {
      throw new IllegalStateException(pool.name + "/" + name + " has no address");
    }
    InetSocketAddress known = address;
    if (known == null || !at.equals(known.getAddress()) || known.getPort() != config.port()) {
      known = new InetSocketAddress(at, config.port());
      address = known;
    }
    return known;
  }
}
