package io.vigie.kit.news;

import io.vertx.core.Vertx;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.ServiceAlive;
import io.vigie.event.UuidV7;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Says every 2 s that this service is alive. Thread rule: the service's own context. */
final class Presence {

  private static final int EVERY_MILLIS = 2_000;

  private final Vertx vertx;
  private final Journal journal;
  private final String host;
  private final String service;
  private final EventIds ids;
  private final long sinceNanos = System.nanoTime();
  private final String version;
  private long timer = -1;

  Presence(Vertx vertx, Journal journal, String host, String service) {
    this.vertx = vertx;
    this.journal = journal;
    this.host = host;
    this.service = service;
    this.ids = new UuidV7(InstantSource.system(), new SecureRandom());
    String built = Presence.class.getPackage().getImplementationVersion();
    this.version = built == null ? "unknown" : built;
  }

  void start() {
    say();
    timer = vertx.setPeriodic(EVERY_MILLIS, _ -> say());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void say() {
    long upMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    journal.publish(Fact.root(ids.next(), new ServiceAlive(host, service, version, upMillis)));
  }
}
