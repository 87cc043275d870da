package io.vigie.kit.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers that can replace each other.
 *
 * @param port TCP port of each server that names none itself
 * @param servers by node name; {@code all} in the file is every node, each with defaults
 * @param check the check that must pass; null trusts connects alone
 * @param balance how to choose
 * @param onDown what becomes of a server's sessions when it goes down
 * @param failOpen whether to try all servers when none is well
 * @param retries further servers to try when a connect fails before a byte was forwarded, 0 to 10
 * @param slowStart how long a server that comes back takes to its full share; zero for at once
 * @param ejection when a server is left out for failing connects
 * @param timeouts limits in time
 * @param sendProxy PROXY protocol header to send to servers
 */
public record PoolConfig(
    int port,
    Map<String, ServerConfig> servers,
    @Nullable String check,
    Balance balance,
    OnDown onDown,
    boolean failOpen,
    int retries,
    Duration slowStart,
    EjectionConfig ejection,
    PoolTimeouts timeouts,
    SendProxy sendProxy) {

  /**
   * One server: a port of a node.
   *
   * @param port TCP port
   * @param weight share of new connections, 0 to 256; 0 gets none
   * @param backup whether it serves only when no other can
   * @param maxConnections sessions at a time; 0 for no limit
   * @param maxQueue connections that may wait for a place; 0 for none
   */
  public record ServerConfig(
      int port, int weight, boolean backup, int maxConnections, int maxQueue) {}

  /**
   * Passive ejection.
   *
   * @param failures connects in a row that must fail; 0 never ejects
   * @param base how long the first ejection lasts; the n-th lasts n times as long
   * @param most the longest ejection
   */
  public record EjectionConfig(int failures, Duration base, Duration most) {}

  /**
   * Limits in time of a pool.
   *
   * @param connect until a server's handshake must be done
   * @param queue until a place must be free
   */
  public record PoolTimeouts(Duration connect, Duration queue) {}

  /** How to choose a server. */
  public enum Balance {
    /** In turn, smoothly weighted. */
    ROUNDROBIN,
    /** The least sessions for its weight. */
    LEASTCONN,
    /** The better of two drawn at random. */
    RANDOM,
    /** By the client's address, the same on every balancer (Maglev). */
    SOURCE,
    /** The first that has a place. */
    FIRST
  }

  /** What becomes of sessions when their server goes down. */
  public enum OnDown {
    CLOSE_SESSIONS,
    KEEP_SESSIONS
  }

  /** PROXY protocol towards servers. */
  public enum SendProxy {
    NONE,
    V1,
    V2
  }
}
