package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One page that follows. It has no queue but its connection's: while that is full it waits at its
 * place in the history, and it is given up when that has moved on or it takes too long.
 *
 * <p>Thread rule: the service's own context.
 */
final class StreamClient {

  /** What its connection holds at most, about. */
  static final int QUEUE_BYTES = 256 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpServerResponse response;
  private final Batches batches;
  private final Showing showing;
  private final LongSupplier nanos;
  private long next;
  private long seen;
  private boolean waits;
  private long waitsSinceNanos;
  private boolean overtaken;

  /**
   * A client that has seen everything before {@code next}.
   *
   * @param nanos monotonic clock, in ns
   */
  StreamClient(
      HttpServerResponse response,
      Batches batches,
      Showing showing,
      long next,
      LongSupplier nanos) {
    this.response = response.setWriteQueueMaxSize(QUEUE_BYTES);
    this.batches = batches;
    this.showing = showing;
    this.next = next;
    this.nanos = nanos;
  }

  /** Writes what there is, as far as the connection takes it. */
  void pump() {
    while (!response.writeQueueFull()) {
      waits = false;
      if (next < batches.end()) {
        Batches.Batch batch = batches.from(next);
        if (batch == null) {
          overtaken = true;
          return;
        }
        response.write(batch.bytes());
        next = batch.end();
      } else if (seen != showing.version()) {
        response.write(showing.frame(seen));
        seen = showing.version();
      } else {
        return;
      }
    }
    if (!waits) {
      waits = true;
      waitsSinceNanos = nanos.getAsLong();
    }
  }

  /** Writes this now, if there is nothing else in the way. */
  void say(Buffer frame) {
    if (!response.writeQueueFull()) {
      response.write(frame);
    }
  }

  /** Goes on at the end of a history that began anew. */
  void reset(Buffer frame) {
    next = batches.end();
    seen = 0;
    response.write(frame);
  }

  /** Why it is to be given up; null if it is not. */
  @Nullable String fault() {
    if (overtaken) {
      return "too slow: what it had not seen yet is not kept any more";
    }
    return waits && nanos.getAsLong() - waitsSinceNanos > PATIENCE.toNanos()
        ? "too slow: took nothing for " + PATIENCE.toSeconds() + " s"
        : null;
  }

  /** Ends it with a last message. */
  void end(Buffer frame) {
    response.end(frame);
  }

  /** Ends it, whether it has taken its last message or not. */
  void cut() {
    response.reset();
  }
}
