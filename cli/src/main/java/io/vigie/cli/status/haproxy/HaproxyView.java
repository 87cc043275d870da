package io.vigie.cli.status.haproxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Failure;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.manage.Management.Reply.Silent;
import io.vigie.cli.status.Snapshot;
import io.vigie.event.CheckChanged;
import io.vigie.event.Envelope;
import io.vigie.event.PoolChanged;
import io.vigie.event.ServerChanged;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** This machine's balancer, asked as somebody would ask HAProxy's socket. Kafka is not asked. */
public final class HaproxyView {

  private HaproxyView() {}

  /**
   * The lines.
   *
   * @throws Failure if lb-service does not answer, which is unknown
   */
  public static List<String> lines(VigieConfig config) {
    Map<String, Instant> changed = new HashMap<>();
    Map<String, CheckChanged> checks = new HashMap<>();
    try (Management management = new Management(config.management())) {
      JsonNode state = state(management);
      for (ServiceName service : List.of(ServiceName.LB, ServiceName.HEALTH)) {
        management
            .base(service)
            .ifPresent(base -> Snapshot.of(base).events().forEach(e -> take(e, changed, checks)));
      }
      HaproxyStats.Said said = new HaproxyStats.Said(state, changed, checks);
      return new HaproxyStats(config, said, Instant.now()).lines();
    }
  }

  private static JsonNode state(Management management) {
    return switch (management.get(ServiceName.LB, "/v1/state")) {
      case Answered(int status, JsonNode body) when status == 200 -> body;
      case Answered(int status, JsonNode _) ->
          throw Failure.unknown("lb-service answers with HTTP " + status);
      case Silent(String why) -> throw Failure.unknown("lb-service is silent: " + why);
    };
  }

  private static void take(
      Envelope envelope, Map<String, Instant> changed, Map<String, CheckChanged> checks) {
    switch (envelope.event()) {
      case ServerChanged server -> changed.put(server.subject(), envelope.time());
      case PoolChanged pool -> changed.put(pool.subject(), envelope.time());
      case CheckChanged check -> checks.put(check.subject(), check);
      default -> {}
    }
  }
}
