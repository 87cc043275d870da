package io.vigie.sim.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Kubernetes API server: the real protocol, with nothing behind it. Clients list, watch
 * and write as they do elsewhere; whoever plays the cluster does so as a client, or through {@link
 * #cluster}.
 *
 * <p>Thread rule: any thread.
 */
public final class KubeSim {

  private final Vertx vertx;
  private final Cluster cluster;
  private final KubeSimOptions options;
  private final ApiVerticle verticle;
  private final @Nullable ChangeLog log;
  private String deployment = "";

  private KubeSim(Vertx vertx, Cluster cluster, KubeSimOptions options, @Nullable ChangeLog log) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.options = options;
    this.log = log;
    this.verticle = new ApiVerticle(cluster, options);
  }

  /** Starts one; done when it listens. */
  public static Future<KubeSim> start(Vertx vertx, KubeSimOptions options) {
    return vertx
        .executeBlocking(() -> prepared(vertx, options))
        .compose(sim -> requireNonNull(sim).deployed());
  }

  /**
   * Another server of the same cluster, as a cluster has several: the same objects and versions at
   * another address. Each is closed by itself; the first one last, as it keeps the state.
   */
  public Future<KubeSim> another(String host, int port) {
    return new KubeSim(vertx, cluster, options.at(host, port), null).deployed();
  }

  /** The port it listens on. */
  public int port() {
    return verticle.port();
  }

  /** Where it is. */
  public String url() {
    String scheme = options.tls() == null ? "http" : "https";
    return scheme + "://" + options.host() + ":" + port();
  }

  /** The objects, for those who play the cluster from within. */
  public Cluster cluster() {
    return cluster;
  }

  /** What is stored. */
  public ObjectStore store() {
    return cluster.store();
  }

  /** Writes a kubeconfig that leads here; its certificate is trusted as it is. */
  public void writeKubeconfig(Path file) throws IOException {
    String user = options.token().isEmpty() ? "{}" : "{ token: \"%s\" }".formatted(options.token());
    KubeSimOptions.Tls tls = options.tls();
    String trust =
        tls == null
            ? ""
            : ", certificate-authority: \"%s\"".formatted(tls.certificate().toAbsolutePath());
    List<String> lines =
        List.of(
            "apiVersion: v1",
            "kind: Config",
            "current-context: simulated",
            "clusters: [{ name: simulated, cluster: { server: \"%s\"%s } }]"
                .formatted(url(), trust),
            "users: [{ name: simulated, user: %s }]".formatted(user),
            "contexts: [{ name: simulated, context: { cluster: simulated, user: simulated } }]");
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  /** Ends it, with all watches. */
  public Future<Void> close() {
    return vertx
        .undeploy(deployment)
        .eventually(
            () ->
                vertx.executeBlocking(
                    () -> {
                      if (log != null) {
                        log.close();
                      }
                      return "closed";
                    }));
  }

  private Future<KubeSim> deployed() {
    return vertx
        .deployVerticle(verticle)
        .map(
            id -> {
              deployment = id;
              return this;
            });
  }

  private static KubeSim prepared(Vertx vertx, KubeSimOptions options) throws IOException {
    Path file = options.file();
    ChangeLog.Kept kept = file == null ? new ChangeLog.Kept(0, List.of()) : ChangeLog.read(file);
    ObjectStore store =
        new ObjectStore(options.history(), options.historyBytes(), kept.version(), kept.objects());
    Cluster cluster = new Cluster(store, options.clock(), () -> UUID.randomUUID().toString());
    if (options.operators() && kept.version() == 0) {
      Operators.install(cluster);
    }
    ChangeLog log = file == null ? null : ChangeLog.follow(file, store);
    return new KubeSim(vertx, cluster, options, log);
  }
}
