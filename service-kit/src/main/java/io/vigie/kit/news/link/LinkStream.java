package io.vigie.kit.news.link;

import io.vertx.core.http.HttpServerResponse;
import io.vigie.event.Sequence;
import io.vigie.kit.news.link.LinkLog.Line;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One reader of the link. It has no buffer but its connection's: while that is full it waits at its
 * place in the log, and it is given up when the log has moved on or it takes too long.
 */
final class LinkStream {

  static final int QUEUE_BYTES = 64 << 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final HttpServerResponse response;
  private final LinkLog log;
  private final Deque<Line> snapshot;
  private final LongSupplier nanos;
  private long next;

  /** Up to where the reader has it all, once the snapshot is written: what a ping says. */
  private Sequence written;

  private boolean begun;
  private boolean overtaken;
  private long waitsSinceNanos;
  private boolean waits;

  /**
   * A stream: the snapshot, a ping, then the log from {@code next} on.
   *
   * @param before the sequence of the line before {@code next}
   * @param nanos monotonic clock, in ns
   */
  LinkStream(
      HttpServerResponse response,
      LinkLog log,
      List<Line> snapshot,
      long next,
      Sequence before,
      LongSupplier nanos) {
    this.response = response.setWriteQueueMaxSize(QUEUE_BYTES);
    this.log = log;
    this.snapshot = new ArrayDeque<>(snapshot);
    this.next = next;
    this.written = before;
    this.nanos = nanos;
  }

  /** Writes as much as there is and the connection takes. */
  void pump() {
    while (!response.writeQueueFull()) {
      waits = false;
      if (!snapshot.isEmpty()) {
        response.write(snapshot.remove().bytes());
      } else if (!begun) {
        begun = true;
        response.write(Ping.line(written));
      } else if (next < log.end() && !overtaken) {
        Optional<Line> line = log.line(next++);
        line.ifPresent(this::write);
        overtaken = line.isEmpty();
      } else {
        return;
      }
    }
    if (!waits) {
      waits = true;
      waitsSinceNanos = nanos.getAsLong();
    }
  }

  /** Says that the service is still here, if there is nothing else in the way. */
  void ping() {
    if (begun && !response.writeQueueFull()) {
      response.write(Ping.line(written));
    }
  }

  boolean tooSlow() {
    return overtaken || (waits && nanos.getAsLong() - waitsSinceNanos > PATIENCE_NANOS);
  }

  void end() {
    response.end();
  }

  void cut() {
    response.reset();
  }

  private void write(Line line) {
    response.write(line.bytes());
    written = line.sequence();
  }
}
