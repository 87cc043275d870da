package io.vigie.kube.watch;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Vertx;
import io.vigie.kit.config.KubernetesConfig;
import java.io.File;
import java.net.URI;
import java.util.List;

/** A client as configured: who we are, whom we trust, where to ask. */
final class Clients {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int RECONNECT_MILLIS = 1_000;
  private static final int PING_MILLIS = 5_000;

  private Clients() {}

  static KubernetesClient open(Vertx vertx, KubernetesConfig config) {
    List<URI> urls = config.servers().stream().map(URI::create).toList();
    Servers servers = new Servers(urls);
    Config who =
        new ConfigBuilder(identity(config))
            .withMasterUrl(urls.getFirst().toString())
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(0) // another server is asked instead
            .withWatchReconnectInterval(RECONNECT_MILLIS)
            .withWatchReconnectLimit(-1)
            .withWebsocketPingInterval(PING_MILLIS)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(who)
        .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
        .withHttpClientBuilderConsumer(
            client -> client.addOrReplaceInterceptor("vigie-servers", servers))
        .build();
  }

  /** From the file, else that of the pod we run in, else nobody. */
  private static Config identity(KubernetesConfig config) {
    String file = config.kubeconfig();
    return file == null ? Config.autoConfigure(null) : Config.fromKubeconfig(new File(file));
  }
}
