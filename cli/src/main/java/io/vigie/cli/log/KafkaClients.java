package io.vigie.cli.log;

import io.vigie.cli.Failure;
import io.vigie.kit.config.KafkaConfig;
import java.util.HashMap;
import java.util.Map;

/** What a command's Kafka clients are told. */
final class KafkaClients {

  private KafkaClients() {}

  static Map<String, Object> settings(KafkaConfig kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.security());
    settings.put("bootstrap.servers", String.join(",", kafka.bootstrap()));
    settings.put("client.id", "vigie-cli");
    settings.put("default.api.timeout.ms", (int) TopicReader.PATIENCE.toMillis());
    settings.put("request.timeout.ms", (int) TopicReader.PATIENCE.toMillis());
    settings.put("reconnect.backoff.max.ms", 200);
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  static Failure away(KafkaConfig kafka, Exception cause) {
    return Failure.unknown(
        "Kafka at %s does not answer: %s; is it running? (kafka.bootstrap in the configuration)"
            .formatted(String.join(", ", kafka.bootstrap()), cause.getMessage()));
  }
}
