package io.vigie.sim.api;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: one event loop answers everything. */
final class ApiVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ApiVerticle.class);
  private static final int MOST_BODY = 8 << 20;
  private static final int MOST_HEADERS = 64 << 10;

  private final Cluster cluster;
  private final KubeSimOptions options;
  private @Nullable Watches watches;
  private @Nullable Routes routes;
  private @Nullable HttpServer server;

  ApiVerticle(Cluster cluster, KubeSimOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  int port() {
    return server == null ? 0 : server.actualPort();
  }

  @Override
  public Future<?> start() {
    Watches open = new Watches(vertx, cluster, options);
    watches = open;
    routes = new Routes(cluster, options.clock(), open);
    HttpServerOptions http =
        new HttpServerOptions()
            .setMaxInitialLineLength(MOST_HEADERS)
            .setMaxHeaderSize(MOST_HEADERS)
            .setHandle100ContinueAutomatically(true)
            .setIdleTimeout(0);
    KubeSimOptions.Tls tls = options.tls();
    if (tls != null) {
      http.setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(tls.certificate().toString())
                  .setKeyPath(tls.key().toString()));
    }
    HttpServer made = vertx.createHttpServer(http);
    server = made;
    return made.requestHandler(this::handle).listen(options.port(), options.host());
  }

  @Override
  public Future<?> stop() {
    if (watches != null) {
      watches.close();
    }
    return server == null ? Future.succeededFuture() : server.close();
  }

  private void handle(HttpServerRequest request) {
    if (!isLetIn(request)) {
      Answers.send(request, Reply.refused(Refusal.plain(401, "Unauthorized", "Unauthorized")));
    } else if (Answers.isSocket(request)) {
      answer(request, Buffer.buffer());
    } else if (tooLong(request)) {
      Answers.send(request, tooLarge());
    } else {
      request
          .body()
          .onSuccess(body -> answer(request, body))
          .onFailure(e -> LOG.debug("request ended early", e));
    }
  }

  private void answer(HttpServerRequest request, Buffer body) {
    if (body.length() > MOST_BODY) {
      Answers.send(request, tooLarge());
      return;
    }
    HttpMethod method = request.method();
    Ask ask =
        new Ask(
            method,
            request.params(),
            header(request, "Accept"),
            header(request, "Content-Type"),
            body);
    try {
      if (routes != null) {
        routes.answer(request, ask);
      }
    } catch (RuntimeException e) { // a fault of ours: the client is told, the server goes on
      LOG.error("{} {} failed", method, request.uri(), e);
      Answers.send(request, Reply.refused(Refusal.plain(500, "InternalError", String.valueOf(e))));
    }
  }

  private boolean isLetIn(HttpServerRequest request) {
    if (options.token().isEmpty()) {
      return true;
    }
    byte[] given =
        header(request, HttpHeaders.AUTHORIZATION.toString()).getBytes(StandardCharsets.UTF_8);
    byte[] wanted = ("Bearer " + options.token()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, wanted);
  }

  private static boolean tooLong(HttpServerRequest request) {
    String length = header(request, "Content-Length");
    return length.matches("\\d{1,18}") && Long.parseLong(length) > MOST_BODY;
  }

  private static Reply tooLarge() {
    return Reply.refused(
        Refusal.plain(413, "RequestEntityTooLarge", "Request entity too large: limit is 8 MiB"));
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }
}
