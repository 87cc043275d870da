package io.vigie.kit.config;

import java.util.List;
import java.util.Map;

/**
 * Where the log is.
 *
 * @param bootstrap {@code host:port} of one broker or more
 * @param security Kafka client settings for TLS and SASL, by Kafka's own keys, passed through
 * @param spoolBytes how much news a service keeps on disk while Kafka is away, in bytes
 */
public record KafkaConfig(List<String> bootstrap, Map<String, String> security, long spoolBytes) {}
