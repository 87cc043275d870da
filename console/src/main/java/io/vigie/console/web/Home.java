package io.vigie.console.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.console.core.ledger.Availability;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.kafka.KafkaStatus;
import java.util.Optional;

/** What the site is a part of: the service. Called on the service's own context. */
public interface Home {

  /** The balancer it runs on. */
  String host();

  /** The configuration as it is now. */
  VigieConfig configuration();

  /** Where commands are written. */
  Journal journal();

  /** How it stands with Kafka; none before it was asked. */
  Optional<KafkaStatus> kafka();

  /** Where to count. */
  MeterRegistry meters();

  /** What is known of the availability. */
  Availability availability();
}
