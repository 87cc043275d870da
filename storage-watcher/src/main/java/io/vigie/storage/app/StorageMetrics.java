package io.vigie.storage.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.storage.core.Overview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What storage-watcher shows beside what every watcher counts. */
final class StorageMetrics {

  private final MultiGauge volumes;
  private final MultiGauge rebuilds;
  private final MultiGauge risks;
  private final MultiGauge last;
  private final MultiGauge progress;
  private final MultiGauge toGo;

  StorageMetrics(MeterRegistry meters) {
    volumes = MultiGauge.builder("vigie.storage.volumes").register(meters);
    rebuilds = MultiGauge.builder("vigie.storage.rebuilds").register(meters);
    risks = MultiGauge.builder("vigie.storage.node.risk.bytes").register(meters);
    progress = MultiGauge.builder("vigie.storage.rebuild.progress.percent").register(meters);
    toGo = MultiGauge.builder("vigie.storage.rebuild.eta.seconds").register(meters);
    last = MultiGauge.builder("vigie.storage.volumes.last.replica").register(meters);
  }

  /** Shows a picture; what it no longer holds is no longer shown. */
  void show(Overview picture) {
    List<Row<?>> byHealth = new ArrayList<>();
    picture
        .volumes()
        .forEach((health, count) -> byHealth.add(Row.of(Tags.of("health", health), count)));
    volumes.register(byHealth, true);
    Map<String, Integer> stages = new TreeMap<>();
    List<Row<?>> percents = new ArrayList<>();
    List<Row<?>> seconds = new ArrayList<>();
    for (RebuildChanged rebuild : picture.rebuilds()) {
      stages.merge(rebuild.stage().wire(), 1, Integer::sum);
      if (rebuild.stage() == RebuildStage.COPYING) {
        String node = rebuild.node() == null ? "" : rebuild.node();
        Tags tags = Tags.of("volume", rebuild.volume(), "node", node);
        percents.add(Row.of(tags, rebuild.progress()));
        if (rebuild.etaSeconds() != null) {
          seconds.add(Row.of(tags, rebuild.etaSeconds()));
        }
      }
    }
    progress.register(percents, true);
    toGo.register(seconds, true);
    List<Row<?>> byStage = new ArrayList<>();
    stages.forEach((stage, count) -> byStage.add(Row.of(Tags.of("stage", stage), count)));
    rebuilds.register(byStage, true);
    List<Row<?>> byNode = new ArrayList<>();
    picture
        .nodesAtRisk()
        .forEach(risk -> byNode.add(Row.of(Tags.of("node", risk.node()), risk.bytes())));
    risks.register(byNode, true);
    last.register(List.of(Row.of(Tags.empty(), picture.lastReplicas().size())), true);
  }
}
