package io.vigie.health.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import io.vigie.health.core.Picture;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What health-service counts. Thread rule: on the service's own context only. */
final class HealthMetrics {

  private final Map<CheckResult, Timer> probes = new EnumMap<>(CheckResult.class);
  private final MultiGauge targets;
  private final MultiGauge nodes;
  private final MultiGauge penalties;
  private final MultiGauge impaired;

  HealthMetrics(MeterRegistry meters) {
    for (CheckResult result : CheckResult.values()) {
      probes.put(result, meters.timer("vigie.health.probes", "result", result.name()));
    }
    targets = MultiGauge.builder("vigie.health.target.up").register(meters);
    nodes = MultiGauge.builder("vigie.health.node.status").register(meters);
    penalties = MultiGauge.builder("vigie.health.node.penalty").register(meters);
    impaired = MultiGauge.builder("vigie.health.observer.impaired").register(meters);
  }

  void probed(Outcome outcome) {
    Timer timer = probes.get(outcome.result());
    if (timer != null) {
      timer.record(outcome.tookNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Shows a picture; what it no longer holds is no longer shown. */
  void show(Picture picture) {
    List<Row<?>> up = new ArrayList<>();
    picture
        .targets()
        .forEach((name, target) -> up.add(Row.of(Tags.of("target", name), target.up() ? 1 : 0)));
    targets.register(up, true);
    List<Row<?>> status = new ArrayList<>();
    List<Row<?>> penalty = new ArrayList<>();
    picture
        .nodes()
        .forEach(
            (name, node) -> {
              String word = node.status().name().toLowerCase(Locale.ROOT);
              status.add(Row.of(Tags.of("node", name, "status", word), 1));
              penalty.add(Row.of(Tags.of("node", name), node.penalty()));
            });
    nodes.register(status, true);
    penalties.register(penalty, true);
    impaired.register(List.of(Row.of(Tags.empty(), picture.impaired() ? 1 : 0)), true);
  }
}
