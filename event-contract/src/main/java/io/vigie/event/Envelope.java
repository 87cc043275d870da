package io.vigie.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * An event as it travels: CloudEvents 1.0 attributes, and ours.
 *
 * @param fact what happened, with id and causes
 * @param source who says so: {@code /vigie/lb-1/health-service}
 * @param sequence its place among all events of the source
 * @param time when it was published, by the source's wall clock, to the millisecond
 */
public record Envelope(Fact fact, String source, Sequence sequence, Instant time) {

  /** The longest subject, in characters: it is part of the key. */
  public static final int MOST_SUBJECT = 512;

  private static final String ROOT = "/vigie/";
  private static final Pattern SOURCE = Pattern.compile("/vigie/([^/#\\s]{1,253})/([a-z-]{1,64})");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * An envelope that can be written and read.
   *
   * @throws IllegalArgumentException if the source is no service on a host, the time is not between
   *     1970 and 9999, or the subject is longer than {@value #MOST_SUBJECT} characters
   */
  public Envelope {
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("source '" + source + "': expected /vigie/HOST/SERVICE");
    }
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException("time " + time + ": expected 1970 to 9999");
    }
    if (fact.event().subject().length() > MOST_SUBJECT) {
      throw new IllegalArgumentException("subject longer than " + MOST_SUBJECT + " characters");
    }
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

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
    return source.substring(ROOT.length(), source.lastIndexOf('/'));
  }

  /** The service that says so: {@code health-service}. */
  public String service() {
    return source.substring(source.lastIndexOf('/') + 1);
  }

  /**
   * The Kafka key: who speaks, subject and family. All events of one key are one state. Who speaks
   * is the host, or the service where one of several speaks for the cluster.
   */
  public String key() {
    String voice = type().topic().oneVoice() ? service() : host();
    return voice + "/" + fact.event().subject() + "#" + type().family();
  }
}
