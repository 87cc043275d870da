package io.vigie.console.core.picture;

import io.vigie.event.TrafficSampled;
import io.vigie.event.TrafficSampled.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes through something, as of the last ten seconds that were told.
 *
 * @param sessions open at the end
 * @param attemptsPerSecond mean of the ten seconds, as all below
 */
record Traffic(
    long sessions,
    double attemptsPerSecond,
    double failuresPerSecond,
    double retriesPerSecond,
    double bytesInPerSecond,
    double bytesOutPerSecond) {

  /** Older samples are not shown. */
  private static final Duration SHOWN = Duration.ofSeconds(30);

  private static Traffic of(Series series) {
    return new Traffic(
        series.sessions().isEmpty() ? 0 : series.sessions().getLast(),
        mean(series.attempts()),
        mean(series.failures()),
        mean(series.retries()),
        mean(series.bytesIn()),
        mean(series.bytesOut()));
  }

  /** To a tenth: as many values of a second are whole. */
  private static double mean(List<Long> values) {
    double sum = values.stream().mapToDouble(Long::doubleValue).sum();
    return Math.round(10 * sum / Math.max(1, values.size())) / 10.0;
  }

  private Traffic plus(Traffic other) {
    return new Traffic(
        sessions + other.sessions,
        tenth(attemptsPerSecond + other.attemptsPerSecond),
        tenth(failuresPerSecond + other.failuresPerSecond),
        tenth(retriesPerSecond + other.retriesPerSecond),
        tenth(bytesInPerSecond + other.bytesInPerSecond),
        tenth(bytesOutPerSecond + other.bytesOutPerSecond));
  }

  private static double tenth(double value) {
    return Math.round(10 * value) / 10.0;
  }

  /** All that flows now. */
  static final class Flows {

    private final Map<String, Traffic> frontends = new HashMap<>();

    /** By {@code pool/server}, then by balancer. */
    private final Map<String, Map<String, Traffic>> servers = new HashMap<>();

    /** Those told lately. */
    static Flows of(Sight sight) {
      Flows flows = new Flows();
      for (Said<TrafficSampled> said : sight.words().all(TrafficSampled.class)) {
        if (said.fresh() && sight.now().nanos() - said.heardNanos() <= SHOWN.toNanos()) {
          TrafficSampled sample = said.event();
          flows.frontends.merge(sample.frontend(), Traffic.of(sample.total()), Traffic::plus);
          sample
              .servers()
              .forEach(
                  (server, series) ->
                      flows
                          .servers
                          .computeIfAbsent(server, _ -> new HashMap<>())
                          .merge(said.by(), Traffic.of(series), Traffic::plus));
        }
      }
      return flows;
    }

    /** What goes through a frontend, on all balancers. */
    @Nullable Traffic frontend(String name) {
      return frontends.get(name);
    }

    /** What goes from a balancer to a server of a pool. */
    @Nullable Traffic server(String pool, String server, String balancer) {
      return servers.getOrDefault(pool + "/" + server, Map.of()).get(balancer);
    }

    /** What goes to a server of a pool, from all balancers. */
    @Nullable Traffic server(String pool, String server) {
      return sum(List.copyOf(servers.getOrDefault(pool + "/" + server, Map.of()).values()));
    }

    /** What goes to all servers of a pool. */
    @Nullable Traffic pool(String pool, List<String> ofServers) {
      List<Traffic> each = new ArrayList<>();
      for (String server : ofServers) {
        Traffic one = server(pool, server);
        if (one != null) {
          each.add(one);
        }
      }
      return sum(each);
    }

    private static @Nullable Traffic sum(List<Traffic> each) {
      return each.stream().reduce(Traffic::plus).orElse(null);
    }
  }
}
