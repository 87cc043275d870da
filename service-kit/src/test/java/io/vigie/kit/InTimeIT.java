package io.vigie.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With Vert.x's own timers and threads. */
class InTimeIT {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Promise<Context> where = Promise.promise();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void whatIsLateEndsOnTheCallersContext() throws Exception {
    Promise<String> never = Promise.promise();
    Future<?> joined = Future.join(List.of(never.future())); // has no context of its own
    Promise<Void> outcome = Promise.promise();
    context.runOnContext(
        _ ->
            InTime.of(vertx, joined, 10)
                .onComplete(_ -> where.complete(Vertx.currentContext()))
                .<Void>mapEmpty()
                .onComplete(outcome));

    assertSame(context, where.future().await(30, TimeUnit.SECONDS));
    assertThrows(TimeoutException.class, () -> outcome.future().await(30, TimeUnit.SECONDS));
  }

  @Test
  void whatIsInTimeBringsItsValueOnTheCallersContext() throws Exception {
    Promise<String> soon = Promise.promise();
    Promise<String> value = Promise.promise();
    context.runOnContext(
        _ -> {
          InTime.of(vertx, soon.future(), 60_000)
              .onComplete(_ -> where.complete(Vertx.currentContext()))
              .onComplete(value);
          Thread.ofVirtual().start(() -> soon.complete("there"));
        });

    assertEquals("there", value.future().await(30, TimeUnit.SECONDS));
    assertSame(context, where.future().await(30, TimeUnit.SECONDS));
  }
}
