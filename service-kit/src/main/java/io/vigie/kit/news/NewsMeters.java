package io.vigie.kit.news;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vigie.event.Decoded.Reason;
import io.vigie.kit.news.Heard.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the news count, as {@code vigie.news.…} with the service as a tag. Thread-safe; {@link
 * #close} removes the meters with their owner.
 */
public final class NewsMeters implements AutoCloseable {

  private final MeterRegistry registry;
  private final Tags service;
  private final Set<Meter> own = ConcurrentHashMap.newKeySet();

  /** Meters of one service, by its name on the wire. */
  public NewsMeters(MeterRegistry registry, String service) {
    this.registry = registry;
    this.service = Tags.of("service", service);
    for (Dropped reason : Dropped.values()) {
      dropped(reason, 0); // an alarm on a counter needs to have seen it before it grows
    }
  }

  /** Events that Kafka acknowledged. */
  public void sent(String topic) {
    count("vigie.news.sent", "topic", topic);
  }

  /** Events that the last life of this service had sent already. */
  public void alreadyThere(String topic) {
    count("vigie.news.already.there", "topic", topic);
  }

  /** Producers that ended with an error, and connects that failed. */
  public void sendError(String reason) {
    count("vigie.news.send.errors", "reason", reason);
  }

  /** This many events will never reach Kafka. */
  public void dropped(Dropped reason, int events) {
    counter("vigie.news.dropped", "reason", tag(reason)).increment(events);
  }

  /** Events the reader heard, by the path of the first copy. */
  public void heard(String topic, Path path) {
    count("vigie.news.heard", "topic", topic, "path", tag(path));
  }

  /** Copies that came when the reader had heard the same or newer. */
  public void repeated(Path path) {
    count("vigie.news.repeated", "path", tag(path));
  }

  /** Records and lines that were no event for us. */
  public void rejected(Reason reason, Path path) {
    count("vigie.news.rejected", "reason", tag(reason), "path", tag(path));
  }

  /** Any other occasion to count. */
  public void count(String name, String... tags) {
    counter(name, tags).increment();
  }

  private Counter counter(String name, String... tags) {
    Counter counter = registry.counter(name, service.and(tags));
    own.add(counter);
    return counter;
  }

  /** A value to be asked for, from any thread. */
  public void gauge(String name, Supplier<Number> value, String... tags) {
    own.add(Gauge.builder(name, value).tags(service.and(tags)).register(registry));
  }

  @Override
  public void close() {
    own.forEach(registry::remove);
  }

  /** Why an event will never reach Kafka. */
  public enum Dropped {
    /** Longer than any reader takes. */
    TOO_LARGE,
    /** The disk did not keep up, or the spool is full. */
    NO_ROOM,
    /** Kafka refused this record for what it is. */
    REFUSED,
    /** An earlier life said it for the cluster, and another one may speak now. */
    STALE
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
