package io.vigie.vrrp.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;

/** What vrrp-service shows on {@code /metrics}. Thread rule: the service's own context. */
final class VrrpMetrics {

  private final MultiGauge roles;
  private final MultiGauge priorities;
  private final MultiGauge held;
  private final MultiGauge counters;

  VrrpMetrics(MeterRegistry meters) {
    roles = MultiGauge.builder("vigie.vrrp.role").register(meters);
    priorities = MultiGauge.builder("vigie.vrrp.priority").register(meters);
    held = MultiGauge.builder("vigie.vrrp.addresses.held").register(meters);
    counters = MultiGauge.builder("vigie.vrrp.events").register(meters);
  }

  /** Shows a picture; what it no longer holds is no longer shown. */
  void show(Picture picture) {
    List<Row<?>> role = new ArrayList<>();
    List<Row<?>> priority = new ArrayList<>();
    List<Row<?>> holds = new ArrayList<>();
    List<Row<?>> counts = new ArrayList<>();
    picture
        .vips()
        .forEach(
            (name, vip) -> {
              role.add(Row.of(Tags.of("vip", name, "role", vip.role().wire()), 1));
              priority.add(Row.of(Tags.of("vip", name), vip.priority()));
              holds.add(Row.of(Tags.of("vip", name), vip.held() ? 1 : 0));
              vip.counters()
                  .forEach(
                      (event, n) -> counts.add(Row.of(Tags.of("vip", name, "event", event), n)));
            });
    roles.register(role, true);
    priorities.register(priority, true);
    held.register(holds, true);
    counters.register(counts, true);
  }
}
