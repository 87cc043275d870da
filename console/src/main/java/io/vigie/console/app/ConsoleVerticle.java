package io.vigie.console.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vigie.console.core.ledger.Availability;
import io.vigie.console.web.Home;
import io.vigie.console.web.Site;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.Reader;
import io.vigie.kit.news.kafka.KafkaStatus;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * console: folds all topics into incidents and an availability ledger, and shows them. Both
 * machines' consoles do; one tells.
 */
public final class ConsoleVerticle extends ServiceVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleVerticle.class);

  /** How often incidents are looked at, in ms: something new is told at the second look. */
  private static final int LOOK_MILLIS = 200;

  /** How often the ledger is, in ms. */
  private static final int HOURS_MILLIS = 10_000;

  /** An hour that is not over, and the one before, which may not be told yet. */
  private static final Duration READS_BACK = Duration.ofHours(2);

  /** So many facts may wait for Kafka. */
  private static final int MOST_WAITING = 300;

  private static final int MOST_AT_ONCE = 20;
  private static final int AGAIN_MILLIS = 250;

  /** A look is followed by a rest of so many times its length. */
  private static final int REST_FACTOR = 4;

  private final EventIds ids = new UuidV7(InstantSource.system(), new SecureRandom());
  private final Fold fold;
  private final String ownSource;
  private @Nullable BooleanSupplier turn;
  private @Nullable Site site;

  /** The first event of this life; what is older is of earlier ones. */
  private @Nullable Sequence firstWord;

  private boolean whole;
  private long restUntilNanos = System.nanoTime();
  private boolean ended;
  private long told;

  /** The service, to be deployed once. */
  public ConsoleVerticle(ServiceSettings settings) {
    super(ServiceName.CONSOLE, settings);
    fold = new Fold(settings.config());
    ownSource = Envelope.source(settings.host(), ServiceName.CONSOLE.wire());
  }

  @Override
  protected Future<?> begin() {
    turn = takeTurns(Topic.INCIDENT, _ -> {});
    vertx.setPeriodic(LOOK_MILLIS, _ -> stories());
    vertx.setPeriodic(HOURS_MILLIS, _ -> hours());
    site().begin();
    catchUp();
    return Future.succeededFuture();
  }

  /** All that was there at the start is heard before anything is told. */
  private void catchUp() {
    List<Future<Void>> topics = reads().stream().filter(Topic::folded).map(this::caughtUp).toList();
    Future.all(topics)
        .onSuccess(_ -> whole())
        .onFailure(
            _ -> {
              if (!ended) {
                vertx.setTimer(AGAIN_MILLIS, _ -> catchUp());
              }
            });
  }

  private void whole() {
    whole = true;
    LOG.atInfo()
        .addKeyValue("events", fold.heard())
        .addKeyValue("incidents", fold.incidents().all().size())
        .log("all that was in the log is folded");
    site().settle();
  }

  /** Made as soon as somebody needs it: news may come before the port is open. */
  private Site site() {
    Site made = site;
    if (made == null) {
      made = new Site(vertx, new Here());
      site = made;
    }
    return made;
  }

  @Override
  protected void routes(Router router) {
    site().routes(router);
  }

  private boolean mayTell() {
    BooleanSupplier ours = turn;
    return whole && !ended && ours != null && ours.getAsBoolean() && waiting() < MOST_WAITING;
  }

  /** Where much happens a look takes longer: then it is taken less often. */
  private void stories() {
    long began = System.nanoTime();
    if (began - restUntilNanos >= 0 && mayTell()) {
      fold.stories(ids, MOST_AT_ONCE).forEach(this::tell);
      long ended = System.nanoTime();
      restUntilNanos = ended + REST_FACTOR * (ended - began);
    }
  }

  private void hours() {
    if (mayTell()) {
      fold.hours(ids, System.currentTimeMillis()).forEach(this::tell);
    }
  }

  private void tell(Fact fact) {
    told++;
    Envelope said = journal().publish(fact);
    if (firstWord == null) {
      firstWord = said.sequence();
    }
  }

  /** Of what it says itself it knows already, and perhaps better. */
  private boolean isEcho(Envelope envelope) {
    Sequence first = firstWord;
    return first != null
        && envelope.source().equals(ownSource)
        && envelope.sequence().compareTo(first) >= 0;
  }

  @Override
  protected Future<?> reconfigured(VigieConfig next) {
    fold.follow(next);
    return Future.succeededFuture();
  }

  @Override
  protected Future<?> end() {
    ended = true;
    site().close();
    return Future.succeededFuture();
  }

  @Override
  protected Readiness readiness() {
    return whole
        ? Readiness.yes()
        : Readiness.yes().withWarnings(List.of("not all that is in the log is read yet"));
  }

  @Override
  protected Object state() {
    BooleanSupplier ours = turn;
    return new ConsoleState(
        whole,
        ours != null && ours.getAsBoolean(),
        fold.heard(),
        told,
        fold.incidents().words(),
        fold.incidents().forgotten(),
        fold.incidents().open().size());
  }

  /**
   * The console's part of {@code /v1/state}.
   *
   * @param folded whether all that was in the log at the start is read
   * @param turn whether it speaks for the cluster
   * @param heard events heard
   * @param told events told
   * @param kept events kept
   * @param forgotten events forgotten for want of room
   * @param open incidents that are not over
   */
  private record ConsoleState(
      boolean folded, boolean turn, long heard, long told, int kept, long forgotten, int open) {}

  @Override
  protected Reader reader() {
    return new News();
  }

  private void heard(Heard news) {
    if (!isEcho(news.envelope())) {
      fold.heard(news.envelope());
    }
    site().heard(news);
  }

  /** What comes from other services. */
  private final class News implements Reader {

    @Override
    public void heard(Heard news) {
      ConsoleVerticle.this.heard(news);
    }

    @Override
    public void linkAlive(String service) {
      site().linkAlive(service);
    }

    @Override
    public void linkLost(String service) {
      site().linkLost(service);
    }
  }

  /** What the site asks of its service. */
  private final class Here implements Home {

    @Override
    public String host() {
      return settings().host();
    }

    @Override
    public VigieConfig configuration() {
      return ConsoleVerticle.this.configuration();
    }

    @Override
    public Journal journal() {
      return ConsoleVerticle.this.journal();
    }

    @Override
    public Optional<KafkaStatus> kafka() {
      return ConsoleVerticle.this.kafka();
    }

    @Override
    public MeterRegistry meters() {
      return ConsoleVerticle.this.meters();
    }

    @Override
    public Availability availability() {
      return fold.availability();
    }
  }

  /** The hours that are not told yet. */
  @Override
  protected Duration readsBack() {
    return READS_BACK;
  }

  @Override
  protected Set<Topic> reads() {
    Set<Topic> all = EnumSet.allOf(Topic.class);
    all.remove(Topic.TURN);
    return all;
  }

  @Override
  protected Set<ServiceName> links() {
    Set<ServiceName> links = EnumSet.of(ServiceName.HEALTH, ServiceName.LB);
    if (!configuration().vips().isEmpty()) {
      links.add(ServiceName.VRRP);
    }
    if (configuration().kubernetes() != null) {
      links.add(ServiceName.STORAGE);
      links.add(ServiceName.DB);
    }
    return links;
  }
}
