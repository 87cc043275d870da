package io.vigie.lb.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.lb.core.LbState;
import io.vigie.lb.core.LbState.FrontendView;
import io.vigie.lb.core.LbState.PoolView;
import io.vigie.lb.core.LbState.ServerView;
import io.vigie.lb.core.LbState.Totals;
import io.vigie.lb.core.Rejection;
import io.vigie.lb.core.Termination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters {@code vigie.lb.*}: one set per frontend, pool and server, removed with its owner.
 *
 * <p>The picture they read is made when one is read and the last is older than {@value
 * #FRESH_MILLIS} ms: a scrape reads one moment, and nothing is spent between scrapes. {@link
 * #follow} and {@link #close} on the service's context; the meters from anywhere.
 */
final class LbMetrics {

  private static final String PREFIX = "vigie.lb.";

  /** How old a picture may be. */
  private static final int FRESH_MILLIS = 200;

  private final MeterRegistry registry;
  private final Ticks ticks;
  private final Supplier<LbState> state;
  private final Map<String, List<Meter>> owned = new HashMap<>();
  private volatile Picture last = new Picture(Long.MIN_VALUE, Map.of(), Map.of(), Map.of());

  /** A state, by key, and how long it may be shown. */
  private record Picture(
      long untilNanos,
      Map<String, FrontendView> frontends,
      Map<String, PoolView> pools,
      Map<String, ServerView> servers) {}

  /**
   * Meters of nothing yet.
   *
   * @param state the present one, from any thread
   */
  LbMetrics(MeterRegistry registry, Ticks ticks, Supplier<LbState> state) {
    this.registry = registry;
    this.ticks = ticks;
    this.state = state;
  }

  private Picture picture() {
    Picture shown = last;
    if (ticks.nanos() >= shown.untilNanos()) {
      shown = picture(state.get());
      last = shown;
    }
    return shown;
  }

  private Picture picture(LbState of) {
    Map<String, FrontendView> frontends = new HashMap<>();
    Map<String, PoolView> pools = new HashMap<>();
    Map<String, ServerView> servers = new HashMap<>();
    of.frontends().forEach(frontend -> frontends.put(frontend.name(), frontend));
    for (PoolView pool : of.pools()) {
      pools.put(pool.name(), pool);
      pool.servers().forEach(server -> servers.put(key(pool.name(), server.name()), server));
    }
    long until = ticks.nanos() + TimeUnit.MILLISECONDS.toNanos(FRESH_MILLIS);
    return new Picture(until, frontends, pools, servers);
  }

  /** Makes meters for whom there is now, and takes away those of others. */
  void follow() {
    LbState state = this.state.get();
    Set<String> owners = new HashSet<>();
    for (FrontendView frontend : state.frontends()) {
      own(owners, "frontend " + frontend.name(), () -> frontend(frontend.name()));
    }
    for (PoolView pool : state.pools()) {
      own(owners, "pool " + pool.name(), () -> pool(pool.name()));
      for (ServerView server : pool.servers()) {
        String key = key(pool.name(), server.name());
        own(owners, "server " + key, () -> server(pool.name(), server.name()));
      }
    }
    owned
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !owners.contains(entry.getKey());
              if (gone) {
                entry.getValue().forEach(registry::remove);
              }
              return gone;
            });
  }

  /** Takes all meters away. */
  void close() {
    owned.values().forEach(meters -> meters.forEach(registry::remove));
    owned.clear();
  }

  private void own(Set<String> owners, String owner, Supplier<List<Meter>> make) {
    owners.add(owner);
    if (!owned.containsKey(owner)) {
      owned.put(owner, make.get());
    }
  }

  private List<Meter> frontend(String name) {
    Tags tags = Tags.of("frontend", name);
    Supplier<@Nullable FrontendView> owner = () -> picture().frontends().get(name);
    List<Meter> meters = new ArrayList<>();
    meters.add(gauge("frontend.sessions.active", tags, owner, FrontendView::sessions));
    meters.add(counter("frontend.attempts", tags, owner, f -> f.totals().attempts()));
    meters.add(counter("frontend.failures", tags, owner, f -> f.totals().failures()));
    meters.add(counter("frontend.retries", tags, owner, f -> f.totals().retries()));
    meters.add(counter("frontend.sessions", tags, owner, f -> f.totals().sessions()));
    bytes(meters, "frontend", tags, owner, FrontendView::totals);
    for (Rejection reason : Rejection.values()) {
      Tags ofReason = tags.and("reason", reason.word());
      meters.add(
          counter(
              "frontend.rejected",
              ofReason,
              owner,
              f -> f.rejected().getOrDefault(reason.word(), 0L)));
    }
    meters.add(counter("frontend.accepted", tags, owner, FrontendView::accepted));
    for (Termination how : Termination.values()) {
      String code = how.code();
      Tags ofCode = tags.and("code", code);
      meters.add(counter("frontend.ended", ofCode, owner, f -> f.ended().getOrDefault(code, 0L)));
    }
    return meters;
  }

  private List<Meter> pool(String name) {
    Tags tags = Tags.of("pool", name);
    Supplier<@Nullable PoolView> owner = () -> picture().pools().get(name);
    List<Meter> meters = new ArrayList<>();
    for (PoolState state : PoolState.values()) {
      Tags ofState = tags.and("state", state.wire());
      meters.add(gauge("pool.state", ofState, owner, p -> p.state() == state ? 1 : 0));
    }
    meters.add(gauge("pool.sessions.active", tags, owner, PoolView::sessions));
    meters.add(gauge("pool.queue", tags, owner, PoolView::waiting));
    meters.add(gauge("pool.servers.usable", tags, owner, PoolView::usable));
    return meters;
  }

  private List<Meter> server(String pool, String name) {
    Tags tags = Tags.of("pool", pool, "server", name);
    Supplier<@Nullable ServerView> owner = () -> picture().servers().get(key(pool, name));
    List<Meter> meters = new ArrayList<>();
    for (ServerState state : ServerState.values()) {
      Tags ofState = tags.and("state", state.wire());
      meters.add(gauge("server.state", ofState, owner, s -> s.state() == state ? 1 : 0));
    }
    meters.add(gauge("server.weight", tags, owner, s -> s.weight() * s.sharePercent() / 100.0));
    meters.add(gauge("server.sessions.active", tags, owner, ServerView::sessions));
    meters.add(counter("server.connects", tags, owner, s -> s.totals().attempts()));
    meters.add(counter("server.connects.failed", tags, owner, s -> s.totals().failures()));
    meters.add(counter("server.retries", tags, owner, s -> s.totals().retries()));
    meters.add(counter("server.sessions", tags, owner, s -> s.totals().sessions()));
    bytes(meters, "server", tags, owner, ServerView::totals);
    return meters;
  }

  private <T> void bytes(
      List<Meter> meters,
      String kind,
      Tags tags,
      Supplier<@Nullable T> owner,
      Function<T, Totals> totals) {
    Tags in = tags.and("direction", "in");
    Tags out = tags.and("direction", "out");
    meters.add(counter(kind + ".bytes", in, owner, o -> totals.apply(o).bytesIn()));
    meters.add(counter(kind + ".bytes", out, owner, o -> totals.apply(o).bytesOut()));
  }

  private <T> Meter gauge(
      String name, Tags tags, Supplier<@Nullable T> owner, ToDoubleFunction<T> value) {
    return Gauge.builder(PREFIX + name, () -> read(owner, value)).tags(tags).register(registry);
  }

  private <T> Meter counter(
      String name, Tags tags, Supplier<@Nullable T> owner, ToDoubleFunction<T> value) {
    return FunctionCounter.builder(PREFIX + name, this, _ -> read(owner, value))
        .tags(tags)
        .register(registry);
  }

  private static <T> double read(Supplier<@Nullable T> owner, ToDoubleFunction<T> value) {
    T now = owner.get();
    return now == null ? Double.NaN : value.applyAsDouble(now);
  }

  private static String key(String pool, String server) {
    return pool + "/" + server;
  }
}
