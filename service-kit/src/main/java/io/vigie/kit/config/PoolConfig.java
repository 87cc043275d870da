package io.vigie.kit.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Servers that can replace each other. */
public record PoolConfig(
    @Key(
            meaning = "TCP port of each server that names none itself",
            min = "1",
            max = "65535",
            by = "nodePort(servers)")
        int port,
    @Key(
            meaning =
                "by node name; `all`: every node; a list: these nodes, with defaults; a database:"
                    + " the node of its primary",
            shorthand = Shorthand.SERVERS,
            keysIn = "nodes",
            filled = true)
        Map<String, ServerConfig> servers,
    @Key(meaning = "the check that must pass; without one, connects alone tell", in = "checks")
        @Nullable String check,
    @Key(meaning = "how to choose a server", def = "roundrobin") Balance balance,
    @Key(meaning = "what becomes of a server's sessions when it goes down", def = "close-sessions")
        OnDown onDown,
    @Key(
            meaning =
                "whether to try all servers when none is well; by default with `servers: all`",
            def = "= all(servers)")
        boolean failOpen,
    @Key(
            meaning = "further servers to try when a connect fails before a byte was forwarded",
            def = "2",
            min = "0",
            max = "10")
        int retries,
    @Key(
            meaning = "time a server that comes back takes to its full share; 0s: at once",
            def = "0s",
            min = "0s",
            max = "1h")
        Duration slowStart,
    @Key(meaning = "when a server is left out for failing connects", def = "{}")
        EjectionConfig ejection,
    @Key(meaning = "limits in time", def = "{}") PoolTimeouts timeouts,
    @Key(meaning = "PROXY protocol header to send to servers", def = "none") SendProxy sendProxy,
    @Key(
            meaning = "the database that `servers` names; its servers are all nodes",
            by = "database(servers)",
            unwritten = true)
        @Nullable DatabaseConfig database) {

  /** A database in place of servers: that node serves which hosts the instance with the role. */
  public record DatabaseConfig(
      @Key(meaning = "the CloudNativePG cluster, as namespace/name", form = Form.NAMESPACED)
          String cnpg,
      @Key(meaning = "which of its instances serves") DatabaseRole role,
      @Key(
              meaning = "port of the service of type NodePort that leads to it, on each node",
              min = "1",
              max = "65535")
          int nodePort) {}

  /** One server: a port of a node. */
  public record ServerConfig(
      @Key(meaning = "TCP port", def = "= port", min = "1", max = "65535") int port,
      @Key(meaning = "share of new connections; 0 gets none", def = "1", min = "0", max = "256")
          int weight,
      @Key(meaning = "whether it serves only when no other can", def = "false") boolean backup,
      @Key(meaning = "sessions at a time; 0: no limit", def = "0", min = "0", max = "1000000")
          int maxConnections,
      @Key(
              meaning = "connections that may wait for a place; 0: none",
              def = "128",
              min = "0",
              max = "100000")
          int maxQueue) {}

  /** Passive ejection. */
  public record EjectionConfig(
      @Key(
              meaning = "connects in a row that must fail; 0: never eject",
              def = "3",
              min = "0",
              max = "1000")
          int failures,
      @Key(
              meaning = "how long the first ejection lasts; the n-th lasts n times as long",
              def = "5s",
              min = "100ms",
              max = "1h")
          Duration base,
      @Key(meaning = "the longest ejection", def = "2m", min = "100ms", max = "1d")
          Duration most) {}

  /** Limits in time of a pool. */
  public record PoolTimeouts(
      @Key(
              meaning = "until a server's TCP handshake is done",
              def = "300ms",
              min = "1ms",
              max = "10m")
          Duration connect,
      @Key(meaning = "until a place is free", def = "1s", min = "1ms", max = "10m")
          Duration queue) {}

  /** Which instance of a database serves. */
  public enum DatabaseRole {
    /** The one that can be written to. */
    PRIMARY
  }

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
