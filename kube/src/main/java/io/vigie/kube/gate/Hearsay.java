package io.vigie.kube.gate;

import io.vigie.event.Envelope;
import io.vigie.event.NodeView;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.Standing;
import io.vigie.kube.gate.Balancer.Router;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the services on the balancers say, folded: how the nodes are, what each lb-service has of
 * its servers, what each vrrp-service is. Who is silent is not relied on.
 *
 * <p>{@code now} is the caller's monotonic clock in ns. Thread rule: one thread.
 */
public final class Hearsay {

  private static final String LB = "lb-service";
  private static final String VRRP = "vrrp-service";

  private final Map<String, Long> signs = new HashMap<>();
  private final Map<String, Map<String, ServerState>> servers = new HashMap<>();
  private final Map<String, Map<String, Router>> routers = new HashMap<>();
  private NodeView observers = NodeView.EMPTY;

  /** Has heard nothing. */
  public Hearsay() {}

  /**
   * An event, in order for each of its keys.
   *
   * @param fresh whether it happened just now: history is no sign of life
   */
  public void heard(Envelope envelope, boolean fresh, long now) {
    if (fresh) {
      signs.put(envelope.host() + "/" + envelope.service(), now);
    }
    switch (envelope.event()) {
      case ServerChanged server when envelope.service().equals(LB) ->
          of(servers, envelope).put(server.subject(), server.state());
      case RoleChanged role when envelope.service().equals(VRRP) ->
          of(routers, envelope).put(role.vip(), new Router(role.role(), role.active()));
      default -> observers = observers.heard(envelope, fresh, now);
    }
  }

  private static <T> Map<String, T> of(Map<String, Map<String, T>> all, Envelope envelope) {
    return all.computeIfAbsent(envelope.host(), _ -> new TreeMap<>());
  }

  /** The local link to a service was opened, or pinged. */
  public void linkAlive(String host, String service, long now) {
    signs.put(host + "/" + service, now);
    if (service.equals(NodeView.OBSERVER_SERVICE)) {
      observers = observers.linkAlive(host, now);
    }
  }

  /** The local link to a service ended: it is gone, or frozen. */
  public void linkLost(String host, String service) {
    signs.remove(host + "/" + service);
    if (service.equals(NodeView.OBSERVER_SERVICE)) {
      observers = observers.linkLost(host);
    }
  }

  /** What the observers together hold of each of these nodes. */
  public Map<String, Standing> standings(Collection<String> nodes, long now) {
    Map<String, Standing> standings = new TreeMap<>();
    nodes.forEach(node -> standings.put(node, observers.agreed(node, now).standing()));
    return standings;
  }

  /** What each of these balancers' services said last. */
  public Map<String, Balancer> balancers(Collection<String> names, long now) {
    Map<String, Balancer> balancers = new TreeMap<>();
    for (String name : names) {
      balancers.put(
          name,
          new Balancer(
              source(name, LB, now),
              servers.getOrDefault(name, Map.of()),
              source(name, VRRP, now),
              routers.getOrDefault(name, Map.of())));
    }
    return balancers;
  }

  private Source source(String host, String service, long now) {
    @Nullable Long sign = signs.get(host + "/" + service);
    if (sign == null) {
      return new Source(Source.State.NEVER, "silent");
    }
    long age = now - sign;
    return age <= NodeView.PRESENT.toNanos()
        ? Source.FRESH
        : Source.stale("silent for " + TimeUnit.NANOSECONDS.toSeconds(age) + " s");
  }
}
