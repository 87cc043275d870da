package io.vigie.kit.news;

import io.vigie.event.Decoded;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Rejected;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import io.vigie.kit.news.Heard.Path;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all paths meet: lets the first copy of each event through to the reader, once and in order
 * per source and key, and says whether it is fresh.
 *
 * <p>Thread rule: the service's own context.
 */
public final class Inbox {

  /** Older news causes no effects, in ms. */
  public static final long FRESH_MILLIS = 30_000;

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final int MOST_KEYS = 65_536;

  private final Set<Topic> topics;
  private final Reader reader;
  private final InstantSource clock;
  private final NewsMeters meters;
  private final Seen seen = new Seen(MOST_KEYS);

  /**
   * An inbox.
   *
   * @param topics what the reader wants to hear of from Kafka; a local link it hears whole
   * @param clock this machine's wall clock
   */
  public Inbox(Set<Topic> topics, Reader reader, InstantSource clock, NewsMeters meters) {
    this.topics = topics;
    this.reader = reader;
    this.clock = clock;
    this.meters = meters;
    meters.gauge("vigie.news.keys", seen::keys);
    meters.gauge("vigie.news.keys.forgotten", seen::forgotten);
  }

  /**
   * A copy of an event arrived.
   *
   * <p>It is fresh if it did not come in a start-up fold, was appended to the log at most 30 s ago,
   * and was published at most 30 s ago: a spool may bring old news to the log late.
   *
   * @param folding whether this copy belongs to what was there when we started
   * @param appendedMillis when it was appended to the log, Unix time in ms; now for the link
   */
  public void copy(Decoded copy, Path path, boolean folding, long appendedMillis) {
    switch (copy) {
      case Known(Envelope envelope) -> copy(envelope, path, folding, appendedMillis);
      case Rejected(var reason, var detail) -> {
        meters.rejected(reason, path);
        LOG.debug("rejected path={} reason={} detail={}", path, reason, detail);
      }
    }
  }

  /** The time, Unix time in ms. */
  public long nowMillis() {
    return clock.millis();
  }

  /** The subject of this key ended: no more will come of it. */
  public void ended(String key) {
    seen.end(key);
  }

  private void copy(Envelope envelope, Path path, boolean folding, long appendedMillis) {
    Topic topic = envelope.type().topic();
    if (path == Path.KAFKA && !topics.contains(topic)) {
      return;
    }
    if (!seen.first(envelope.source(), envelope.key(), envelope.sequence())) {
      meters.repeated(path);
      return;
    }
    long now = clock.millis();
    boolean fresh =
        !folding
            && now - appendedMillis <= FRESH_MILLIS
            && now - envelope.time().toEpochMilli() <= FRESH_MILLIS;
    meters.heard(topic.wire(), path);
    hand(new Heard(envelope, fresh, path));
  }

  /** One event that a reader cannot digest must not silence all later ones. */
  private void hand(Heard heard) {
    try {
      reader.heard(heard);
    } catch (RuntimeException e) {
      meters.count("vigie.news.reader.failures");
      LOG.atError()
          .addKeyValue("source", heard.envelope().source())
          .addKeyValue("id", heard.envelope().id())
          .setCause(e)
          .log("the reader failed on an event");
    }
  }
}
