package io.vigie.console.core.picture;

import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pool, as it is shown. */
record Pool(
    String name,
    @Nullable Integer port,
    String state,
    @Nullable Instant since,
    List<Has> balancers,
    List<Server> servers,
    @Nullable Traffic traffic) {

  /** How a balancer has it. */
  record Has(
      String balancer, PoolState state, int usable, int servers, Instant since, boolean present) {}

  /** One of its servers. */
  record Server(String name, List<On> balancers, @Nullable Traffic traffic) {}

  /** How a balancer has a server. */
  record On(
      String balancer,
      ServerState state,
      ServerState was,
      String cause,
      int sessionsClosed,
      Instant since,
      boolean present,
      @Nullable Traffic traffic) {}

  static List<Pool> all(Sight sight, Traffic.Flows flows) {
    return sight.layout().pools().entrySet().stream()
        .map(pool -> of(pool.getKey(), pool.getValue(), sight, flows))
        .toList();
  }

  private static Pool of(String name, Layout.Servers with, Sight sight, Traffic.Flows flows) {
    List<Has> balancers =
        sight.on(PoolChanged.class, name).stream()
            .map(
                said ->
                    new Has(
                        said.by(),
                        said.event().state(),
                        said.event().usable(),
                        said.event().servers(),
                        said.since(),
                        sight.present(said.by(), Sight.LB)))
            .toList();
    Optional<Has> worst =
        balancers.stream().filter(Has::present).max(Comparator.comparing(Has::state));
    return new Pool(
        name,
        with.port(),
        worst.map(one -> one.state().wire()).orElse("unknown"),
        worst.map(Has::since).orElse(null),
        balancers,
        with.servers().stream().map(server -> server(name, server, sight, flows)).toList(),
        flows.pool(name, with.servers()));
  }

  private static Server server(String pool, String server, Sight sight, Traffic.Flows flows) {
    List<On> on =
        sight.on(ServerChanged.class, pool + "/" + server).stream()
            .map(
                said ->
                    new On(
                        said.by(),
                        said.event().state(),
                        said.event().was(),
                        said.event().cause(),
                        said.event().sessionsClosed(),
                        said.since(),
                        sight.present(said.by(), Sight.LB),
                        flows.server(pool, server, said.by())))
            .toList();
    return new Server(server, on, flows.server(pool, server));
  }

  /** Whether it refuses on every balancer that is there. */
  boolean refuses() {
    List<Has> there = balancers.stream().filter(Has::present).toList();
    return !there.isEmpty() && there.stream().allMatch(has -> has.state() == PoolState.REFUSING);
  }

  void reasons(List<Reason> to) {
    for (Has has : balancers) {
      if (has.present() && has.state() != PoolState.HEALTHY) {
        String text =
            "pool %s on %s: %d of %d servers in service, %s"
                .formatted(
                    name,
                    has.balancer(),
                    has.usable(),
                    has.servers(),
                    has.state().wire().replace('-', ' '));
        to.add(
            has.state() == PoolState.DEGRADED
                ? Reason.warning("pool", name, text)
                : Reason.bad("pool", name, text));
      }
    }
  }
}
