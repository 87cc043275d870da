package io.vigie.kit.config;

import io.vigie.kit.config.AvailabilityConfig.BeforeConfig;
import io.vigie.kit.config.PoolConfig.ServerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What must hold between keys. Each rule leaves alone what is already known to be wrong, so that
 * one mistake is reported once.
 */
final class ConfigRules {

  private static final List<BiConsumer<VigieConfig, Findings>> RULES =
      List.of(
          ListenRules::everyoneListensApart,
          ConfigRules::frontendsHaveATarget,
          DirectRules::directDoesWhatItCan,
          ConfigRules::everythingIsUsed,
          ConfigRules::addressesAreApart,
          DatabaseRules::rolesNeedAnApi,
          DatabaseRules::rolesNeverFailOpen,
          DatabaseRules::nodePortsStandAlone,
          ConfigRules::ejectionFits,
          ConfigRules::queuesNeedALimit,
          ConfigRules::dampingFits,
          ConfigRules::beforeIsATime,
          ConfigRules::managementIsGuarded,
          CheckRules::intervalsFit,
          CheckRules::identitiesAreWhole,
          CheckRules::scriptStepsDoOneThing,
          CheckRules::authoritiesAreAsked,
          VipRules::versionsFit,
          VipRules::familiesFit,
          VipRules::routersAreApart,
          VipRules::groupsAreApart,
          VipRules::groupsAreOfOneMind,
          VipRules::linkDelaysFit,
          VipRules::kubernetesComesFirst,
          NotifyRules::targetsCanBeReached,
          NotifyRules::tokensAreHidden,
          NotifyRules::whatIsToldCanHappen);

  private ConfigRules() {}

  /** Finds what is wrong or odd between the keys of a configuration. */
  static void check(VigieConfig config, Findings findings) {
    RULES.forEach(rule -> rule.accept(config, findings));
  }

  private static void frontendsHaveATarget(VigieConfig config, Findings findings) {
    config
        .frontends()
        .forEach(
            (name, frontend) -> {
              KeyPath path = KeyPath.of("frontends", name);
              if (frontend.pool() == null
                  && frontend.routes().isEmpty()
                  && findings.sound(path.then("pool"), path.then("routes"))) {
                findings.error(
                    path,
                    "%s has neither `pool` nor `routes`".formatted(path.quoted()),
                    "where its connections go",
                    "add pool: NAME");
              }
            });
  }

  private static void everythingIsUsed(VigieConfig config, Findings findings) {
    for (String pool : config.pools().keySet()) {
      boolean used =
          config.frontends().values().stream()
              .anyMatch(f -> pool.equals(f.pool()) || f.routes().containsValue(pool));
      unused(used, KeyPath.of("pools", pool), "frontend", findings);
    }
    for (String check : config.checks().keySet()) {
      boolean used = config.pools().values().stream().anyMatch(p -> check.equals(p.check()));
      unused(used, KeyPath.of("checks", check), "pool", findings);
    }
  }

  private static void unused(boolean used, KeyPath path, String by, Findings findings) {
    if (!used) {
      findings.warning(
          path, "no %s uses %s".formatted(by, path.quoted()), "", "remove it, or use it");
    }
  }

  private static void addressesAreApart(VigieConfig config, Findings findings) {
    Map<String, KeyPath> seen = new HashMap<>();
    config.nodes().forEach((name, node) -> apart("nodes", name, node.address(), seen, findings));
    seen.clear();
    config
        .balancers()
        .forEach((name, host) -> apart("balancers", name, host.address(), seen, findings));
  }

  private static void apart(
      String map, String name, String address, Map<String, KeyPath> seen, Findings findings) {
    KeyPath path = KeyPath.of(map, name, "address");
    KeyPath before = seen.putIfAbsent(address, path);
    if (before != null && findings.sound(path)) {
      findings.warning(
          path,
          "%s is %s, as is %s".formatted(path.quoted(), address, before.quoted()),
          "an address of its own",
          "one machine under two names counts twice");
    }
  }

  private static void ejectionFits(VigieConfig config, Findings findings) {
    config
        .pools()
        .forEach(
            (name, pool) -> {
              KeyPath path = KeyPath.of("pools", name, "ejection");
              Duration base = pool.ejection().base();
              Duration most = pool.ejection().most();
              if (base.compareTo(most) > 0
                  && findings.sound(path.then("base"), path.then("most"))) {
                findings.error(
                    path.then("base"),
                    "%s is %s, longer than `most` (%s)"
                        .formatted(
                            path.then("base").quoted(),
                            Durations.format(base),
                            Durations.format(most)),
                    "base ≤ most",
                    "");
              }
            });
  }

  private static void queuesNeedALimit(VigieConfig config, Findings findings) {
    config
        .pools()
        .forEach(
            (name, pool) ->
                pool.servers()
                    .forEach(
                        (node, server) ->
                            queueNeedsALimit(
                                KeyPath.of("pools", name, "servers", node), server, findings)));
  }

  private static void queueNeedsALimit(KeyPath path, ServerConfig server, Findings findings) {
    KeyPath queue = path.then("maxQueue");
    if (findings.isWritten(queue) && server.maxConnections() == 0) {
      findings.warning(
          queue,
          "%s means nothing without `maxConnections`".formatted(queue.quoted()),
          "a limit to wait for",
          "add maxConnections");
    }
  }

  private static void dampingFits(VigieConfig config, Findings findings) {
    DampingConfig damping = config.damping();
    KeyPath path = KeyPath.of("damping");
    if (!findings.sound(path.then("reuse"), path.then("suppress"))) {
      return;
    }
    if (damping.reuse() >= damping.suppress()) {
      findings.error(
          path.then("reuse"),
          "`damping.reuse` is %d, not below `suppress` (%d)"
              .formatted(damping.reuse(), damping.suppress()),
          "reuse < suppress",
          "");
    }
  }

  private static void beforeIsATime(VigieConfig config, Findings findings) {
    BeforeConfig before = config.availability().before();
    KeyPath path = KeyPath.of("availability", "before");
    if (before != null
        && findings.sound(path.then("from"), path.then("to"))
        && before.from().compareTo(before.to()) >= 0) {
      findings.error(
          path.then("to"),
          "`availability.before.to` is %s, not after `from` (%s)"
              .formatted(before.to(), before.from()),
          "the first day after that time",
          "");
    }
  }

  private static void managementIsGuarded(VigieConfig config, Findings findings) {
    boolean open =
        IpText.address(config.management().bind())
            .filter(ip -> !ip.isLoopbackAddress())
            .isPresent();
    if (open) {
      findings.warning(
          KeyPath.of("management", "bind"),
          "`management.bind` is %s: whoever reaches it can read states and events"
              .formatted(config.management().bind()),
          "a loopback address, or a firewall in front",
          "");
    }
  }
}
