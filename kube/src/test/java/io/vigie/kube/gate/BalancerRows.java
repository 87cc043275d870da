package io.vigie.kube.gate;

import static io.vigie.kube.gate.Area.POOLS;
import static io.vigie.kube.gate.Area.VIP;
import static io.vigie.kube.gate.Row.row;
import static io.vigie.kube.gate.Verdict.NO;
import static io.vigie.kube.gate.Verdict.UNKNOWN;
import static io.vigie.kube.gate.Verdict.WARNING;
import static io.vigie.kube.gate.Verdict.YES;

import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServerChanged.ServerState;
import java.util.List;
import java.util.stream.Stream;

/** Rows about pools and VIPs. */
final class BalancerRows {

  private BalancerRows() {}

  static List<Row> rows() {
    return Stream.of(balancers()).flatMap(List::stream).toList();
  }

  private static List<Row> balancers() {
    return List.of(
        row(
            "a pool has no other server",
            3,
            NO,
            POOLS,
            "pool git has no server but k3s-3",
            s -> s.pool("git", 3)),
        row(
            "a pool's other servers are out",
            3,
            NO,
            POOLS,
            "that takes connections: k3s-1 is down, k3s-2 is maintenance",
            s -> s.server("all", 1, ServerState.DOWN).server("all", 2, ServerState.MAINTENANCE)),
        row(
            "one balancer alone has them out",
            3,
            NO,
            POOLS,
            "lb-2: without k3s-3 pool traefik has no server",
            s ->
                s.server("lb-2", 1, ServerState.EJECTED).server("lb-2", 2, ServerState.SUPPRESSED)),
        row(
            "a server on its way to its full share counts",
            3,
            YES,
            POOLS,
            "every pool keeps a server",
            s -> s.server("all", 1, ServerState.SLOW_START).server("all", 2, ServerState.DRAINING)),
        row(
            "the others of a pool that follows a primary stand by",
            3,
            YES,
            POOLS,
            "every pool keeps a server",
            s -> s.server("all", 1, ServerState.STANDBY).server("all", 2, ServerState.STANDBY)),
        row(
            "a pool that has nobody, wherever the node is",
            3,
            NO,
            POOLS,
            "pool api has no server",
            s -> {
              s.pool("api", 1);
              s.balancers.values().forEach(b -> b.servers.put("api/k3s-1", ServerState.DOWN));
            }),
        row(
            "a balancer has not said how its servers are",
            3,
            UNKNOWN,
            POOLS,
            "nothing said of k3s-1, k3s-2",
            s -> s.balancer("lb-1", b -> b.servers.clear())),
        row(
            "the VIP is held on the same host",
            2,
            NO,
            VIP,
            "VIP main is held by lb-2, which is on host p2 with k3s-2",
            s -> {}),
        row(
            "the VIP was handed over first",
            2,
            YES,
            VIP,
            "VIP main is held by lb-1, which is elsewhere",
            s -> s.held("lb-1")),
        row(
            "who would take the VIP over is on the same host",
            1,
            YES,
            VIP,
            WARNING,
            "lb-1, which would take VIP main over, is on the same host",
            s -> {}),
        row(
            "nobody holds the VIP",
            3,
            UNKNOWN,
            VIP,
            "nobody says that he holds VIP main",
            s -> s.balancers.values().forEach(b -> b.plays("main", Role.INITIALIZE, null))),
        row(
            "a balancer has not said whether it holds the VIP",
            3,
            UNKNOWN,
            VIP,
            "lb-1 has not said whether it holds VIP main",
            s -> s.balancer("lb-1", b -> b.routers.clear())),
        row(
            "two hold the VIP",
            3,
            UNKNOWN,
            VIP,
            "held by lb-1, lb-2 at the same time",
            s -> s.balancer("lb-1", b -> b.plays("main", Role.ACTIVE, "lb-1"))),
        row(
            "a keepalived of the configuration holds it, on the same host",
            2,
            NO,
            VIP,
            "VIP main is held by 192.168.1.7",
            s -> s.balancers.values().forEach(b -> b.plays("main", Role.BACKUP, "192.168.1.7"))),
        row(
            "a stranger holds it",
            3,
            UNKNOWN,
            VIP,
            "no balancer of the configuration",
            s -> s.balancers.values().forEach(b -> b.plays("main", Role.BACKUP, "192.168.1.99"))));
  }
}
