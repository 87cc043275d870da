package io.vigie.lb.core;

import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.ServerChanged.ServerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a director has in hand at one moment. Counters are totals since the start.
 *
 * @param frontends in the order of the configuration
 * @param pools likewise
 */
public record LbState(List<FrontendView> frontends, List<PoolView> pools) {

  /**
   * A frontend.
   *
   * @param sessions sessions let in that are not over
   * @param accepted clients that came, let in or not
   * @param rejected clients not let in, by reason
   * @param ended those of all who came that are over, by {@link Termination#code}
   */
  public record FrontendView(
      String name,
      int sessions,
      Totals totals,
      long accepted,
      Map<String, Long> rejected,
      Map<String, Long> ended) {}

  /**
   * A pool.
   *
   * @param tier the kind of servers in use: healthy, suspect, backup, all or none
   * @param usable servers that take new connections
   * @param sessions sessions routed to it that are not over
   * @param waiting those of them that wait for a place
   * @param primary what is known of the primary it follows, for people; empty if it follows none
   */
  public record PoolView(
      String name,
      PoolState state,
      String tier,
      int usable,
      int sessions,
      int waiting,
      String primary,
      List<ServerView> servers) {}

  /**
   * A server.
   *
   * @param address where, or null while its name cannot be resolved
   * @param why what its last change was for
   * @param weight configured, or commanded
   * @param sharePercent how much of its weight it gets: less than 100 in a slow start
   * @param sessions sessions on it, and connections that the kernel forwards to it
   * @param failures connects in a row that failed
   */
  public record ServerView(
      String name,
      @Nullable String address,
      ServerState state,
      String why,
      int weight,
      int sharePercent,
      int sessions,
      int failures,
      Totals totals) {}

  /**
   * Totals since the start.
   *
   * @param attempts clients that wanted to be served, or connects begun
   * @param failures clients that got no server, or connects that failed
   * @param retries attempts that followed a failed one
   * @param sessions sessions that got their server
   */
  public record Totals(
      long attempts, long failures, long retries, long sessions, long bytesIn, long bytesOut) {
    private static Totals of(Counters c) {
      return new Totals(c.attempts, c.failures, c.retries, c.sessions, c.bytesIn, c.bytesOut);
    }
  }

  static LbState of(Collection<Frontend> frontends, Collection<Pool> pools, long now) {
    List<FrontendView> frontendViews = new ArrayList<>();
    for (Frontend f : frontends) {
      Map<String, Long> rejected = new LinkedHashMap<>();
      f.rejections.forEach((reason, count) -> rejected.put(reason.word(), count));
      Map<String, Long> ended = new LinkedHashMap<>();
      f.ended.forEach((how, count) -> ended.put(how.code(), count));
      frontendViews.add(
          new FrontendView(
              f.name,
              f.sessions + f.traffic.flows(),
              Totals.of(f.traffic.counters),
              f.accepted,
              rejected,
              ended));
    }
    List<PoolView> poolViews = new ArrayList<>();
    for (Pool p : pools) {
      poolViews.add(
          new PoolView(
              p.name,
              p.state(),
              p.tiers().first().word(),
              p.tiers().used().size(),
              p.load(),
              p.waiting.size(),
              p.primaryText(),
              p.servers().stream().map(server -> view(server, now)).toList()));
    }
    return new LbState(List.copyOf(frontendViews), List.copyOf(poolViews));
  }

  private static ServerView view(Server server, long now) {
    int weight = server.weight();
    return new ServerView(
        server.name,
        server.node.address == null ? null : HostPort.text(server.address()),
        server.state,
        server.why,
        weight,
        weight == 0 ? 0 : (int) (server.share(now) * 100 / (weight * Server.FULL)),
        server.load(),
        server.ejection.streak(),
        Totals.of(server.counters));
  }
}
