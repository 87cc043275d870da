package io.vigie.sim.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;

/** Waits for what is to be done. */
final class Done {

  private Done() {}

  static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, SECONDS).join();
  }
}
