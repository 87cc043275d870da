package io.vigie.kit.news.kafka;

import io.vigie.event.Sequence;
import java.time.InstantSource;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which life begins when the state directory does not tell: a first start, or a disk that was lost.
 * Blocks.
 */
public final class LostEpoch {

  private static final Logger LOG = LoggerFactory.getLogger(LostEpoch.class);

  /** The only time that anybody waits for Kafka, in ms: once in the life of a disk. */
  private static final long LIMIT_MILLIS = 1_500;

  private LostEpoch() {}

  /**
   * One more than the last epoch found in the topics. If Kafka does not answer in time: the Unix
   * time in s, which is beyond what any counter has come to.
   */
  public static long next(KafkaSettings settings, String source, InstantSource clock) {
    try (Tail tail = new Tail(settings, source, LIMIT_MILLIS)) {
      long last =
          tail.last(tail.existing(), 0).values().stream()
              .mapToLong(Sequence::epoch)
              .max()
              .orElse(0);
      LOG.atInfo().addKeyValue("source", source).addKeyValue("last", last).log("epoch from kafka");
      return last + 1;
    } catch (KafkaException e) {
      long epoch = clock.instant().getEpochSecond();
      LOG.atWarn()
          .addKeyValue("source", source)
          .addKeyValue("epoch", epoch)
          .addKeyValue("reason", e.getMessage())
          .log("epoch from the clock: the state directory is new and kafka does not answer");
      return epoch;
    }
  }
}
