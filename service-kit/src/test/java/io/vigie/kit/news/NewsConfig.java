package io.vigie.kit.news;

import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.kit.config.AvailabilityConfig;
import io.vigie.kit.config.DampingConfig;
import io.vigie.kit.config.KafkaConfig;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The least configuration and the least events that news can travel with. */
final class NewsConfig {

  static final String NOBODY = "127.0.0.1:1";

  private NewsConfig() {}

  /** A configuration with ports that were free a moment ago. */
  static VigieConfig at(String bootstrap) throws IOException {
    return at(bootstrap, 16 << 20);
  }

  /** The same with another bound for the spool. */
  static VigieConfig at(String bootstrap, long spoolBytes) throws IOException {
    Duration second = Duration.ofSeconds(1);
    return new VigieConfig(
        "test",
        new KafkaConfig(List.of(bootstrap), Map.of(), spoolBytes),
        Map.of(),
        Map.of(),
        Map.of("lb-1", new VigieConfig.BalancerConfig("127.0.0.1", null)),
        null,
        Map.of(),
        Map.of(),
        Map.of(),
        VigieConfig.EngineKind.AUTO,
        new DampingConfig(true, 1000, second, 2000, 1000, second),
        Map.of(),
        Map.of(),
        new AvailabilityConfig("99.9%", null),
        null,
        new ManagementConfig(
            "127.0.0.1",
            Map.of(ServiceName.HEALTH.brief(), freePort(), ServiceName.LB.brief(), freePort()),
            null),
        Map.of());
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** A node's verdict whose penalty tells it from the others. */
  static NodeChanged node(String node, long penalty) {
    return new NodeChanged(node, NodeStatus.UP, List.of(), List.of("traefik"), penalty, 0, false);
  }
}
