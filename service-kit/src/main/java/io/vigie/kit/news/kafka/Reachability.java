package io.vigie.kit.news.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka answers; says each change once in the log. One thread writes, any may read. */
final class Reachability {

  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

  private final String service;
  private final InstantSource clock;
  private volatile KafkaStatus status;
  private boolean told;

  Reachability(String service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
    this.status = new KafkaStatus(false, clock.instant(), "not asked yet");
  }

  KafkaStatus status() {
    return status;
  }

  void answers() {
    KafkaStatus before = status;
    if (!before.answers()) {
      Instant now = clock.instant();
      status = new KafkaStatus(true, now, "");
      if (told) {
        LOG.atInfo()
            .addKeyValue("service", service)
            .addKeyValue("away", Duration.between(before.since(), now))
            .log("kafka answers again");
      }
    }
  }

  void away(String reason) {
    KafkaStatus before = status;
    boolean news = before.answers() || !told;
    Instant since = before.answers() ? clock.instant() : before.since();
    status = new KafkaStatus(false, since, reason);
    if (news) {
      told = true;
      LOG.atWarn()
          .addKeyValue("service", service)
          .addKeyValue("reason", reason)
          .log("kafka does not answer; events wait in the spool");
    }
  }
}
