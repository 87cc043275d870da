package io.vigie.sim.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Listing;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Query;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Stored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The open watches.
 *
 * <p>Thread rule: the context of the server.
 */
final class Watches {

  private static final int LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final Cluster cluster;
  private final KubeSimOptions options;
  private final Set<Watch> open = new LinkedHashSet<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable silence;
  private final long timer;

  Watches(Vertx vertx, Cluster cluster, KubeSimOptions options) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.cluster = cluster;
    this.options = options;
    this.silence = cluster.store().listen(_ -> wake());
    this.timer = vertx.setPeriodic(LOOK_MILLIS, _ -> look());
  }

  /** How many there are. */
  int size() {
    return open.size();
  }

  void close() {
    silence.run();
    vertx.cancelTimer(timer);
  }

  /** Answers a request with a watch. */
  void serve(HttpServerRequest request, Target target, Ask ask) {
    if (Filter.of(target, ask) instanceof Filter.Bad(Refusal why)) {
      Answers.send(request, Reply.refused(why));
      return;
    }
    String asked = ask.text("resourceVersion");
    if (!asked.isEmpty() && !asked.matches("\\d{1,18}")) {
      Answers.send(
          request, Reply.refused(Refusal.badRequest("invalid resource version \"" + asked + "\"")));
      return;
    }
    if (Answers.isSocket(request)) {
      request
          .toWebSocket()
          .onSuccess(
              socket -> {
                Watch watch = made(target, ask, new Sink.Socket(socket));
                socket.closeHandler(_ -> watch.closed());
                socket.exceptionHandler(_ -> watch.closed());
                begin(watch, target, ask);
              });
      return;
    }
    HttpServerResponse response = request.response();
    response.setChunked(true).putHeader("Content-Type", "application/json");
    response.writeHead();
    Watch watch = made(target, ask, new Sink.Stream(response));
    response.closeHandler(_ -> watch.closed());
    response.exceptionHandler(_ -> watch.closed());
    begin(watch, target, ask);
  }

  private Watch made(Target target, Ask ask, Sink sink) {
    Shown shown = new Shown(target, ask, options.clock().millis());
    List<Runnable> atEnd = new ArrayList<>();
    Watch watch =
        new Watch(
            cluster.store(),
            target,
            fits(target, ask),
            shown,
            sink,
            this::wake,
            () -> atEnd.forEach(Runnable::run));
    open.add(watch);
    atEnd.add(() -> open.remove(watch));
    if (ask.is("allowWatchBookmarks")) {
      long bookmarks = vertx.setPeriodic(options.bookmarks().toMillis(), _ -> watch.bookmark());
      atEnd.add(() -> vertx.cancelTimer(bookmarks));
    }
    long end = vertx.setTimer(lifeMillis(ask), _ -> watch.end());
    atEnd.add(() -> vertx.cancelTimer(end));
    return watch;
  }

  private void begin(Watch watch, Target target, Ask ask) {
    ObjectStore store = cluster.store();
    String version = ask.text("resourceVersion");
    boolean initial = ask.is("sendInitialEvents");
    if (version.isEmpty() || version.equals("0") || initial) {
      Query query =
          new Query(target.type().resource(), target.namespace(), fits(target, ask), 0, null);
      boolean wanted = initial || !ask.text("sendInitialEvents").equals("false");
      if (store.list(query) instanceof Listing.Page page) {
        watch.begin(wanted ? page.items() : List.of(), page.version(), initial);
      }
    } else {
      watch.goOn(Long.parseLong(version));
    }
  }

  private static Predicate<Stored> fits(Target target, Ask ask) {
    return Filter.of(target, ask) instanceof Filter.Good(Predicate<Stored> good)
        ? good
        : _ -> false;
  }

  private static long lifeMillis(Ask ask) {
    long asked = ask.number("timeoutSeconds");
    long seconds = asked > 0 ? asked : ThreadLocalRandom.current().nextLong(1_800, 3_600);
    return TimeUnit.SECONDS.toMillis(Math.min(seconds, 86_400));
  }

  /** Any thread: something has changed. */
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          _ -> {
            woken.set(false);
            pumpAll();
          });
    }
  }

  private void pumpAll() {
    for (Watch watch : List.copyOf(open)) {
      watch.pump();
    }
  }

  private void look() {
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    for (Watch watch : List.copyOf(open)) {
      watch.cutIfStuck(now, options.slow().toMillis());
      watch.pump();
    }
  }
}
