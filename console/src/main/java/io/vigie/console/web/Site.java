package io.vigie.console.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vigie.console.core.ledger.Availability;
import io.vigie.console.core.picture.Contact;
import io.vigie.console.core.picture.Moment;
import io.vigie.console.core.picture.Picture;
import io.vigie.event.HourMeasured;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.ApiProblem;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.kafka.KafkaStatus;
import io.vigie.kit.news.link.LinkServer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's part of HTTP: what is heard becomes the picture, the history and the stream, and
 * people can ask for something.
 *
 * <p>Thread rule: the service's own context.
 */
public final class Site {

  private static final Logger LOG = LoggerFactory.getLogger(Site.class);

  /** The state is looked at so soon after news, and this often without. */
  private static final int SHOW_MILLIS = 100;

  private static final int LOOK_MILLIS = 1_000;
  private static final long LEDGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long Kafka may be silent before what is known is called stale. */
  private static final int PATIENCE_SECONDS = 5;

  private final Vertx vertx;
  private final Home home;
  private final Picture picture = new Picture();
  private final Chronicle chronicle = new Chronicle();
  private final Showing showing;
  private final EventStream stream;
  private final SafeDesk gate;
  private final CommandDesk commands;
  private final PageFiles files;
  private final long started = System.nanoTime();
  private long timer = -1;
  private Availability.@Nullable Summary summary;
  private long summaryNanos;
  private boolean folded;
  private boolean showsSoon;
  private boolean closed;

  /** A site that has heard nothing. */
  public Site(Vertx vertx, Home home) {
    this.vertx = vertx;
    this.home = home;
    this.showing = new Showing(who(home));
    this.stream = new EventStream(vertx, chronicle.history(), showing, this::ping, home.meters());
    this.gate = new SafeDesk(vertx, home::configuration);
    this.commands = new CommandDesk(vertx, home, gate, this::present);
    this.files = new PageFiles(vertx);
  }

  private static Map<String, Object> who(Home home) {
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("service", ServiceName.CONSOLE.wire());
    who.put("host", home.host());
    who.put("cluster", home.configuration().cluster());
    return who;
  }

  /** Begins: the journal can be written to, Kafka can be asked. */
  public void begin() {
    show();
    timer = vertx.setPeriodic(LOOK_MILLIS, _ -> show());
  }

  /** Ends all streams and timers. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
    stream.close();
    gate.close();
  }

  /** An event came. */
  public void heard(Heard news) {
    picture.heard(news.envelope(), news.fresh(), now());
    chronicle.heard(news.envelope(), news.fresh());
    commands.heard(news.envelope());
    if (folded || news.fresh()) {
      stream.pump();
      showSoon();
    }
  }

  /** The local link to a service of this host was opened, or pinged. */
  public void linkAlive(String service) {
    picture.linkAlive(home.host(), service, now());
  }

  /** The local link to a service of this host ended. */
  public void linkLost(String service) {
    picture.linkLost(home.host(), service);
    showSoon();
  }

  /** Adds what it answers, and what all answers after it say to browsers. */
  public void routes(Router router) {
    router
        .route()
        .handler(
            request -> {
              PageFiles.guard(request.response());
              request.next();
            });
    router.get("/v1/state").handler(this::state);
    router.get("/v1/events").handler(this::events);
    router.get("/v1/stream").handler(stream);
    router.get("/v1/incidents").handler(chronicle.incidents()::list);
    router.get("/v1/incidents/:id").handler(chronicle.incidents()::one);
    router.get("/v1/availability").handler(this::availability);
    router.get("/v1/safe/:node").handler(this::safe);
    router.post("/v1/commands").handler(commands::post);
    router.get("/*").handler(files);
  }

  /**
   * All that was in the log at the start has been heard. What was heard until then is the past:
   * topic by topic, and no news. A slice of it is written at a time; others are served in between.
   */
  public void settle() {
    if (closed) {
      return;
    }
    if (chronicle.settle()) {
      folded = true;
      stream.restart(chronicle.history(), "the log has been read");
      show();
      LOG.atInfo()
          .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
          .addKeyValue("events", chronicle.history().end())
          .log("the log is read");
    } else {
      vertx.runOnContext(_ -> settle());
    }
  }

  private void showSoon() {
    if (!showsSoon && !closed) {
      showsSoon = true;
      vertx.setTimer(
          SHOW_MILLIS,
          _ -> {
            showsSoon = false;
            show();
          });
    }
  }

  private void show() {
    if (closed) {
      return;
    }
    Moment now = now();
    Map<String, Object> parts =
        new LinkedHashMap<>(
            picture.scene(Layouts.of(home.configuration()), contact(now), now).parts());
    parts.put("incidents", chronicle.incidents().now());
    parts.put("availability", availability(now));
    if (showing.update(parts, now.wall())) {
      stream.pump();
    }
  }

  private Contact contact(Moment now) {
    KafkaStatus status = home.kafka().orElse(new KafkaStatus(false, now.wall(), "not asked yet"));
    boolean stale =
        !status.answers() && status.since().plusSeconds(PATIENCE_SECONDS).isBefore(now.wall());
    return new Contact(
        !stale,
        folded,
        stale ? status.since().truncatedTo(ChronoUnit.MILLIS) : null,
        stale ? status.reason() : null);
  }

  private Object ping() {
    Moment now = now();
    return new Ping(now.wall(), showing.version(), contact(now).connected());
  }

  private record Ping(Instant at, long version, boolean connected) {}

  private Set<String> present(ServiceName service) {
    Set<String> names = new TreeSet<>();
    for (String host : home.configuration().balancers().keySet()) {
      if (picture.present(host, service.wire(), now())) {
        names.add(host + "/" + service.wire());
      }
    }
    return names;
  }

  private void state(RoutingContext request) {
    String tag = "W/\"" + chronicle.history().life() + "." + showing.version() + "\"";
    HttpServerResponse response =
        request
            .response()
            .putHeader("etag", tag)
            .putHeader("cache-control", "no-cache")
            .putHeader("vary", "accept-encoding");
    if (tag.equals(request.request().getHeader("if-none-match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("content-type", "application/json; charset=utf-8");
    if (Routes.takesZip(request)) {
      response.putHeader("content-encoding", "gzip").end(showing.zipped());
    } else {
      response.end(showing.whole());
    }
  }

  /** Other services are left to the kit: they want what this one says itself. */
  private void events(RoutingContext request) {
    String accept = request.request().getHeader("accept");
    if (LinkServer.CONTENT_TYPE.equals(accept)) {
      request.next();
    } else {
      EventPages.answer(request, chronicle.history());
    }
  }

  private void availability(RoutingContext request) {
    String by = request.request().getParam("by", "day");
    if (!by.equals("day") && !by.equals("hour")) {
      throw new ApiProblem(400, "by=" + by, "hour or day");
    }
    String frontend = request.request().getParam("frontend");
    VigieConfig config = home.configuration();
    if (frontend != null && !config.frontends().containsKey(frontend)) {
      throw new ApiProblem(
          404,
          "no frontend " + frontend,
          "there are " + String.join(", ", config.frontends().keySet()));
    }
    ApiJson.answer(
        request,
        200,
        new Buckets(
            frontend,
            by,
            config.availability().targetFraction(),
            home.availability()
                .buckets(
                    frontend == null ? HourMeasured.WHOLE : frontend,
                    by.equals("day"),
                    System.currentTimeMillis())));
  }

  private record Buckets(
      @Nullable String frontend, String by, double target, List<Availability.Bucket> buckets) {}

  /** Looked at less often: it goes on with each second. */
  private Availability.Summary availability(Moment now) {
    Availability.Summary known = summary;
    if (known == null || now.nanos() - summaryNanos > LEDGER_NANOS) {
      known = home.availability().summary(now.wall().toEpochMilli());
      summary = known;
      summaryNanos = now.nanos();
    }
    return known;
  }

  private void safe(RoutingContext request) {
    gate.ask(String.valueOf(request.pathParam("node")))
        .onSuccess(answer -> ApiJson.answer(request, 200, answer))
        .onFailure(request::fail);
  }

  private static Moment now() {
    return new Moment(System.nanoTime(), Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }
}
