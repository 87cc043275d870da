package io.vigie.kit.news;

import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.news.NewsMeters.Dropped;
import io.vigie.kit.news.kafka.Outbox;
import io.vigie.kit.news.link.LinkServer;
import io.vigie.kit.news.spool.SpoolRecord;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers the facts of one life of a service, and hands them to the link and to the outbox. */
final class SequencedJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(SequencedJournal.class);

  private final String source;
  private final InstantSource clock;
  private final LinkServer link;
  private final Outbox outbox;
  private final NewsMeters meters;
  private Sequence last;

  /**
   * A journal.
   *
   * @param start the place before the first event
   */
  SequencedJournal(
      String source,
      Sequence start,
      InstantSource clock,
      LinkServer link,
      Outbox outbox,
      NewsMeters meters) {
    this.source = source;
    this.last = start;
    this.clock = clock;
    this.link = link;
    this.outbox = outbox;
    this.meters = meters;
  }

  /** The place of the last event. */
  Sequence last() {
    return last;
  }

  @Override
  public Envelope publish(Fact fact) {
    last = last.next();
    Envelope envelope =
        new Envelope(fact, source, last, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    byte[] json = EventCodec.encode(envelope);
    if (json.length > EventCodec.MOST_BYTES) {
      LOG.atError()
          .addKeyValue("key", envelope.key())
          .addKeyValue("bytes", json.length)
          .log("event dropped: longer than any reader takes");
      meters.dropped(Dropped.TOO_LARGE, 1);
      return envelope;
    }
    link.publish(last, envelope.key(), json);
    Topic topic = envelope.type().topic();
    SpoolRecord record =
        new SpoolRecord(topic.wire(), envelope.key(), last, envelope.time().toEpochMilli(), json);
    if (topic == Topic.PRESENCE) {
      outbox.presence(record);
    } else {
      outbox.offer(record);
    }
    return envelope;
  }
}
