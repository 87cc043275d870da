package io.vigie.lb.direct;

import io.vigie.lb.core.Cidr;
import io.vigie.lb.core.LbConfig.Balance;
import io.vigie.lb.core.Target;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the kernel is to forward.
 *
 * @param fronts in the order of the configuration
 */
public record Plan(List<Front> fronts) {

  /** Nothing is forwarded. */
  public static final Plan NOTHING = new Plan(List.of());

  public Plan {
    fronts = List.copyOf(fronts);
  }

  /**
   * A direct frontend.
   *
   * @param listen an address of this machine, or the wildcard one for all of them
   * @param masquerade whether servers see this machine as their client
   * @param balance ROUNDROBIN, RANDOM or SOURCE
   * @param allow who may connect; empty for all
   * @param deny who may not
   * @param servers all of its pool
   * @param targets those of them that take new connections
   */
  public record Front(
      String name,
      InetSocketAddress listen,
      boolean masquerade,
      Balance balance,
      List<Cidr> allow,
      List<Cidr> deny,
      List<Backend> servers,
      List<Target> targets) {
    public Front {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
      servers = List.copyOf(servers);
      targets = List.copyOf(targets);
    }
  }

  /**
   * A server of a direct frontend.
   *
   * @param mark what conntrack knows its connections by
   */
  public record Backend(String name, int mark) {}
}
