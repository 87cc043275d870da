package io.vigie.kit.manage;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vigie.kit.config.ManagementConfig;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management port: {@code /live}, {@code /ready}, {@code /metrics}, {@code /v1/state}, {@code
 * /v1/events} and the service's own routes.
 *
 * <p>Requests are handled on the context that opened it; metrics alone are collected on a worker,
 * so gauges must bear to be read from another thread.
 */
public final class ManagementServer {

  /** The longest request body, in bytes. */
  public static final int MOST_BODY_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final int IDLE_SECONDS = 60;

  private final HttpServer server;

  private ManagementServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens on {@code management.bind} and the service's port. Fails with a {@link
   * java.net.BindException} whose message names the service, the address and the key to change.
   */
  public static Future<ManagementServer> open(
      Vertx vertx, Managed service, PrometheusMeterRegistry meters) {
    ManagementConfig config = service.management();
    String brief = service.name().brief();
    Integer port = config.ports().get(brief);
    if (port == null) {
      return Future.failedFuture(
          new IllegalArgumentException(
              service.name().wire() + ": no management port: set management.ports." + brief));
    }
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.bind())
            .setPort(port)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(router(vertx, service, meters))
        .listen()
        .map(ManagementServer::new)
        .recover(
            cause ->
                Future.failedFuture(
                    ListenFailure.explain(
                        service.name().wire() + ": management port",
                        config.bind(),
                        port,
                        "management.ports." + brief,
                        cause)));
  }

  /** The port it listens on: the real one where 0 was configured. */
  public int port() {
    return server.actualPort();
  }

  /** Ends it and its connections. */
  public Future<Void> close() {
    return server.close();
  }

  private static Router router(Vertx vertx, Managed service, PrometheusMeterRegistry meters) {
    Router router = Router.router(vertx);
    router.route().handler(new OriginGuard());
    router.route().handler(new TokenGuard(() -> service.management().token()));
    router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
    router
        .get("/live")
        .handler(request -> ApiJson.answer(request, 200, Map.of("service", service.name().wire())));
    router
        .get("/ready")
        .handler(
            request -> {
              Readiness readiness = service.readiness();
              ApiJson.answer(request, readiness.ready() ? 200 : 503, readiness);
            });
    router.get("/metrics").handler(request -> metrics(vertx, meters, request));
    service.routes(router); // which may answer in place of those below
    router.get("/v1/state").handler(request -> ApiJson.answer(request, 200, service.state()));
    router.get("/v1/events").handler(service.events());
    router.route().failureHandler(ManagementServer::failed);
    router.errorHandler(404, ManagementServer::notFound);
    router.errorHandler(405, ManagementServer::failed);
    return router;
  }

  private static void metrics(Vertx vertx, PrometheusMeterRegistry meters, RoutingContext request) {
    vertx
        .executeBlocking(() -> meters.scrape(), false)
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(request::fail);
  }

  private static void notFound(RoutingContext request) {
    ApiJson.refuse(
        request,
        404,
        "nothing at " + request.request().path(),
        "GET /live, /ready, /metrics, /v1/state or /v1/events");
  }

  private static void failed(RoutingContext request) {
    if (request.failure() instanceof ApiProblem problem) {
      ApiJson.refuse(
          request, problem.status(), String.valueOf(problem.getMessage()), problem.hint());
      return;
    }
    int status = request.statusCode();
    switch (status) {
      case 405 -> ApiJson.refuse(request, status, "not with " + request.request().method(), "");
      case 413 -> ApiJson.refuse(request, status, "body over " + MOST_BODY_BYTES + " bytes", "");
      case 400 -> ApiJson.refuse(request, status, "the request could not be understood", "");
      default -> {
        LOG.atError()
            .addKeyValue("path", request.request().path())
            .setCause(request.failure())
            .log("management request failed");
        ApiJson.refuse(request, status, "internal error", "see this service's log");
      }
    }
  }
}
