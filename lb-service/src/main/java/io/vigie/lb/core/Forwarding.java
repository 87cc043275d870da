package io.vigie.lb.core;

import java.util.Collection;

/** Books what the kernel forwards for direct frontends as if it had come this way. */
final class Forwarding {

  private Forwarding() {}

  /** Adds what happened since the last time; a frontend that is no longer direct has had it. */
  static void book(Input.Forwarded in, Frontend frontend, Roster roster) {
    String name = frontend.pool(null);
    Pool pool = name == null ? null : roster.pool(name);
    if (!frontend.isDirect() || pool == null) {
      return;
    }
    frontend.accepted +=
        in.denied()
            + in.unserved()
            + in.servers().values().stream().mapToLong(Input.Flows::begun).sum();
    if (in.denied() > 0) {
      frontend.rejections.merge(Rejection.DENIED, in.denied(), Long::sum);
    }
    frontend.traffic.unserved(in.unserved());
    in.servers()
        .forEach(
            (serverName, flows) -> {
              Server server = pool.server(serverName);
              if (server != null) {
                frontend.traffic.forwarded(server, flows);
                server.flows.put(frontend.name, flows.open());
              }
            });
  }

  /** After a reload: what is not direct any more forwards nothing. */
  static void forget(Frontend frontend, Collection<Pool> pools) {
    frontend.traffic.forwardsNothing();
    pools.forEach(pool -> pool.allServers().forEach(server -> server.flows.remove(frontend.name)));
  }
}
