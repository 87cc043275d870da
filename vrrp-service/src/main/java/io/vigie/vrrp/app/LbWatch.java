package io.vigie.vrrp.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vigie.vrrp.core.Tracker.Reading;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lb-service on this host can serve: its local link is the sign of life, and its {@code
 * /ready} says whether it can. An answer that does not come says nothing: the link tells.
 *
 * <p>Thread rule: the service's own context.
 */
final class LbWatch {

  private static final int EVERY_MILLIS = 500;
  private static final int ANSWER_MILLIS = 400;
  private static final int NOT_READY = 503;

  /** What {@code /ready} says of a service that was asked to stop. */
  private static final String STOPPING = "\"stopping\"";

  private final HttpClient client;
  private final String host;
  private final int port;
  private final Consumer<Reading> readings;
  private final Runnable stops;

  private boolean linked;

  /** Null until it was asked once: a service that starts is linked before it is ready. */
  private @Nullable Boolean ready;

  private boolean asking;
  private boolean stopping;
  private Reading last = new Reading(false, 0, "");

  /**
   * Begins to watch.
   *
   * @param stops called when it is about to stop, and waits for its VIPs to be handed over
   */
  LbWatch(Vertx vertx, String host, int port, Consumer<Reading> readings, Runnable stops) {
    this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(ANSWER_MILLIS));
    this.host = host;
    this.port = port;
    this.readings = readings;
    this.stops = stops;
    vertx.setPeriodic(EVERY_MILLIS, _ -> ask());
  }

  /** Its link was opened, or pinged. */
  void alive() {
    boolean first = !linked;
    linked = true;
    if (first) {
      ask();
    }
    tell();
  }

  /** Its link ended, or three pings are missing. */
  void lost() {
    linked = false;
    stopping = false;
    ready = null; // nothing is known of the next one
    tell();
  }

  private void ask() {
    if (!linked || asking) {
      return;
    }
    asking = true;
    client
        .request(HttpMethod.GET, port, host, "/ready")
        .compose(request -> request.send().compose(LbWatch::answered))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(
            answer -> {
              asking = false;
              if (!linked) {
                return;
              }
              if (answer.succeeded()) {
                ready = answer.result().ready();
                if (answer.result().stopping() && !stopping) {
                  stopping = true;
                  stops.run();
                }
              } else if (ready == null) {
                ready = true; // nobody says it is not
              }
              tell();
            });
  }

  private record Answer(boolean ready, boolean stopping) {}

  private static Future<Answer> answered(HttpClientResponse response) {
    boolean ready = response.statusCode() != NOT_READY;
    return response
        .body()
        .map(body -> new Answer(ready, !ready && body.toString().contains(STOPPING)));
  }

  private void tell() {
    if (linked && ready == null) {
      return;
    }
    boolean serves = linked && Boolean.TRUE.equals(ready);
    String unwell = linked ? "lb-service is not ready" : "lb-service is gone or frozen";
    Reading now = new Reading(serves, 0, serves ? "lb-service is well" : unwell);
    if (!now.equals(last)) {
      last = now;
      readings.accept(now);
    }
  }

  /** Watches no more. */
  Future<Void> close() {
    return client.close();
  }
}
