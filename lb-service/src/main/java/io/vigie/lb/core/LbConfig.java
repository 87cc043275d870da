package io.vigie.lb.core;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the director needs to know of the configuration. Maps keep the order of the file.
 *
 * @param frontends what clients connect to, by name
 * @param pools servers that can replace each other, by name
 */
public record LbConfig(Map<String, Frontend> frontends, Map<String, Pool> pools) {

  public LbConfig {
    frontends = Collections.unmodifiableMap(new LinkedHashMap<>(frontends));
    pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
  }

  /** Whether the kernel forwards connections to a pool. */
  boolean isDirect(String pool) {
    return frontends.values().stream().anyMatch(f -> f.direct() && pool.equals(f.pool()));
  }

  /**
   * Who may come in, and where they go.
   *
   * @param pool where connections go that no route matches; null refuses those
   * @param routes pool by TLS server name; {@code *.example.org} matches one or more labels in
   *     front
   * @param proxies whose connections begin with a PROXY header: who they speak for is known later
   * @param allow who may connect; empty for all
   * @param deny who may not
   * @param maxConnections sessions at a time
   * @param maxPerSource the same for one address; 0 for no limit
   * @param direct whether the kernel forwards its connections: none of them arrives here
   */
  public record Frontend(
      @Nullable String pool,
      Map<String, String> routes,
      List<Cidr> proxies,
      List<Cidr> allow,
      List<Cidr> deny,
      int maxConnections,
      int maxPerSource,
      boolean direct) {
    public Frontend {
      routes = Map.copyOf(routes);
      proxies = List.copyOf(proxies);
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }
  }

  /**
   * A pool's policy.
   *
   * @param servers by node name
   * @param check the check that must pass; null trusts connects alone
   * @param balance how to choose
   * @param closeOnDown whether a server's sessions are closed when it goes down
   * @param failOpen whether to try all servers when none is well
   * @param retries further attempts when a connect fails
   * @param slowStart how long a server that comes back takes to its full share
   * @param ejection when a server is left out for failing connects
   * @param connectTimeout until a server's handshake must be done
   * @param queueTimeout how long a connection may wait for a place, all its waits together
   * @param header what to tell servers of the client
   * @param primaryOf the database whose primary's node alone serves; null if every server does.
   *     Such a pool never fails open: any other server would be the wrong one
   */
  public record Pool(
      Map<String, Server> servers,
      @Nullable String check,
      Balance balance,
      boolean closeOnDown,
      boolean failOpen,
      int retries,
      Duration slowStart,
      Ejection ejection,
      Duration connectTimeout,
      Duration queueTimeout,
      Header header,
      @Nullable String primaryOf) {
    public Pool {
      failOpen = failOpen && primaryOf == null;
      servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    }
  }

  /**
   * One server: a port of a node.
   *
   * @param port TCP port
   * @param weight share of new connections, 0 to 256; 0 gets none
   * @param backup whether it serves only when no other can
   * @param maxConnections sessions at a time; 0 for no limit
   * @param maxQueue connections that may wait for a place; 0 for none
   */
  public record Server(int port, int weight, boolean backup, int maxConnections, int maxQueue) {}

  /**
   * Passive ejection.
   *
   * @param failures connects in a row that must fail; 0 never ejects
   * @param base how long the first ejection lasts; the n-th lasts n times as long
   * @param most the longest ejection
   */
  public record Ejection(int failures, Duration base, Duration most) {}

  /** How to choose a server. */
  public enum Balance {
    ROUNDROBIN,
    LEASTCONN,
    RANDOM,
    SOURCE,
    FIRST
  }

  /** PROXY protocol towards servers. */
  public enum Header {
    NONE,
    V1,
    V2
  }
}
