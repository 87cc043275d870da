package io.vigie.kit.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vigie.kit.config.NotifyConfig;
import io.vigie.kit.notify.core.Letter;
import io.vigie.kit.notify.core.Notice;
import io.vigie.kit.notify.core.Parcel;
import io.vigie.kit.notify.core.Postbag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one target its parcels, one after the other, each on a virtual thread of its own.
 *
 * <p>Thread rule: the service's own context.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** Failed tries that are no trouble yet. */
  private static final int PATIENCE = 2;

  private final Vertx vertx;
  private final Context context;
  private final String cluster;
  private final String name;
  private final NotifyConfig config;
  private final Delivery delivery;
  private final Postbag bag;
  private final Runnable changed;
  private final MeterRegistry registry;
  private final Counter delivered;
  private final Counter failed;
  private final Counter dropped;
  private final Counter held;
  private final Meter waiting;
  private volatile int waits;
  private String trouble = "";
  private @Nullable Thread underway;
  private long timer = -1;
  private boolean closed;

  /**
   * A courier.
   *
   * @param changed called when what is to be kept is another
   */
  Courier(
      Vertx vertx,
      Whom whom,
      NotifyConfig config,
      Postbag.Saved saved,
      MeterRegistry registry,
      Runnable changed) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.cluster = whom.cluster();
    this.name = whom.target();
    this.config = config;
    this.changed = changed;
    this.registry = registry;
    delivery = Delivery.to(config);
    boolean program = config.type() == NotifyConfig.Type.EXEC;
    bag = new Postbag(config.limit(), config.per().toMillis(), program, saved);
    Tags tags = Tags.of("service", whom.service(), "target", name);
    delivered = registry.counter("vigie.notify.delivered", tags);
    failed = registry.counter("vigie.notify.failed", tags);
    dropped = registry.counter("vigie.notify.dropped", tags);
    held = registry.counter("vigie.notify.held", tags);
    waiting = Gauge.builder("vigie.notify.waiting", () -> waits).tags(tags).register(registry);
  }

  /**
   * Who tells whom.
   *
   * @param cluster the installation
   * @param service who tells
   * @param target whom
   */
  record Whom(String cluster, String service, String target) {}

  NotifyConfig config() {
    return config;
  }

  Postbag.Saved saved() {
    return bag.saved();
  }

  void add(Notice notice) {
    if (bag.add(notice, now())) {
      held.increment();
    }
    go();
  }

  /** Sends what is due, or waits for it. */
  void go() {
    waits = bag.waiting();
    if (closed) {
      return;
    }
    vertx.cancelTimer(timer);
    Optional<Parcel> due = bag.due(now());
    if (due.isPresent()) {
      send(due.get());
      return;
    }
    bag.nextMillis(now())
        .ifPresent(at -> timer = vertx.setTimer(Math.max(1, at - now()), _ -> go()));
  }

  private void send(Parcel parcel) {
    underway =
        Thread.ofVirtual()
            .name("vigie-notify-" + name)
            .start(
                () -> {
                  Answer answer = ask(new Letter(cluster, parcel));
                  context.runOnContext(_ -> ended(answer));
                });
  }

  private Answer ask(Letter letter) {
    try {
      return delivery.deliver(letter);
    } catch (InterruptedException e) {
      return new Answer.Silent("interrupted");
    } catch (RuntimeException e) {
      LOG.error("notification failed in an unknown way, target={}", name, e);
      return new Answer.Failed(e.getClass().getSimpleName(), 0);
    }
  }

  private void ended(Answer answer) {
    underway = null;
    if (closed) {
      return;
    }
    switch (answer) {
      case Answer.Taken _ -> arrived();
      case Answer.Refused(String said) -> failed(said, true, 0);
      case Answer.Failed(String said, long pauseMillis) -> failed(said, false, pauseMillis);
      case Answer.Silent(String said) -> failed(said, false, 0);
      case Answer.Missing(String said) -> failed(said, false, 0);
    }
    changed.run();
    go();
  }

  private void arrived() {
    bag.delivered();
    delivered.increment();
    if (!trouble.isEmpty()) {
      LOG.atInfo().addKeyValue("target", name).log("notifications arrive again");
    }
    trouble = "";
  }

  private void failed(String said, boolean limited, long pauseMillis) {
    failed.increment();
    if (trouble.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("target", name)
          .addKeyValue("answer", said)
          .log("a notification did not arrive; it is tried again");
    }
    trouble = said;
    if (bag.failed(limited, pauseMillis, now())) {
      dropped.increment();
      LOG.atError()
          .addKeyValue("target", name)
          .addKeyValue("answer", said)
          .log("a notification is given up");
    }
  }

  /** Whether nothing is under way, nor will be before something happens or time passes. */
  boolean isIdle() {
    return underway == null && bag.nextMillis(now()).filter(at -> at <= now()).isEmpty();
  }

  /** What a person should know. */
  List<String> warnings() {
    return bag.tries() > PATIENCE
        ? List.of("notify %s: %s; %d wait".formatted(name, trouble, bag.waiting()))
        : List.of();
  }

  /** How it stands, for {@code /v1/state}. */
  Standing standing() {
    return new Standing(bag.waiting(), bag.tries(), trouble);
  }

  /**
   * How a target stands.
   *
   * @param waiting messages that are not delivered
   * @param tries how often the first of them was tried in vain
   * @param trouble what came of the last try, if it did not arrive; else empty
   */
  record Standing(int waiting, int tries, String trouble) {}

  /** Ends it; what is under way may have arrived or not. */
  void close() {
    closed = true;
    vertx.cancelTimer(timer);
    Thread sending = underway;
    if (sending != null) {
      sending.interrupt();
    }
    delivery.close();
    List.of(delivered, failed, dropped, held, waiting).forEach(registry::remove);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
