package io.vigie.kube.gate;

import io.vigie.event.ServerChanged.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every pool keeps a server that takes connections, on every balancer. */
final class PoolRules {

  private final GatePicture picture;
  private final String node;
  private final Findings findings;

  PoolRules(GatePicture picture, String node, Findings findings) {
    this.picture = picture;
    this.node = node;
    this.findings = findings;
  }

  void judge() {
    Map<String, Set<String>> pools = picture.layout().pools();
    if (pools.isEmpty()) {
      findings.yes(Area.POOLS, "no pools are configured: nothing to check");
      return;
    }
    pools.forEach(this::alone);
    for (String name : picture.layout().balancers().keySet()) {
      Balancer balancer = picture.balancers().get(name);
      Source source = balancer == null ? Source.NEVER : balancer.lb();
      if (balancer == null || source.state() != Source.State.FRESH) {
        findings.unknown(
            Area.FRESHNESS,
            "%s/lb-service: %s; what servers it has is not known".formatted(name, source.why()),
            "start it, or see why it is silent: vigie status");
      } else {
        pools.forEach((pool, servers) -> judge(name, balancer, pool, servers));
      }
    }
    if (findings.isFine(Area.POOLS) && findings.isFine(Area.FRESHNESS)) {
      findings.yes(Area.POOLS, "every pool keeps a server: " + Findings.names(pools.keySet()));
    }
  }

  private void alone(String pool, Set<String> servers) {
    if (servers.equals(Set.of(node))) {
      findings.no(
          Area.POOLS,
          "pool %s has no server but %s".formatted(pool, node),
          "add another server to pools." + pool + ".servers; else downtime cannot be avoided");
    }
  }

  /** A standby serves as soon as the primary is there: whether it can be, databases' rules say. */
  private static boolean serves(ServerState state) {
    return switch (state) {
      case ACTIVE, SLOW_START, STANDBY -> true;
      case EJECTED, DOWN, SUPPRESSED, DRAINING, MAINTENANCE -> false;
    };
  }

  private void judge(String name, Balancer balancer, String pool, Set<String> servers) {
    List<String> unsaid = new ArrayList<>();
    List<String> out = new ArrayList<>();
    int left = 0;
    for (String server : servers) {
      ServerState state = balancer.servers().get(pool + "/" + server);
      if (server.equals(node)) {
        continue;
      }
      if (state == null) {
        unsaid.add(server);
      } else if (serves(state)) {
        left++;
      } else {
        out.add(server + " is " + state.wire());
      }
    }
    if (left > 0 || servers.equals(Set.of(node))) {
      return;
    }
    String what = "%s: without %s pool %s has no server".formatted(name, node, pool);
    if (unsaid.isEmpty()) {
      findings.no(
          Area.POOLS,
          what + " that takes connections" + (out.isEmpty() ? "" : ": " + Findings.names(out)),
          "bring another server back first; 'vigie status' shows what keeps it out");
    } else {
      findings.unknown(
          Area.POOLS,
          "%s that is known to take connections; nothing said of %s"
              .formatted(what, Findings.names(unsaid)),
          "ask again in some seconds");
    }
  }
}
