package io.vigie.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vigie.sim.api.KubeSim;
import io.vigie.sim.api.KubeSimOptions;
import io.vigie.sim.play.Presence;
import io.vigie.sim.play.Scene;
import io.vigie.sim.play.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Kubernetes cluster: an API server that speaks the real protocol, and behind it a play
 * of what Longhorn, CloudNativePG and the node controller would write. There are no containers, no
 * disks and no database.
 */
public final class LabCluster implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Vertx vertx;
  private final KubeSim api;
  private final @Nullable Stage stage;

  private LabCluster(Vertx vertx, KubeSim api, @Nullable Stage stage) {
    this.vertx = vertx;
    this.api = api;
    this.stage = stage;
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param scene what is played; empty for an API in which only clients write
   * @param nodes what the nodes do
   * @throws IOException if it cannot listen
   */
  public static LabCluster start(
      KubeSimOptions options, Optional<Scene> scene, Supplier<Map<String, Presence>> nodes)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false)));
    try {
      KubeSim api = await(KubeSim.start(vertx, options));
      Stage stage = scene.map(play -> Stage.open(api.cluster(), play, nodes)).orElse(null);
      return new LabCluster(vertx, api, stage);
    } catch (CompletionException e) {
      await(vertx.close());
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "the simulated Kubernetes API cannot listen on %s:%d: %s"
              .formatted(options.host(), options.port(), why.getMessage()),
          e);
    }
  }

  /** Where the API is. */
  public String url() {
    return api.url();
  }

  /** Writes a kubeconfig that leads here. */
  public void writeKubeconfig(Path file) throws IOException {
    api.writeKubeconfig(file);
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
    await(api.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
