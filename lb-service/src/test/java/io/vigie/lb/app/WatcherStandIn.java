package io.vigie.lb.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.news.News;
import io.vigie.kit.news.NewsSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Publishes as a db-watcher of some host does: to Kafka, and over that host's local link. */
final class WatcherStandIn extends VerticleBase implements AutoCloseable {

  private static final int LIMIT_SECONDS = 20;

  private final UuidV7 ids = new UuidV7(InstantSource.system(), new SecureRandom());
  private final Vertx own = Vertx.vertx();
  private final String host;
  private final VigieConfig config;
  private final Path stateDir;
  private final int port;
  private @Nullable News news;
  private @Nullable HttpServer server;

  private WatcherStandIn(String host, VigieConfig config, Path stateDir, int port) {
    this.host = host;
    this.config = config;
    this.stateDir = stateDir;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param port where its link is; 0 for any, where nobody on this host follows it
   */
  static WatcherStandIn start(String host, VigieConfig config, Path stateDir, int port)
      throws Exception {
    WatcherStandIn watcher = new WatcherStandIn(host, config, stateDir, port);
    watcher.own.deployVerticle(watcher).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    return watcher;
  }

  @Override
  public Future<?> start() {
    NewsSettings settings =
        new NewsSettings(
            ServiceName.DB, host, config, stateDir, Set.of(), Set.of(), new SimpleMeterRegistry());
    return KafkaNews.open(vertx, settings, _ -> {})
        .compose(
            opened -> {
              news = opened;
              Router router = Router.router(vertx);
              router.get("/v1/events").handler(opened.events());
              server = vertx.createHttpServer().requestHandler(router);
              return server.listen(port, "127.0.0.1");
            });
  }

  /** Publishes, and answers what was. */
  Envelope says(Event event) throws Exception {
    Fact fact = Fact.root(ids.next(), event);
    News to = Objects.requireNonNull(news);
    return Objects.requireNonNull(
        Future.<Envelope>future(
                done -> context.runOnContext(_ -> done.complete(to.journal().publish(fact))))
            .await(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  @Override
  public Future<?> stop() {
    return Objects.requireNonNull(news)
        .close()
        .eventually(() -> Objects.requireNonNull(server).close());
  }

  @Override
  public void close() throws TimeoutException {
    own.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
