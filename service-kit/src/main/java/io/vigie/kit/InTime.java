package io.vigie.kit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * Waiting for a future that may be late. {@link Future#timeout} alone ends on a thread of Netty's
 * if the future has no context, as {@link Future#join} has none, and what follows is then off its
 * event loop.
 */
public final class InTime {

  private InTime() {}

  /**
   * What a future brings, or a failure with a {@link java.util.concurrent.TimeoutException} after
   * {@code millis}; either way on the caller's context.
   */
  public static <T> Future<T> of(Vertx vertx, Future<T> future, long millis) {
    ContextInternal own = (ContextInternal) vertx.getOrCreateContext();
    return own.succeededFuture().compose(_ -> future).timeout(millis, TimeUnit.MILLISECONDS);
  }
}
