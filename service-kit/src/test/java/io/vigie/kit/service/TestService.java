package io.vigie.kit.service;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.ServiceAlive;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.ApiProblem;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that does nothing but say so. */
final class TestService extends ServiceVerticle {

  volatile Readiness readiness = new Readiness(List.of(), List.of("own warning"));
  volatile Future<?> beginning = Future.succeededFuture();
  volatile Future<?> ending = Future.succeededFuture();
  volatile boolean refuseReload;
  volatile String cluster;
  volatile boolean ended;
  final AtomicInteger writes = new AtomicInteger();

  TestService(ServiceName name, ServiceSettings settings) {
    super(name, settings);
    cluster = settings.config().cluster();
  }

  @Override
  protected Future<?> begin() {
    return beginning;
  }

  @Override
  protected Readiness readiness() {
    return readiness;
  }

  @Override
  protected Object state() {
    return new State(Duration.ofMillis(1500), configuration().cluster());
  }

  record State(Duration interval, String cluster) {}

  @Override
  protected Reader reader() {
    return _ -> {};
  }

  @Override
  protected Set<Topic> reads() {
    return Set.of();
  }

  @Override
  protected Set<ServiceName> links() {
    return Set.of();
  }

  @Override
  protected void routes(Router router) {
    router
        .post("/v1/write")
        .handler(
            request -> {
              writes.incrementAndGet();
              ApiJson.answer(request, 200, new Written(request.body().length()));
            });
    router
        .get("/v1/problem")
        .handler(
            _ -> {
              throw new ApiProblem(409, "pool web: no such server: k3s-9", "one of k3s-1, k3s-2");
            });
    router
        .get("/v1/bug")
        .handler(
            _ -> {
              throw new IllegalStateException("a bug");
            });
  }

  record Written(int bytes) {}

  @Override
  protected Future<?> reconfigured(VigieConfig next) {
    if (refuseReload) {
      return Future.failedFuture("not this one");
    }
    cluster = next.cluster();
    return Future.succeededFuture();
  }

  @Override
  protected Future<?> end() {
    Event goodbye = new ServiceAlive("lb-1", name().wire(), "1", 1);
    journal().publish(Fact.root("last", goodbye));
    ended = true;
    return ending;
  }
}
