package io.vigie.db.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.vigie.db.core.Overview;
import io.vigie.event.ClusterChanged;
import io.vigie.event.FailoverChanged;
import java.util.ArrayList;
import java.util.List;

/** What db-watcher shows beside what every watcher counts. */
final class DbMetrics {

  private final MultiGauge databases;
  private final MultiGauge ready;
  private final MultiGauge risks;
  private final MultiGauge failovers;
  private final MultiGauge outages;

  DbMetrics(MeterRegistry meters) {
    databases = MultiGauge.builder("vigie.db.databases").register(meters);
    ready = MultiGauge.builder("vigie.db.instances.ready").register(meters);
    risks = MultiGauge.builder("vigie.db.primaries.at.risk").register(meters);
    failovers = MultiGauge.builder("vigie.db.failovers").register(meters);
    outages = MultiGauge.builder("vigie.db.last.outage.seconds").register(meters);
  }

  /** Shows a picture; what it no longer holds is no longer shown. */
  void show(Overview picture) {
    List<Row<?>> byHealth = new ArrayList<>();
    picture
        .byHealth()
        .forEach((health, count) -> byHealth.add(Row.of(Tags.of("health", health), count)));
    databases.register(byHealth, true);
    List<Row<?>> instances = new ArrayList<>();
    for (ClusterChanged database : picture.databases()) {
      instances.add(Row.of(Tags.of("database", database.cluster()), database.instancesReady()));
    }
    ready.register(instances, true);
    List<Row<?>> numbers = new ArrayList<>();
    List<Row<?>> seconds = new ArrayList<>();
    for (FailoverChanged failover : picture.failovers()) {
      Tags tags = Tags.of("database", failover.cluster());
      numbers.add(Row.of(tags, failover.number()));
      Long millis = failover.outageMillis();
      if (millis != null) {
        seconds.add(Row.of(tags, millis / 1e3));
      }
    }
    failovers.register(numbers, true);
    outages.register(seconds, true);
    risks.register(List.of(Row.of(Tags.empty(), picture.atRisk().size())), true);
  }
}
