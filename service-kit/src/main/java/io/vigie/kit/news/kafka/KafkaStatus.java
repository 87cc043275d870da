package io.vigie.kit.news.kafka;

import java.time.Instant;

/**
 * How it stands with Kafka.
 *
 * @param answers whether it acknowledges what it is sent
 * @param since since when, by this machine's wall clock
 * @param reason why it does not; empty if it does
 */
public record KafkaStatus(boolean answers, Instant since, String reason) {}
