package io.vigie.kit.news;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What the news needs to know of its service.
 *
 * @param service who it is
 * @param host the balancer it runs on
 * @param config the whole configuration
 * @param stateDir the service's own directory, for spool and epoch; made if it is not there
 * @param reads topics to fold and follow in Kafka
 * @param back how far back to read those of them that are not folded
 * @param links services on this host whose local link to open; all they say is heard, whatever its
 *     topic
 * @param meters where to count
 */
public record NewsSettings(
    ServiceName service,
    String host,
    VigieConfig config,
    Path stateDir,
    Set<Topic> reads,
    Duration back,
    Set<ServiceName> links,
    MeterRegistry meters) {

  public NewsSettings {
    reads = Set.copyOf(reads);
    links = Set.copyOf(links);
  }

  /** Settings of a service that only follows what is not folded. */
  public NewsSettings(
      ServiceName service,
      String host,
      VigieConfig config,
      Path stateDir,
      Set<Topic> reads,
      Set<ServiceName> links,
      MeterRegistry meters) {
    this(service, host, config, stateDir, reads, Duration.ZERO, links, meters);
  }
}
