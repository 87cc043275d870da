package io.vigie.kube.watch;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.client.WebClientOptions;
import io.vigie.kit.config.KubernetesConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client as configured: who we are, whom we trust, where to ask. */
final class Clients {

  private static final Path POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final int CONNECT_MILLIS = 2_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int HANDSHAKE_MILLIS = 5_000;

  /** The first pause before a broken watch is tried again; it doubles, to 32 times this. */
  private static final int RECONNECT_MILLIS = 100;

  private static final int PING_MILLIS = 2_000;

  /** A watch whose server answers no ping any more is broken: a dead machine closes nothing. */
  private static final int SILENCE_SECONDS = 8;

  private Clients() {}

  /**
   * A client whose threads are those of {@code vertx}.
   *
   * @throws IllegalArgumentException if the kubeconfig cannot be used, with what is wrong
   */
  static KubernetesClient open(Vertx vertx, KubernetesConfig config, Servers servers) {
    Config who =
        new ConfigBuilder(identity(config))
            .withMasterUrl(config.servers().getFirst())
            .withHttpProxy(null) // API servers are neighbours
            .withHttpsProxy(null)
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(0) // another server is asked instead
            .withWatchReconnectInterval(RECONNECT_MILLIS)
            .withWatchReconnectLimit(-1)
            .withWebsocketPingInterval(PING_MILLIS)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(who)
        .withHttpClientFactory(new Factory(vertx))
        .withHttpClientBuilderConsumer(
            client ->
                client
                    .addOrReplaceInterceptor("vigie-servers", servers)
                    .addOrReplaceInterceptor("vigie-handshakes", new Handshakes()))
        .build();
  }

  /** From the file, else that of the pod we run in, else nobody. */
  private static Config identity(KubernetesConfig config) {
    String file = config.kubeconfig();
    if (file != null) {
      try {
        return Config.fromKubeconfig(new File(file));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "kubernetes.kubeconfig: %s cannot be used: %s".formatted(file, e.getMessage()), e);
      }
    }
    Path token = POD.resolve("token");
    if (!Files.isReadable(token)) {
      return Config.empty();
    }
    return new ConfigBuilder(Config.empty())
        .withCaCertFile(POD.resolve("ca.crt").toString())
        .withOauthTokenProvider(() -> text(token)) // it is replaced every hour
        .build();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bounds the opening of a watch, which the client itself does for all but the first try of one
   * (it begins before it knows the time): a server that dies right then would be waited for for
   * ever.
   */
  private static final class Handshakes implements Interceptor {

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (builder instanceof WebSocket.Builder socket) {
        socket.connectTimeout(HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Makes the HTTP client that notices by itself when nobody is there any more. */
  private static final class Factory extends Vertx5HttpClientFactory {

    Factory(Vertx vertx) {
      super(vertx);
    }

    @Override
    protected void additionalConfig(
        WebClientOptions web, WebSocketClientOptions sockets, PoolOptions pool) {
      sockets.setIdleTimeoutUnit(TimeUnit.SECONDS);
      sockets.setReadIdleTimeout(SILENCE_SECONDS);
    }
  }
}
