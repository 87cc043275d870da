package io.vigie.lb.app;

import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.ListenAddress;
import io.vigie.kit.config.PoolConfig;
import io.vigie.kit.config.VigieConfig;
import io.vigie.lb.core.Cidr;
import io.vigie.lb.core.LbConfig;
import io.vigie.lb.core.Target;
import io.vigie.lb.direct.Marks;
import io.vigie.lb.direct.Plan;
import io.vigie.lb.net.Engine;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The whole configuration, as the director and the engine need it. */
final class Mapping {

  private Mapping() {}

  static LbConfig core(VigieConfig config) {
    Map<String, LbConfig.Frontend> frontends = new LinkedHashMap<>();
    config.frontends().forEach((name, frontend) -> frontends.put(name, frontend(frontend)));
    Map<String, LbConfig.Pool> pools = new LinkedHashMap<>();
    config.pools().forEach((name, pool) -> pools.put(name, pool(pool)));
    return new LbConfig(frontends, pools);
  }

  /** A listener by the name its socket has in the engine. */
  static Engine.Listener listener(String socket, FrontendConfig frontend) {
    FrontendConfig.FrontendTimeouts timeouts = frontend.timeouts();
    return new Engine.Listener(
        socket,
        address(frontend.listen()),
        frontend.acceptProxy(),
        !frontend.routes().isEmpty(),
        frontend.bufferBytes(),
        timeouts.idle(),
        timeouts.halfOpen(),
        timeouts.hello(),
        timeouts.keepalive());
  }

  /**
   * What the kernel is to forward.
   *
   * @param targets the servers in use of a pool
   */
  static Plan plan(VigieConfig config, Function<String, List<Target>> targets) {
    Marks marks = new Marks();
    List<Plan.Front> fronts = new ArrayList<>();
    config
        .frontends()
        .forEach(
            (name, frontend) -> {
              String pool = frontend.pool();
              PoolConfig its = pool == null ? null : config.pools().get(pool);
              if (frontend.isDirect() && pool != null && its != null) {
                List<Plan.Backend> servers =
                    its.servers().keySet().stream()
                        .map(server -> new Plan.Backend(server, marks.of(name, server)))
                        .toList();
                List<Target> used =
                    targets.apply(pool).stream()
                        .filter(target -> its.servers().containsKey(target.server()))
                        .toList();
                fronts.add(front(name, frontend, its, servers, used));
              }
            });
    return new Plan(fronts);
  }

  private static Plan.Front front(
      String name,
      FrontendConfig frontend,
      PoolConfig pool,
      List<Plan.Backend> servers,
      List<Target> targets) {
    return new Plan.Front(
        name,
        address(frontend.listen()),
        frontend.masquerade(),
        balance(pool.balance()),
        Cidr.parseAll(frontend.allow()),
        Cidr.parseAll(frontend.deny()),
        servers,
        targets);
  }

  /** Port 0, any free one, is no configuration, but what tests and demonstrations ask for. */
  private static InetSocketAddress address(String listen) {
    boolean any = listen.endsWith(":0");
    ListenAddress address =
        ListenAddress.parse(any ? listen.substring(0, listen.length() - 1) + "1" : listen)
            .orElseThrow(
                () ->
                    new IllegalArgumentException("listen '" + listen + "': expected address:port"));
    return new InetSocketAddress(address.address(), any ? 0 : address.port());
  }

  private static LbConfig.Frontend frontend(FrontendConfig frontend) {
    Map<String, String> routes = new LinkedHashMap<>();
    frontend.routes().forEach((name, pool) -> routes.put(name.toLowerCase(Locale.ROOT), pool));
    return new LbConfig.Frontend(
        frontend.pool(),
        routes,
        Cidr.parseAll(frontend.acceptProxy()),
        Cidr.parseAll(frontend.allow()),
        Cidr.parseAll(frontend.deny()),
        frontend.maxConnections(),
        frontend.maxConnectionsPerSource(),
        frontend.isDirect());
  }

  private static LbConfig.Pool pool(PoolConfig pool) {
    Map<String, LbConfig.Server> servers = new LinkedHashMap<>();
    pool.servers()
        .forEach(
            (name, s) ->
                servers.put(
                    name,
                    new LbConfig.Server(
                        s.port(), s.weight(), s.backup(), s.maxConnections(), s.maxQueue())));
    return new LbConfig.Pool(
        servers,
        pool.check(),
        balance(pool.balance()),
        pool.onDown() == PoolConfig.OnDown.CLOSE_SESSIONS,
        pool.failOpen(),
        pool.retries(),
        pool.slowStart(),
        new LbConfig.Ejection(
            pool.ejection().failures(), pool.ejection().base(), pool.ejection().most()),
        pool.timeouts().connect(),
        pool.timeouts().queue(),
        header(pool.sendProxy()),
        pool.database() == null ? null : pool.database().cnpg());
  }

  private static LbConfig.Balance balance(PoolConfig.Balance balance) {
    return switch (balance) {
      case ROUNDROBIN -> LbConfig.Balance.ROUNDROBIN;
      case LEASTCONN -> LbConfig.Balance.LEASTCONN;
      case RANDOM -> LbConfig.Balance.RANDOM;
      case SOURCE -> LbConfig.Balance.SOURCE;
      case FIRST -> LbConfig.Balance.FIRST;
    };
  }

  private static LbConfig.Header header(PoolConfig.SendProxy header) {
    return switch (header) {
      case NONE -> LbConfig.Header.NONE;
      case V1 -> LbConfig.Header.V1;
      case V2 -> LbConfig.Header.V2;
    };
  }
}
