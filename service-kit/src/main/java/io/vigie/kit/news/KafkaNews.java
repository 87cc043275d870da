package io.vigie.kit.news;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Envelope;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.kit.InTime;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.NewsState.Kafka;
import io.vigie.kit.news.NewsState.SpoolUse;
import io.vigie.kit.news.kafka.KafkaFeed;
import io.vigie.kit.news.kafka.KafkaSettings;
import io.vigie.kit.news.kafka.KafkaStatus;
import io.vigie.kit.news.kafka.LostEpoch;
import io.vigie.kit.news.kafka.Outbox;
import io.vigie.kit.news.kafka.Turn;
import io.vigie.kit.news.link.LinkReader;
import io.vigie.kit.news.link.LinkServer;
import io.vigie.kit.news.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The news as they really travel: through the spool to Kafka, and over the local link.
 *
 * <p>Its factory is {@link #open}.
 */
public final class KafkaNews implements News {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaNews.class);
  private static final int FLUSH_MILLIS = 2_000;
  private static final int READERS_MILLIS = 2_000;

  /** How long Kafka may be silent before a person is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final StateDirectory state;
  private final NewsMeters meters;
  private final LinkServer link;
  private final Outbox outbox;
  private final SequencedJournal journal;
  private final Presence presence;
  private final KafkaFeed feed;
  private final List<LinkReader> links = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final KafkaSettings settings;
  private final String service;
  private boolean closed;

  private KafkaNews(Vertx vertx, NewsSettings settings, StateDirectory state, Reader reader) {
    this.service = settings.service().wire();
    this.settings = kafka(settings);
    String source = source(settings);
    InstantSource clock = InstantSource.system();
    Sequence start = new Sequence(state.epoch(), 0);
    this.vertx = vertx;
    this.state = state;
    this.meters = new NewsMeters(settings.meters(), service);
    this.link = new LinkServer(vertx, start, meters);
    this.outbox = new Outbox(source, service, kafka(settings), state.spool(), meters);
    this.journal = new SequencedJournal(source, start, clock, link, outbox, meters);
    this.presence = new Presence(vertx, journal, settings.host(), service);
    Inbox inbox = new Inbox(settings.reads(), reader, clock, meters);
    this.feed =
        new KafkaFeed(vertx, kafka(settings), settings.reads(), settings.back(), inbox, meters);
    meters.gauge("vigie.news.spool.cut.bytes", state.spool()::cutBytes);
    outbox.start();
    vertx.runOnContext(_ -> begin(settings, inbox, reader));
  }

  /**
   * The {@link News.Factory} of real services. Fails if the state directory cannot be used, or is
   * used by another process.
   */
  public static Future<News> open(Vertx vertx, NewsSettings settings, Reader reader) {
    Callable<StateDirectory> lastLife =
        () ->
            StateDirectory.open(
                settings.stateDir(),
                settings.config().kafka().spoolBytes(),
                () -> LostEpoch.next(kafka(settings), source(settings), InstantSource.system()));
    return vertx
        .executeBlocking(lastLife)
        .map(
            opened -> {
              StateDirectory state = Objects.requireNonNull(opened);
              tell(settings, state);
              return new KafkaNews(vertx, settings, state, reader);
            });
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Handler<RoutingContext> events() {
    return link;
  }

  @Override
  public BooleanSupplier takeTurns(Topic said, Handler<Boolean> changed) {
    Turn asked = new Turn(vertx, settings, service, () -> feed.caughtUp(said), changed);
    turns.add(asked);
    return asked::isOurs;
  }

  @Override
  public Future<Void> caughtUp(Topic topic) {
    return feed.caughtUp(topic);
  }

  @Override
  public KafkaStatus kafka() {
    return outbox.status();
  }

  @Override
  public long waiting() {
    return outbox.waiting();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>();
    KafkaStatus status = outbox.status();
    if (!status.answers() && status.since().plus(PATIENCE).isBefore(Instant.now())) {
      all.add(
          "kafka: %s, since %s; %d events wait in the spool"
              .formatted(status.reason(), status.since(), outbox.spool().records()));
    }
    all.addAll(outbox.warnings());
    for (LinkReader one : links) {
      if (!one.open()) {
        all.add("local link: " + one.service() + " does not answer");
      }
    }
    return all;
  }

  @Override
  public Object state() {
    KafkaStatus status = outbox.status();
    Spool spool = outbox.spool();
    Map<String, Boolean> open = new LinkedHashMap<>();
    links.forEach(one -> open.put(one.service(), one.open()));
    return new NewsState(
        journal.last().toString(),
        new Kafka(
            status.answers(), status.since().toString(), status.answers() ? null : status.reason()),
        new SpoolUse(spool.records(), spool.bytes(), spool.mostBytes(), outbox.dropped()),
        open);
  }

  @Override
  public Future<Void> close() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    presence.stop();
    turns.forEach(Turn::close);
    List<Future<Void>> readers = new ArrayList<>();
    readers.add(feed.close());
    links.forEach(one -> readers.add(one.close()));
    return InTime.of(
            vertx, Future.join(readers), READERS_MILLIS) // a frozen broker answers no goodbye
        .transform(_ -> vertx.executeBlocking(this::flush, false).<Void>mapEmpty())
        .eventually(
            () -> {
              link.close();
              meters.close();
              return Future.succeededFuture();
            });
  }

  private Spool flush() throws InterruptedException, IOException {
    outbox.close(FLUSH_MILLIS);
    state.close();
    return state.spool();
  }

  private void begin(NewsSettings settings, Inbox inbox, Reader reader) {
    if (closed) {
      return;
    }
    presence.start();
    feed.start();
    for (ServiceName other : settings.links()) {
      Integer port = settings.config().management().ports().get(other.brief());
      if (port != null) {
        links.add(
            new LinkReader(
                vertx,
                other.wire(),
                settings.config().management().reachableAt(),
                port,
                inbox,
                reader,
                meters));
      }
    }
  }

  private static void tell(NewsSettings settings, StateDirectory state) {
    Spool spool = state.spool();
    if (spool.cutBytes() > 0) {
      LOG.atWarn()
          .addKeyValue("service", settings.service().wire())
          .addKeyValue("bytes", spool.cutBytes())
          .log("the end of the spool was not sound; the events in it are lost");
    }
    LOG.atInfo()
        .addKeyValue("service", settings.service().wire())
        .addKeyValue("epoch", state.epoch())
        .addKeyValue("spooled", spool.records())
        .log("news open");
  }

  private static String source(NewsSettings settings) {
    return Envelope.source(settings.host(), settings.service().wire());
  }

  private static KafkaSettings kafka(NewsSettings settings) {
    return new KafkaSettings(
        settings.config().kafka(), settings.host() + "-" + settings.service().wire());
  }
}
