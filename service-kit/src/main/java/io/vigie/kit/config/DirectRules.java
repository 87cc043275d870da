package io.vigie.kit.config;

import io.vigie.kit.config.PoolConfig.Balance;
import io.vigie.kit.config.PoolConfig.SendProxy;
import io.vigie.kit.config.PoolConfig.ServerConfig;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a frontend of {@code mode: direct} cannot do is refused where it is written: the kernel
 * sends each connection to one server, once, and knows nothing but addresses and ports.
 */
final class DirectRules {

  private static final String PROXY = "remove it, or mode: proxy";
  private static final String OTHER_POOL = "remove it, or mode: proxy, or a pool of its own";

  /**
   * What the kernel does not do.
   *
   * @param used whether it is asked for; defaults are not
   */
  private record Cannot<T>(String key, Predicate<T> used, String what) {}

  private static final List<Cannot<FrontendConfig>> FRONTEND =
      List.of(
          new Cannot<>("routes", f -> !f.routes().isEmpty(), "reads no TLS server name"),
          new Cannot<>("acceptProxy", f -> !f.acceptProxy().isEmpty(), "reads no PROXY header"),
          new Cannot<>("maxConnections", _ -> true, "counts no connections"),
          new Cannot<>(
              "maxConnectionsPerSource",
              f -> f.maxConnectionsPerSource() > 0,
              "counts no connections"),
          new Cannot<>("bufferBytes", _ -> true, "holds no bytes"),
          new Cannot<>("timeouts", _ -> true, "leaves limits in time to the kernel"));

  private static final List<Cannot<PoolConfig>> POOL =
      List.of(
          new Cannot<>("retries", p -> p.retries() > 0, "tries one server, once"),
          new Cannot<>("ejection", p -> p.ejection().failures() > 0, "does not see a connect fail"),
          new Cannot<>("timeouts", _ -> true, "leaves limits in time to the client"),
          new Cannot<>("sendProxy", p -> p.sendProxy() != SendProxy.NONE, "sends no PROXY header"));

  private static final List<Cannot<ServerConfig>> SERVER =
      List.of(
          new Cannot<>("maxConnections", s -> s.maxConnections() > 0, "counts no connections"),
          new Cannot<>("maxQueue", s -> s.maxQueue() > 0, "has no queue"));

  private DirectRules() {}

  static void directDoesWhatItCan(VigieConfig config, Findings findings) {
    config
        .frontends()
        .forEach(
            (name, frontend) -> {
              KeyPath path = KeyPath.of("frontends", name);
              if (!frontend.isDirect()) {
                masqueradeIsDirect(path.then("masquerade"), findings);
                return;
              }
              FRONTEND.forEach(no -> refuse(no, frontend, path, name, PROXY, findings));
              String pool = frontend.pool();
              PoolConfig its = pool == null ? null : config.pools().get(pool);
              if (pool != null && its != null) {
                pool(pool, its, name, config, findings);
              }
            });
  }

  private static void masqueradeIsDirect(KeyPath path, Findings findings) {
    if (findings.isWritten(path) && findings.sound(path)) {
      findings.warning(
          path,
          "%s means nothing for a proxy".formatted(path.quoted()),
          "mode: direct",
          "remove it, or change `mode`");
    }
  }

  private static void pool(
      String name, PoolConfig pool, String frontend, VigieConfig config, Findings findings) {
    KeyPath path = KeyPath.of("pools", name);
    POOL.forEach(no -> refuse(no, pool, path, frontend, OTHER_POOL, findings));
    balanceIsBlind(path.then("balance"), pool.balance(), frontend, findings);
    pool.servers()
        .forEach(
            (node, server) -> {
              KeyPath there = path.then("servers").then(node);
              SERVER.forEach(no -> refuse(no, server, there, frontend, OTHER_POOL, findings));
              reachable(node, frontend, config, findings);
            });
  }

  private static void balanceIsBlind(
      KeyPath path, Balance balance, String frontend, Findings findings) {
    boolean counts = balance == Balance.LEASTCONN || balance == Balance.FIRST;
    if (counts && findings.sound(path)) {
      findings.error(
          path,
          "%s is %s, and frontend %s is direct, which counts no connections"
              .formatted(path.quoted(), balance.name().toLowerCase(Locale.ROOT), frontend),
          "roundrobin, random or source",
          "or mode: proxy");
    }
  }

  /** The kernel does not forward what came from elsewhere to a loopback address. */
  private static void reachable(
      String node, String frontend, VigieConfig config, Findings findings) {
    KeyPath path = KeyPath.of("nodes", node, "address");
    boolean loopback =
        Optional.ofNullable(config.nodes().get(node))
            .flatMap(its -> IpText.address(its.address()))
            .filter(InetAddress::isLoopbackAddress)
            .isPresent();
    if (loopback && findings.sound(path)) {
      findings.error(
          path,
          "%s is a loopback address, and frontend %s is direct".formatted(path.quoted(), frontend),
          "an address the kernel can forward to",
          "another address, or mode: proxy");
    }
  }

  private static <T> void refuse(
      Cannot<T> no, T section, KeyPath path, String frontend, String hint, Findings findings) {
    KeyPath key = path.then(no.key());
    if (findings.isWritten(key) && findings.sound(key) && no.used().test(section)) {
      findings.error(
          key,
          "%s: frontend %s is direct, which %s".formatted(key.quoted(), frontend, no.what()),
          "",
          hint);
    }
  }

  /** What this machine lacks is a warning: the file may have been written elsewhere. */
  static void machineFits(VigieConfig config, Machine machine, Findings findings) {
    config
        .frontends()
        .forEach(
            (name, frontend) -> {
              KeyPath mode = KeyPath.of("frontends", name, "mode");
              if (frontend.isDirect() && findings.sound(mode)) {
                machineFits(mode, families(frontend, config), machine, findings);
              }
            });
  }

  private static void machineFits(
      KeyPath mode,
      Predicate<Class<? extends InetAddress>> has,
      Machine machine,
      Findings findings) {
    if (!machine.nft()) {
      findings.warning(
          mode,
          "%s is direct, and this machine has no nft".formatted(mode.quoted()),
          "nftables",
          "lb-service will not start here: apt install nftables");
    }
    if (has.test(Inet4Address.class) && !machine.forwardsIpv4()) {
      doesNotForward(mode, "IPv4", Machine.FORWARD_IPV4, findings);
    }
    if (has.test(Inet6Address.class) && !machine.forwardsIpv6()) {
      doesNotForward(mode, "IPv6", Machine.FORWARD_IPV6, findings);
    }
  }

  private static void doesNotForward(
      KeyPath mode, String family, String sysctl, Findings findings) {
    findings.warning(
        mode,
        "%s is direct, and this machine does not forward %s".formatted(mode.quoted(), family),
        sysctl + "=1",
        "on a balancer: sysctl -w %s=1, and the same in /etc/sysctl.d/vigie.conf"
            .formatted(sysctl));
  }

  /** The families of its servers, as far as these are addresses and no names. */
  private static Predicate<Class<? extends InetAddress>> families(
      FrontendConfig frontend, VigieConfig config) {
    PoolConfig pool = frontend.pool() == null ? null : config.pools().get(frontend.pool());
    return family ->
        pool != null
            && pool.servers().keySet().stream()
                .map(config.nodes()::get)
                .filter(node -> node != null)
                .flatMap(node -> IpText.address(node.address()).stream())
                .anyMatch(family::isInstance);
  }
}
