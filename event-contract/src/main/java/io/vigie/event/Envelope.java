package io.vigie.event;

import java.time.Instant;

/**
 * An event as it travels: CloudEvents 1.0 attributes, and ours.
 *
 * @param fact what happened, with id and causes
 * @param source who says so: {@code /vigie/lb-1/health-service}
 * @param sequence its place among all events of the source
 * @param time when it was published, by the source's wall clock, to the millisecond
 */
public record Envelope(Fact fact, String source, Sequence sequence, Instant time) {

  private static final String ROOT = "/vigie/";

  /** The source of a service on a host. */
  public static String source(String host, String service) {
    return ROOT + host + "/" + service;
  }

  /** The event's id. */
  public String id() {
    return fact.id();
  }

  /** What happened. */
  public Event event() {
    return fact.event();
  }

  /** Its wire name, topic and family. */
  public EventType type() {
    return EventType.of(fact.event());
  }

  /** How another fact names this one as its cause. */
  public Fact.Ref ref() {
    return fact.ref();
  }

  /** The host that says so: {@code lb-1}. */
  public String host() {
    int end = source.indexOf('/', ROOT.length());
    return source.substring(ROOT.length(), end < 0 ? source.length() : end);
  }

  /** The service that says so: {@code health-service}. */
  public String service() {
    return source.substring(source.lastIndexOf('/') + 1);
  }

  /** The Kafka key: host, subject and family. All events of one key are one state. */
  public String key() {
    return host() + "/" + fact.event().subject() + "#" + type().family();
  }
}
