package io.vigie.kit.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import io.vigie.kit.InTime;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.Managed;
import io.vigie.kit.manage.ManagementServer;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.News;
import io.vigie.kit.news.NewsSettings;
import io.vigie.kit.news.Reader;
import io.vigie.kit.news.kafka.KafkaStatus;
import io.vigie.kit.notify.Notifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service: news, management port and the service's own work, started in this order and stopped
 * in the reverse one.
 *
 * <p>Thread rule: every hook runs on the verticle's own context, one at a time. {@link #reload},
 * {@link #configWarnings} and {@link #endSoon} alone may be called from anywhere.
 */
public abstract class ServiceVerticle extends VerticleBase {

  /** The longest {@link #end} takes; after that the news are flushed without waiting for it. */
  public static final int END_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(ServiceVerticle.class);

  private final ServiceName name;
  private final ServiceSettings settings;
  private VigieConfig config;
  private List<String> configWarnings = List.of();
  private Phase phase = Phase.STARTING;
  private @Nullable News news;
  private @Nullable Notifier notifier;
  private @Nullable ManagementServer management;

  private enum Phase {
    STARTING,
    RUNNING,
    STOPPING
  }

  /** A service of this name, to be deployed once. */
  protected ServiceVerticle(ServiceName name, ServiceSettings settings) {
    this.name = name;
    this.settings = settings;
    this.config = settings.config();
  }

  /** Starts the service's own work. The journal can be written to, the management port is open. */
  protected abstract Future<?> begin();

  /** Whether the service can do its job; asked between {@link #begin} and {@link #end}. */
  protected abstract Readiness readiness();

  /** The whole state for {@code /v1/state}: a record, or what else Jackson can write. */
  protected abstract Object state();

  /** What to do with news. */
  protected abstract Reader reader();

  /** The topics to fold and follow in Kafka. */
  protected abstract Set<Topic> reads();

  /** How far back to read those topics that are not folded; the rest of them is only followed. */
  protected Duration readsBack() {
    return Duration.ZERO;
  }

  /** The services on this host whose local link to open; all they say is heard. */
  protected abstract Set<ServiceName> links();

  /** Adds routes below {@code /v1/}; writes are guarded already. */
  protected void routes(Router router) {}

  /**
   * The configuration changed; {@link #configuration} still answers the old one. If the future
   * fails, the old one stays, so that nothing may have been changed then.
   */
  protected Future<?> reconfigured(VigieConfig next) {
    return Future.succeededFuture();
  }

  /**
   * Ends the service's own work, within {@value #END_MILLIS} ms. The journal still takes its last
   * words.
   */
  protected Future<?> end() {
    return Future.succeededFuture();
  }

  /** Who this is. */
  public final ServiceName name() {
    return name;
  }

  /** What the process knew at its start. */
  protected final ServiceSettings settings() {
    return settings;
  }

  /** The configuration as of the last good reload. */
  protected final VigieConfig configuration() {
    return config;
  }

  /** Where to write news; who wants to be told of them is. */
  protected final Journal journal() {
    Journal journal = Objects.requireNonNull(news, "no journal before begin").journal();
    Notifier telling = Objects.requireNonNull(notifier, "no journal before begin");
    return fact -> {
      Envelope envelope = journal.publish(fact);
      telling.published(envelope);
      return envelope;
    };
  }

  /**
   * Asks to be the one that speaks for the cluster, where this service is one of several.
   *
   * @param said where the one who had it before spoke; among {@link #reads}
   * @param changed told when the turn came, or went
   * @return whether it is ours at this moment; to be asked before each word
   */
  protected final BooleanSupplier takeTurns(Topic said, Handler<Boolean> changed) {
    return Objects.requireNonNull(news, "no turns before begin").takeTurns(said, changed);
  }

  /** Done when all that is in a topic now has been heard; fails where Kafka does not answer. */
  protected final Future<Void> caughtUp(Topic topic) {
    return Objects.requireNonNull(news, "no log before begin").caughtUp(topic);
  }

  /** How it stands with Kafka; none before {@link #begin}. */
  protected final Optional<KafkaStatus> kafka() {
    return Optional.ofNullable(news).map(News::kafka);
  }

  /** How many events wait to reach Kafka. */
  protected final long waiting() {
    return news == null ? 0 : news.waiting();
  }

  /** Where to count. */
  protected final MeterRegistry meters() {
    return settings.meters();
  }

  /** The management port, once it is open: the real one where 0 was configured. */
  public final int managementPort() {
    return Objects.requireNonNull(management, "management is not open").port();
  }

  @Override
  public final Future<?> start() {
    Notifier.Of own = new Notifier.Of(name.wire(), stateDir(), settings.meters());
    return Notifier.prepare(vertx, own)
        .compose(
            left ->
                settings
                    .news()
                    .open(vertx, newsSettings(), reader())
                    .map(
                        opened -> { // before anything is heard
                          news = opened;
                          notifier = left.apply(config);
                          return opened;
                        }))
        .compose(_ -> ManagementServer.open(vertx, new Shown(), settings.meters()))
        .compose(
            opened -> {
              management = opened;
              return begin();
            })
        .onSuccess(
            _ -> {
              phase = Phase.RUNNING;
              LOG.atInfo()
                  .addKeyValue("service", name.wire())
                  .addKeyValue("host", settings.host())
                  .addKeyValue("management", config.management().bind() + ":" + managementPort())
                  .log("service started");
            })
        .recover(cause -> stop().transform(_ -> Future.failedFuture(cause)));
  }

  /**
   * The process was asked to stop, this very moment: what others wait for can begin. {@link #end}
   * follows when the JVM has got to it, some milliseconds later. From any thread.
   */
  protected void endSoon() {}

  @Override
  public final Future<?> stop() {
    Phase was = phase;
    phase = Phase.STOPPING;
    Future<?> ended = was == Phase.RUNNING ? end() : Future.succeededFuture();
    return InTime.of(vertx, ended, END_MILLIS)
        .eventually(() -> Future.join(closed(news, News::close), closed(notifier, Notifier::close)))
        .eventually(() -> management == null ? Future.succeededFuture() : management.close())
        .onSuccess(_ -> LOG.atInfo().addKeyValue("service", name.wire()).log("service stopped"));
  }

  /** Goes over to a new configuration, or keeps the old one if the service cannot. */
  public final Future<Void> reload(VigieConfig next) {
    Context own = context;
    if (own == null) {
      return Future.failedFuture(new IllegalStateException(name.wire() + " is not deployed"));
    }
    return Future.future(
        done ->
            own.runOnContext(
                _ ->
                    reconfigured(next)
                        .onSuccess(_ -> goneOver(next))
                        .<Void>mapEmpty()
                        .onComplete(done)));
  }

  private void goneOver(VigieConfig next) {
    config = next;
    if (notifier != null) {
      notifier.reconfigured(next);
    }
  }

  private static <T> Future<Void> closed(@Nullable T part, Function<T, Future<Void>> close) {
    return part == null ? Future.succeededFuture() : close.apply(part);
  }

  /** What is to be said of the configuration file from now on, in {@code /ready}. */
  final void configWarnings(List<String> warnings) {
    Context own = context;
    if (own != null) {
      own.runOnContext(_ -> configWarnings = List.copyOf(warnings));
    }
  }

  private NewsSettings newsSettings() {
    return new NewsSettings(
        name,
        settings.host(),
        config,
        stateDir(),
        reads(),
        readsBack(),
        links(),
        settings.meters());
  }

  private Path stateDir() {
    return settings.stateDir().resolve(name.wire());
  }

  private Readiness shownReadiness() {
    Readiness own =
        switch (phase) {
          case STARTING -> Readiness.no("starting");
          case STOPPING -> Readiness.no("stopping");
          case RUNNING -> readiness().withWarnings(configWarnings);
        };
    Readiness withNews = news == null ? own : own.withWarnings(news.warnings());
    return notifier == null ? withNews : withNews.withWarnings(notifier.warnings());
  }

  private final class Shown implements Managed {
    @Override
    public ServiceName name() {
      return name;
    }

    @Override
    public ManagementConfig management() {
      return config.management();
    }

    @Override
    public Readiness readiness() {
      return shownReadiness();
    }

    @Override
    public Object state() {
      return new ServiceState(
          name.wire(),
          settings.host(),
          Objects.requireNonNull(news).state(),
          Objects.requireNonNull(notifier).state(),
          phase == Phase.RUNNING ? ServiceVerticle.this.state() : null);
    }

    @Override
    public Handler<RoutingContext> events() {
      return Objects.requireNonNull(news).events();
    }

    @Override
    public void routes(Router router) {
      ServiceVerticle.this.routes(router);
    }
  }

  /** What {@code /v1/state} answers. */
  private record ServiceState(
      String service, String host, Object news, Object notifications, @Nullable Object state) {}
}
