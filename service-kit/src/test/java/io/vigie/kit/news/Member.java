package io.vigie.kit.news;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service that has news and nothing else: what it heard can be looked at from the test. */
final class Member extends VerticleBase implements AutoCloseable {

  private static final int LIMIT_SECONDS = 20;

  final List<Heard> heard = new CopyOnWriteArrayList<>();
  final List<String> links = new CopyOnWriteArrayList<>();
  final MeterRegistry meters = new SimpleMeterRegistry();
  private final EventIds ids = new UuidV7(InstantSource.system(), new SecureRandom());
  private final ServiceName name;
  private final String host;
  private final VigieConfig config;
  private final Path stateDir;
  private final Set<Topic> reads;
  private final Set<ServiceName> follows;
  private volatile Consumer<Heard> also = _ -> {};
  private @Nullable News news;
  private @Nullable HttpServer server;

  private Member(
      ServiceName name,
      String host,
      VigieConfig config,
      Path stateDir,
      Set<Topic> reads,
      Set<ServiceName> follows) {
    this.name = name;
    this.host = host;
    this.config = config;
    this.stateDir = stateDir;
    this.reads = reads;
    this.follows = follows;
  }

  static Member start(
      Vertx vertx,
      ServiceName name,
      String host,
      VigieConfig config,
      Path stateDir,
      Set<Topic> reads,
      Set<ServiceName> follows)
      throws Exception {
    Member member = new Member(name, host, config, stateDir, reads, follows);
    vertx.deployVerticle(member).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    return member;
  }

  @Override
  public Future<?> start() {
    NewsSettings settings = new NewsSettings(name, host, config, stateDir, reads, follows, meters);
    return KafkaNews.open(vertx, settings, new Recorder())
        .compose(
            opened -> {
              news = opened;
              Router router = Router.router(vertx);
              router.get("/v1/events").handler(opened.events());
              server = vertx.createHttpServer().requestHandler(router);
              Integer port = config.management().ports().get(name.brief());
              return server.listen(Objects.requireNonNull(port), "127.0.0.1");
            });
  }

  @Override
  public Future<?> stop() {
    return news().close().eventually(() -> Objects.requireNonNull(server).close());
  }

  /** What else to do with each event heard, on the member's context. */
  void onHeard(Consumer<Heard> also) {
    this.also = also;
  }

  News news() {
    return Objects.requireNonNull(news);
  }

  /** Publishes on the member's context, and answers when that is done. */
  Envelope publish(Event event) throws Exception {
    return publish(Fact.root(ids.next(), event));
  }

  Envelope publish(Fact fact) throws Exception {
    return onContext(() -> news().journal().publish(fact));
  }

  List<String> warnings() throws Exception {
    return onContext(() -> news().warnings());
  }

  /** Publishes without waiting. */
  void publishSoon(Event event) {
    Fact fact = Fact.root(ids.next(), event);
    context.runOnContext(_ -> news().journal().publish(fact));
  }

  Context context() {
    return context;
  }

  /** Sum of all counters of this name, whatever their tags. */
  double counted(String name) {
    return meters.find(name).counters().stream().mapToDouble(one -> one.count()).sum();
  }

  @Override
  public void close() throws TimeoutException {
    vertx.undeploy(deploymentID()).await(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T onContext(Supplier<T> work) throws Exception {
    return Objects.requireNonNull(
        Future.<T>future(
                done ->
                    context.runOnContext(
                        _ -> Future.succeededFuture().map(_ -> work.get()).onComplete(done)))
            .await(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private final class Recorder implements Reader {
    @Override
    public void heard(Heard event) {
      heard.add(event);
      also.accept(event);
    }

    @Override
    public void linkAlive(String service) {
      if (links.isEmpty() || !links.getLast().equals("alive " + service)) {
        links.add("alive " + service);
      }
    }

    @Override
    public void linkLost(String service) {
      links.add("lost " + service);
    }
  }
}
