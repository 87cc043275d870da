package io.vigie.kube.watch;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vigie.kit.config.KubernetesConfig;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch that is open, and what it has told: the reader of a test. */
final class Seen implements KubeReader {

  static final Duration LIMIT = Duration.ofSeconds(40);

  /** Those that are there, by key. */
  final Map<String, Kubernetes> there = new ConcurrentHashMap<>();

  /** How many were there when each of the kinds was first said to be whole. */
  final List<Integer> thereWhenWhole = new CopyOnWriteArrayList<>();

  final List<String> gone = new CopyOnWriteArrayList<>();
  private final Context context;
  private final Set<Kind> kinds;
  private volatile @Nullable KubeWatch watch;

  Seen(Vertx vertx, Set<Kind> kinds, String... servers) {
    this.context = vertx.getOrCreateContext();
    this.kinds = kinds;
    on(
        () -> {
          watch = KubeWatch.open(vertx, config(servers), kinds, this);
          return watch;
        });
  }

  static KubernetesConfig config(String... servers) {
    return new KubernetesConfig(List.of(servers), null);
  }

  @Override
  public void seen(Kubernetes object) {
    there.put(object.key(), object);
  }

  @Override
  public void gone(Kind kind, String key) {
    there.remove(key);
    gone.add(key);
  }

  @Override
  public void contactChanged() {
    KubeWatch open = watch;
    if (open != null && open.contact().isWhole(kinds) && thereWhenWhole.isEmpty()) {
      thereWhenWhole.add(there.size());
    }
  }

  Contact contact() {
    return on(() -> watch().contact());
  }

  void reopen(KubernetesConfig config) {
    on(
        () -> {
          watch().reopen(config);
          return watch;
        });
  }

  private KubeWatch watch() {
    KubeWatch open = watch;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  void awaitWhole() {
    await("whole").atMost(LIMIT).until(() -> contact().isFresh(kinds));
  }

  void awaits(String what, Callable<Boolean> condition) {
    await(what).atMost(LIMIT).until(condition);
  }

  private <T> T on(Callable<T> action) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        _ -> {
          try {
            done.complete(action.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.orTimeout(10, TimeUnit.SECONDS).join();
  }
}
