package io.vigie.kube.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vigie.event.Fact;
import io.vigie.kube.read.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a watcher counts. Thread rule: the service's own context; read from anywhere. */
final class WatchMeters {

  private final MeterRegistry registry;
  private final String prefix;
  private final List<Meter> ours = new ArrayList<>();
  private final Map<Kind, Integer> objects = new EnumMap<>(Kind.class);
  private final Timer risk;
  private final Timer portion;
  private volatile Numbers numbers = new Numbers(Map.of(), 0, 0, false, 0);
  private long facts;

  /**
   * What is shown at a moment.
   *
   * @param unknownSeconds how long the API has not answered
   */
  private record Numbers(
      Map<Kind, Integer> objects, long broken, double unknownSeconds, boolean turn, int missing) {}

  /**
   * Meters of one watcher.
   *
   * @param service its brief name
   */
  WatchMeters(MeterRegistry registry, String service, Set<Kind> kinds) {
    this.registry = registry;
    this.prefix = "vigie." + service + ".";
    for (Kind kind : kinds) {
      ours.add(
          Gauge.builder(prefix + "objects", () -> numbers.objects().getOrDefault(kind, 0))
              .tag("kind", WatchState.name(kind))
              .register(registry));
    }
    gauge("objects.broken", () -> numbers.broken());
    gauge("kinds.missing", () -> numbers.missing());
    gauge("kubernetes.unknown.seconds", () -> numbers.unknownSeconds());
    gauge("turn", () -> numbers.turn() ? 1 : 0);
    risk =
        Timer.builder(prefix + "risk.latency")
            .description("from an observer's word that a node is down to the fact about it")
            .publishPercentiles(0.5, 0.99)
            .distributionStatisticExpiry(Duration.ofMinutes(10))
            .register(registry);
    portion = Timer.builder(prefix + "work").register(registry);
    ours.add(risk);
    ours.add(portion);
  }

  private void gauge(String name, Supplier<Number> value) {
    ours.add(Gauge.builder(prefix + name, value).register(registry));
  }

  /** How it stands. */
  void show(
      Map<Kind, Integer> counts, long broken, int missing, double unknownSeconds, boolean turn) {
    objects.putAll(counts);
    numbers = new Numbers(Map.copyOf(objects), broken, unknownSeconds, turn, missing);
  }

  /** A fact was told. */
  void told(Fact fact) {
    facts++;
    Counter told =
        registry.counter(prefix + "facts", "type", fact.event().getClass().getSimpleName());
    told.increment();
    if (!ours.contains(told)) {
      ours.add(told);
    }
  }

  /** How many were told. */
  long facts() {
    return facts;
  }

  /** So long after an observer's word the node was told to be at risk. */
  void risk(long nanos) {
    risk.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A portion of work took so long. */
  void worked(long nanos) {
    portion.record(nanos, TimeUnit.NANOSECONDS);
  }

  void close() {
    ours.forEach(registry::remove);
  }
}
