package io.vigie.db.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.vigie.db.core.Overview;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What db-watcher shows beside what every watcher counts. */
final class DbMetrics {

  private final MultiGauge databases;
  private final MultiGauge ready;
  private final MultiGauge wanted;
  private final MultiGauge writable;
  private final MultiGauge risks;
  private final MultiGauge failovers;
  private final MultiGauge outages;

  DbMetrics(MeterRegistry meters) {
    databases = MultiGauge.builder("vigie.db.databases").register(meters);
    ready = MultiGauge.builder("vigie.db.instances.ready").register(meters);
    wanted = MultiGauge.builder("vigie.db.instances.wanted").register(meters);
    writable = MultiGauge.builder("vigie.db.writable").register(meters);
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
    List<Row<?>> readies = new ArrayList<>();
    List<Row<?>> wants = new ArrayList<>();
    List<Row<?>> writes = new ArrayList<>();
    for (ClusterChanged database : picture.databases()) {
      Tags tags = Tags.of("database", database.cluster());
      readies.add(Row.of(tags, database.instancesReady()));
      if (database.health() != DatabaseHealth.HIBERNATED) { // which is wanted
        wants.add(Row.of(tags, database.instancesWanted()));
        writes.add(Row.of(tags, database.health() == DatabaseHealth.DOWN ? 0 : 1));
      }
    }
    ready.register(readies, true);
    wanted.register(wants, true);
    writable.register(writes, true);
    List<Row<?>> numbers = new ArrayList<>();
    List<Row<?>> seconds = new ArrayList<>();
    Set<String> changed = new HashSet<>();
    for (FailoverChanged failover : picture.failovers()) {
      Tags tags = Tags.of("database", failover.cluster());
      numbers.add(Row.of(tags, failover.number()));
      changed.add(failover.cluster());
      Long millis = failover.outageMillis();
      if (millis != null) {
        seconds.add(Row.of(tags, millis / 1e3));
      }
    }
    for (ClusterChanged database : picture.databases()) {
      if (!changed.contains(database.cluster())) {
        numbers.add(Row.of(Tags.of("database", database.cluster()), 0));
      }
    }
    failovers.register(numbers, true);
    outages.register(seconds, true);
    risks.register(List.of(Row.of(Tags.empty(), picture.atRisk().size())), true);
  }
}
