package io.vigie.health.app;

import io.vigie.health.core.Damping;
import io.vigie.health.core.Plan;
import io.vigie.health.core.Rule;
import io.vigie.health.core.Target;
import io.vigie.health.core.Target.Frontend;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.Target.Witness;
import io.vigie.health.probe.Request;
import io.vigie.kit.config.CheckConfig;
import io.vigie.kit.config.DampingConfig;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.ListenAddress;
import io.vigie.kit.config.PoolConfig;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.VigieConfig.BalancerConfig;
import io.vigie.kit.service.HostNames;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What to watch, and how to ask each target, out of the configuration.
 *
 * @param plan for the core
 * @param questions for the probes
 */
record Mapping(Plan plan, Map<Target, Question> questions) {

  /**
   * How to ask one target.
   *
   * @param host IP address or host name
   * @param port TCP port
   * @param request what to say
   */
  record Question(String host, int port, Request request) {

    /** Where that is now; null if the name is not known. */
    @Nullable InetSocketAddress at(HostNames names) {
      InetAddress address = names.address(host);
      return address == null ? null : new InetSocketAddress(address, port);
    }
  }

  /** A witness need not offer anything: a refusal is an answer. This port is refused by most. */
  private static final int WITNESS_PORT = 9;

  private static final Rule WITNESS =
      new Rule(
          Duration.ofSeconds(2).toNanos(),
          Duration.ofMillis(200).toNanos(),
          Duration.ofSeconds(2).toNanos(),
          5,
          Duration.ofMillis(500).toNanos(),
          1,
          2,
          true);

  /**
   * Maps a valid configuration for one balancer.
   *
   * @throws IllegalArgumentException if a certificate or key cannot be used
   */
  static Mapping of(VigieConfig config, String self) {
    Map<Target, Rule> rules = new LinkedHashMap<>();
    Map<Target, Question> questions = new LinkedHashMap<>();
    Map<String, Request> requests = new HashMap<>();
    config.checks().forEach((name, check) -> requests.put(name, request(name, check)));
    Map<String, String> poolChecks = new HashMap<>();
    config
        .pools()
        .forEach(
            (name, pool) -> addPool(config, name, pool, requests, rules, questions, poolChecks));
    config
        .frontends()
        .forEach(
            (name, frontend) -> addFrontend(config, name, frontend, requests, rules, questions));
    BalancerConfig own = config.balancers().get(self);
    String ownDomain = own == null ? null : own.host();
    config
        .balancers()
        .forEach(
            (name, peer) -> {
              if (!name.equals(self) && !sameDomain(ownDomain, peer.host())) {
                addWitness(name, peer.address(), rules, questions);
              }
            });
    if (config.gateway() != null) {
      addWitness("gateway", config.gateway(), rules, questions);
    }
    Set<String> outside = new HashSet<>();
    config
        .nodes()
        .forEach(
            (name, node) -> {
              if (!sameDomain(ownDomain, node.host())) {
                outside.add(name);
              }
            });
    return new Mapping(
        new Plan(self, rules, outside, poolChecks, damping(config.damping())), questions);
  }

  private static boolean sameDomain(@Nullable String own, @Nullable String other) {
    return own != null && own.equals(other);
  }

  private static void addPool(
      VigieConfig config,
      String name,
      PoolConfig pool,
      Map<String, Request> requests,
      Map<Target, Rule> rules,
      Map<Target, Question> questions,
      Map<String, String> poolChecks) {
    String checkName = pool.check();
    if (checkName == null) {
      return;
    }
    poolChecks.put(name, checkName);
    CheckConfig check = config.checks().get(checkName);
    Request request = requests.get(checkName);
    if (check == null || request == null) {
      throw new IllegalStateException("pool " + name + ": no check " + checkName);
    }
    for (String node : pool.servers().keySet()) {
      VigieConfig.NodeConfig at = config.nodes().get(node);
      if (at == null) {
        throw new IllegalStateException("pool " + name + ": no node " + node);
      }
      Target target = new NodeCheck(node, checkName);
      rules.put(target, rule(check));
      questions.put(target, new Question(at.address(), check.port(), request));
    }
  }

  /** Through the first VIP where the frontend can be reached by it, else where it listens. */
  private static void addFrontend(
      VigieConfig config,
      String name,
      FrontendConfig frontend,
      Map<String, Request> requests,
      Map<Target, Rule> rules,
      Map<Target, Question> questions) {
    ListenAddress listen = ListenAddress.parse(frontend.listen()).orElseThrow();
    if (!frontend.acceptProxy().isEmpty()) {
      return; // what a proxy in front of it sees cannot be asked from here
    }
    PoolConfig pool = frontend.pool() == null ? null : config.pools().get(frontend.pool());
    String checkName = pool == null ? null : pool.check();
    CheckConfig check = checkName == null ? null : config.checks().get(checkName);
    Request known = checkName == null ? null : requests.get(checkName);
    Request request = known == null ? Request.CONNECT : known;
    Rule rule = check == null ? WITNESS : rule(check);
    InetAddress at = listen.address();
    String host = at.isAnyLocalAddress() ? vip(config, at) : at.getHostAddress();
    Target target =
        new Frontend(name, (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + listen.port());
    rules.put(
        target,
        new Rule(
            Math.max(rule.intervalNanos(), WITNESS.intervalNanos()),
            Math.max(rule.fastNanos(), WITNESS.fastNanos()),
            Math.max(rule.downNanos(), WITNESS.downNanos()),
            rule.jitterPercent(),
            2 * rule.timeoutNanos(), // a connect to a server and a retry may stand between
            rule.rise(),
            rule.fall(),
            true));
    questions.put(target, new Question(host, listen.port(), request));
  }

  private static String vip(VigieConfig config, InetAddress wildcard) {
    return config.vips().values().stream()
        .flatMap(vip -> vip.addresses().stream())
        .map(prefixed -> prefixed.substring(0, prefixed.indexOf('/')))
        .filter(ip -> wildcard instanceof Inet6Address || ip.indexOf(':') < 0)
        .findFirst()
        .orElse("127.0.0.1");
  }

  private static void addWitness(
      String name, String address, Map<Target, Rule> rules, Map<Target, Question> questions) {
    Target target = new Witness(name);
    rules.put(target, WITNESS);
    questions.put(target, new Question(address, WITNESS_PORT, Request.CONNECT));
  }

  private static Rule rule(CheckConfig check) {
    return new Rule(
        check.interval().toNanos(),
        check.fastInterval().toNanos(),
        check.downInterval().toNanos(),
        check.jitterPercent(),
        check.timeout().toNanos(),
        check.rise(),
        check.fall(),
        check.startState() == CheckConfig.StartState.UP);
  }

  private static Damping damping(DampingConfig damping) {
    return new Damping(
        damping.enabled(),
        damping.penalty(),
        damping.halfLife().toNanos(),
        damping.suppress(),
        damping.reuse(),
        damping.most().toNanos());
  }

  private static Request request(String name, CheckConfig check) {
    try {
      return Requests.of(check);
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "check %s: certificate or key cannot be used: %s".formatted(name, e.getMessage()), e);
    }
  }
}
