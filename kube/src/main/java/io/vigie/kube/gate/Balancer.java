package io.vigie.kube.gate;

import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServerChanged.ServerState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the services of one balancer last said.
 *
 * @param lb how far its lb-service's words can be relied on
 * @param servers what its lb-service says of each server, by {@code pool/server}
 * @param vrrp how far its vrrp-service's words can be relied on
 * @param routers what its vrrp-service says of each VIP
 */
public record Balancer(
    Source lb, Map<String, ServerState> servers, Source vrrp, Map<String, Router> routers) {

  public Balancer {
    servers = Map.copyOf(servers);
    routers = Map.copyOf(routers);
  }

  /**
   * A VIP, for one balancer.
   *
   * @param role what it plays itself
   * @param active who holds the VIP as far as it knows: a balancer, else an address
   */
  public record Router(Role role, @Nullable String active) {

    /** Whether the VIP is here. */
    boolean holds() {
      return role == Role.ACTIVE || role == Role.LEAVING;
    }
  }
}
