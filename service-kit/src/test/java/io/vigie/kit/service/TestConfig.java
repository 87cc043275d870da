package io.vigie.kit.service;

import io.vigie.kit.config.AvailabilityConfig;
import io.vigie.kit.config.DampingConfig;
import io.vigie.kit.config.KafkaConfig;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.Secret;
import io.vigie.kit.config.VigieConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least configuration a process can start with. */
final class TestConfig {

  private TestConfig() {}

  static VigieConfig of(String cluster, Map<String, Integer> ports, @Nullable String token) {
    Duration second = Duration.ofSeconds(1);
    return new VigieConfig(
        cluster,
        new KafkaConfig(List.of("127.0.0.1:1"), Map.of(), 1 << 20),
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
        new ManagementConfig("127.0.0.1", ports, token == null ? null : new Secret(token)),
        Map.of());
  }
}
