package io.vigie.kit.news.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import io.vigie.event.Decoded;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Reason;
import io.vigie.event.Decoded.Rejected;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Sequence;
import io.vigie.kit.news.Heard.Path;
import io.vigie.kit.news.Inbox;
import io.vigie.kit.news.NewsMeters;
import io.vigie.kit.news.Reader;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the link of one service on this machine, for as long as we live.
 *
 * <p>The end of the connection, or three missing pings, is the end of the link; it is tried again
 * every 200 ms.
 *
 * <p>Thread rule: the service's own context.
 */
public final class LinkReader {

  private static final Logger LOG = LoggerFactory.getLogger(LinkReader.class);
  private static final int MISSED_PINGS = 3;
  private static final long SILENCE_NANOS =
      TimeUnit.MILLISECONDS.toNanos(MISSED_PINGS * Ping.EVERY_MILLIS);
  private static final int RETRY_MILLIS = 200;
  private static final int CONNECT_MILLIS = 500;
  private static final int ANSWER_MILLIS = 1_000;

  private final Vertx vertx;
  private final String service;
  private final String host;
  private final int port;
  private final Inbox inbox;
  private final Reader reader;
  private final NewsMeters meters;
  private final HttpClient client;
  private final long timer;

  private @Nullable HttpClientRequest request;
  private Optional<Sequence> last = Optional.empty();

  /** Which attempt this is; what an earlier one still says is not heard. */
  private int attempt;

  private volatile boolean open;

  /** Whether lines or pings are due: from the answer on, before the first of them too. */
  private boolean following;

  private long heardNanos;
  private long watchedNanos = System.nanoTime();
  private boolean startUpOver;
  private boolean closed;
  private volatile double lagSeconds;

  /**
   * Begins to follow.
   *
   * @param service its name on the wire
   * @param host where its management port is
   */
  public LinkReader(
      Vertx vertx,
      String service,
      String host,
      int port,
      Inbox inbox,
      Reader reader,
      NewsMeters meters) {
    this.vertx = vertx;
    this.service = service;
    this.host = host;
    this.port = port;
    this.inbox = inbox;
    this.reader = reader;
    this.meters = meters;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAlive(false));
    this.timer = vertx.setPeriodic(Ping.EVERY_MILLIS, _ -> watch());
    meters.gauge("vigie.news.link.open", () -> open ? 1 : 0, "link", service);
    meters.gauge("vigie.news.link.lag", () -> lagSeconds, "link", service);
    connect();
  }

  /** The service at the other end, by its name on the wire. */
  public String service() {
    return service;
  }

  /** Whether the service is heard. */
  public boolean open() {
    return open;
  }

  /** Follows no more; the reader is not called again. */
  public Future<Void> close() {
    closed = true;
    attempt++;
    vertx.cancelTimer(timer);
    return client.close();
  }

  private void connect() {
    int own = ++attempt;
    client
        .request(HttpMethod.GET, port, host, "/v1/events" + last.map(s -> "?after=" + s).orElse(""))
        .compose(
            sent -> {
              if (own != attempt) {
                sent.connection().close();
                return Future.failedFuture("too late");
              }
              request = sent.putHeader("accept", LinkServer.CONTENT_TYPE);
              return sent.send();
            })
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(response -> follow(own, response))
        .onFailure(cause -> lost(own, cause.getClass().getSimpleName()));
  }

  private void follow(int own, HttpClientResponse response) {
    if (own != attempt) {
      response.request().connection().close();
      return;
    }
    if (response.statusCode() != 200) {
      lost(own, "status " + response.statusCode());
      return;
    }
    following = true;
    heardNanos = System.nanoTime();
    RecordParser lines =
        RecordParser.newDelimited("\n", line -> line(own, line))
            .maxRecordSize(EventCodec.MOST_BYTES + 1);
    lines.exceptionHandler(
        cause -> {
          meters.rejected(Reason.TOO_LARGE, Path.LINK);
          lost(own, String.valueOf(cause.getMessage()));
        });
    response.exceptionHandler(cause -> lost(own, String.valueOf(cause.getMessage())));
    response.endHandler(_ -> lost(own, "ended"));
    response.handler(lines);
  }

  private void line(int own, Buffer line) {
    if (own != attempt) {
      return;
    }
    heardNanos = System.nanoTime();
    if (!open) {
      open = true;
      LOG.atInfo().addKeyValue("to", service).log("local link open");
    }
    reader.linkAlive(service);
    Optional<Sequence> ping = Ping.parse(line);
    if (ping.isPresent()) {
      last = ping;
      startUpOver = true;
    } else {
      event(EventCodec.decode(line.getBytes()));
    }
  }

  private void event(Decoded decoded) {
    long now = inbox.nowMillis();
    switch (decoded) {
      case Known(Envelope envelope) -> {
        last = Optional.of(envelope.sequence());
        lagSeconds = (now - envelope.time().toEpochMilli()) / 1e3;
      }
      case Rejected _ -> {} // the inbox counts it
    }
    inbox.copy(decoded, Path.LINK, !startUpOver, now);
  }

  /** Who stood still itself has to read first what came meanwhile. */
  private void watch() {
    long now = System.nanoTime();
    boolean late = now - watchedNanos > 2 * TimeUnit.MILLISECONDS.toNanos(Ping.EVERY_MILLIS);
    watchedNanos = now;
    if (following && !late && now - heardNanos > SILENCE_NANOS) {
      lost(attempt, MISSED_PINGS + " pings missing");
    }
  }

  private void lost(int who, String reason) {
    if (who != attempt || closed) {
      return;
    }
    attempt++;
    following = false;
    if (request != null) {
      request.connection().close();
      request = null;
    }
    if (open) {
      open = false;
      LOG.atWarn().addKeyValue("to", service).addKeyValue("reason", reason).log("local link lost");
      reader.linkLost(service);
    }
    vertx.setTimer(
        RETRY_MILLIS,
        _ -> {
          if (!closed) {
            connect();
          }
        });
  }
}
