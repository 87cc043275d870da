package io.vigie.sim.api;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulated API server in a process of its own.
 *
 * <pre>KubeSimMain [--host H] [--port N] [--state FILE] [--kubeconfig FILE] [--token T] [--bare]
 * </pre>
 *
 * <p>Prints {@code listening on URL} when it can be used. With {@code --state} the next one on the
 * same file goes on where this one was, also after a SIGKILL.
 */
public final class KubeSimMain {

  private KubeSimMain() {}

  /** Runs until the process is ended. */
  @SuppressWarnings("SystemOut") // the line the caller waits for
  public static void main(String[] args) {
    KubeSimOptions options = KubeSimOptions.withOperators();
    Path kubeconfig = null;
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--bare" -> options = options.operators(false);
        case "--host" -> options = options.at(words.next(), options.port());
        case "--port" -> options = options.at(options.host(), Integer.parseInt(words.next()));
        case "--state" -> options = options.file(Path.of(words.next()));
        case "--token" -> options = options.token(words.next());
        case "--bookmarks" ->
            options = options.bookmarks(Duration.ofSeconds(Integer.parseInt(words.next())));
        case "--history" ->
            options = options.history(Integer.parseInt(words.next()), options.historyBytes());
        case "--kubeconfig" -> kubeconfig = Path.of(words.next());
        default -> throw new IllegalArgumentException("unknown: " + word);
      }
    }
    run(options, kubeconfig);
  }

  private static void run(KubeSimOptions options, @Nullable Path kubeconfig) {
    Vertx vertx = Vertx.vertx();
    KubeSim.start(vertx, options)
        .compose(sim -> vertx.executeBlocking(() -> said(sim, kubeconfig)))
        .onSuccess(System.out::println)
        .onFailure(
            e -> {
              System.err.println("kube-sim: " + e.getMessage());
              vertx.close();
            });
  }

  private static String said(KubeSim sim, @Nullable Path kubeconfig) throws IOException {
    if (kubeconfig != null) {
      sim.writeKubeconfig(kubeconfig);
    }
    return "listening on " + sim.url();
  }
}
