package io.vigie.kit.news.kafka;

import io.vigie.kit.config.KafkaConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What our Kafka clients are told. TLS and SASL settings pass through as they are configured; what
 * our promises rest on cannot be overridden.
 *
 * @param config where Kafka is and how to be let in
 * @param client who asks, as brokers log it: {@code lb-1-lb-service}
 */
public record KafkaSettings(KafkaConfig config, String client) {

  /** How long one request, and one call that needs an answer, may take, in ms. */
  public static final int REQUEST_MILLIS = 5_000;

  /** The shortest time brokers let a group wait for a silent member, in ms. */
  static final int SESSION_MILLIS = 6_000;

  /** Longer than anything lives, and short enough to be added to the time of day. */
  private static final long LONG_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  /**
   * A producer that keeps order, sends at once and repeats for as long as it lives.
   *
   * <p>It never gives a record up by time: a record given up could be overtaken by the next one.
   */
  Map<String, Object> producer() {
    Map<String, Object> all = common("journal");
    all.put("acks", "all");
    all.put("enable.idempotence", true);
    all.put("max.in.flight.requests.per.connection", 5);
    all.put("linger.ms", 0);
    all.put("delivery.timeout.ms", Integer.MAX_VALUE);
    all.put("max.block.ms", REQUEST_MILLIS);
    all.put("metadata.max.idle.ms", LONG_MILLIS); // else a send after a quiet time waits
    all.put("metadata.recovery.strategy", "none"); // else one waits when no broker answers
    all.put("buffer.memory", 8L << 20);
    return all;
  }

  /** A consumer without a group: it is told where to read. */
  Map<String, Object> consumer(String purpose) {
    Map<String, Object> all = common(purpose);
    all.put("enable.auto.commit", false);
    all.put("allow.auto.create.topics", false);
    all.put("auto.offset.reset", "earliest");
    all.put("fetch.min.bytes", 1);
    all.put("fetch.max.wait.ms", 500);
    all.put("fetch.max.bytes", 4 << 20);
    all.put("max.partition.fetch.bytes", 2 << 20);
    all.put("default.api.timeout.ms", REQUEST_MILLIS);
    return all;
  }

  /**
   * A member of the group of which one has the turn; it is gone 6 s after its last sign of life.
   */
  Map<String, Object> turn(String group) {
    Map<String, Object> all = consumer("turn");
    all.put("group.id", group);
    all.put("group.protocol", "classic");
    all.put("session.timeout.ms", SESSION_MILLIS);
    all.put("heartbeat.interval.ms", SESSION_MILLIS / 3);
    all.put("max.poll.interval.ms", 2 * SESSION_MILLIS);
    all.put("default.api.timeout.ms", SESSION_MILLIS / 3);
    return all;
  }

  Map<String, Object> admin() {
    Map<String, Object> all = common("admin");
    all.put("default.api.timeout.ms", REQUEST_MILLIS);
    return all;
  }

  private Map<String, Object> common(String purpose) {
    Map<String, Object> all = new HashMap<>(config.security());
    all.put("bootstrap.servers", String.join(",", config.bootstrap()));
    all.put("client.id", client + "-" + purpose);
    all.put("request.timeout.ms", REQUEST_MILLIS);
    all.put("socket.connection.setup.timeout.ms", 2_000);
    all.put("socket.connection.setup.timeout.max.ms", 5_000);
    all.put("reconnect.backoff.ms", 50);
    all.put("reconnect.backoff.max.ms", 1_000);
    all.put("retry.backoff.ms", 50);
    all.put("retry.backoff.max.ms", 1_000);
    all.put("metric.reporters", ""); // no JMX: many clients of one name in one process
    all.put("enable.metrics.push", false);
    return all;
  }
}
