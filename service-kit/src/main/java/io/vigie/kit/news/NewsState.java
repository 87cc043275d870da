package io.vigie.kit.news;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the news are, for {@code /v1/state}.
 *
 * @param last the place of the last event published
 * @param kafka how it stands with Kafka
 * @param spool what waits on disk
 * @param links by service, whether its local link is open
 */
record NewsState(String last, Kafka kafka, SpoolUse spool, Map<String, Boolean> links) {

  /**
   * How it stands with Kafka.
   *
   * @param answers whether it acknowledges what it is sent
   * @param since since when, RFC 3339
   * @param reason why it does not; null if it does
   */
  record Kafka(boolean answers, String since, @Nullable String reason) {}

  /**
   * What waits on disk.
   *
   * @param dropped how many events will never reach Kafka for want of room
   */
  record SpoolUse(long records, long bytes, long mostBytes, long dropped) {}
}
