package io.vigie.kit.news.link;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Sequence;
import io.vigie.kit.manage.ApiProblem;
import io.vigie.kit.news.NewsMeters;
import io.vigie.kit.news.link.LinkLog.Line;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Streams a service's own events to whoever asks on this machine.
 *
 * <p>Thread rule: the service's own context, for requests too.
 */
public final class LinkServer implements Handler<RoutingContext> {

  /** What it answers; who wants it says so, as console has another answer for people. */
  public static final String CONTENT_TYPE = "application/x-ndjson";

  private static final int MOST_READERS = 64;
  private static final int RING_LINES = 4_096;
  private static final long RING_BYTES = 4 << 20;
  private static final int MOST_KEYS = 16_384;

  private final Vertx vertx;
  private final NewsMeters meters;
  private final LinkLog log;
  private final Set<LinkStream> streams = new LinkedHashSet<>();
  private final long timer;
  private boolean closed;

  /**
   * A server without readers.
   *
   * @param start the place before the first event
   */
  public LinkServer(Vertx vertx, Sequence start, NewsMeters meters) {
    this.vertx = vertx;
    this.meters = meters;
    this.log = new LinkLog(start, RING_LINES, RING_BYTES, MOST_KEYS);
    this.timer = vertx.setPeriodic(Ping.EVERY_MILLIS, _ -> tick());
    meters.gauge("vigie.news.link.readers", streams::size);
  }

  /** Says this to every reader, now. */
  public void publish(Sequence sequence, String key, byte[] json) {
    log.append(
        new Line(
            sequence,
            key,
            Buffer.buffer(json.length + 1).appendBytes(json).appendByte((byte) '\n')));
    for (LinkStream stream : List.copyOf(streams)) {
      stream.pump();
    }
  }

  @Override
  public void handle(RoutingContext request) {
    if (closed || streams.size() >= MOST_READERS) {
      throw new ApiProblem(
          503, "no more than " + MOST_READERS + " readers of events at once", "try again later");
    }
    Optional<Sequence> after = after(request.request().getParam("after"));
    OptionalLong from = after.map(log::indexAfter).orElse(OptionalLong.empty());
    HttpServerResponse response =
        request
            .response()
            .putHeader("content-type", CONTENT_TYPE)
            .putHeader("cache-control", "no-store")
            .setChunked(true);
    LinkStream stream =
        new LinkStream(
            response,
            log,
            from.isPresent() ? List.of() : log.snapshot(),
            from.orElse(log.end()),
            from.isPresent() ? after.orElseThrow() : log.last(),
            System::nanoTime);
    streams.add(stream);
    response.exceptionHandler(_ -> streams.remove(stream));
    response.closeHandler(_ -> streams.remove(stream));
    response.drainHandler(_ -> stream.pump());
    stream.pump();
  }

  /** Ends all streams: to readers, this service is gone. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
    List.copyOf(streams).forEach(LinkStream::end);
    streams.clear();
  }

  private static Optional<Sequence> after(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Sequence::parse);
    } catch (IllegalArgumentException e) {
      throw new ApiProblem(
          400, String.valueOf(e.getMessage()), "after=0000000012.000000000345, or leave it out");
    }
  }

  private void tick() {
    List<LinkStream> tooSlow = new ArrayList<>();
    for (LinkStream stream : List.copyOf(streams)) {
      if (stream.tooSlow()) {
        tooSlow.add(stream);
      } else {
        stream.ping();
      }
    }
    for (LinkStream stream : tooSlow) {
      streams.remove(stream);
      meters.count("vigie.news.link.slow");
      stream.cut();
    }
  }
}
