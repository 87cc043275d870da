package io.vigie.lb.app;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.News;
import io.vigie.kit.news.Reader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** News by hand: what the service publishes can be read, and it hears what the test says. */
final class HandNews implements News {

  final List<Fact> published = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private @Nullable Context context;
  private @Nullable Reader reader;
  private Set<ServiceName> links = Set.of();
  private long n;

  Factory factory() {
    return (vertx, settings, wanted) -> {
      synchronized (lock) {
        links = settings.links();
        context = vertx.getOrCreateContext();
        reader = wanted;
      }
      return Future.succeededFuture(this);
    };
  }

  /** lb-1's observer says this, over the local link, now. */
  String observer(Event event) {
    return says("lb-1", "health-service", event, true);
  }

  String says(String host, String service, Event event, boolean fresh) {
    String id = "news-" + ++n;
    Envelope envelope =
        new Envelope(
            Fact.root(id, event),
            Envelope.source(host, service),
            new Sequence(1, n),
            Instant.now());
    onContext(to -> to.heard(new Heard(envelope, fresh, Heard.Path.LINK)));
    return id;
  }

  void linkAlive() {
    onContext(to -> to.linkAlive("health-service"));
  }

  void linkLost() {
    linkLost("health-service");
  }

  void linkLost(String service) {
    onContext(to -> to.linkLost(service));
  }

  /** The local links that the service wants. */
  Set<ServiceName> links() {
    synchronized (lock) {
      return links;
    }
  }

  private void onContext(java.util.function.Consumer<Reader> action) {
    synchronized (lock) {
      Reader to = Objects.requireNonNull(reader);
      Objects.requireNonNull(context).runOnContext(_ -> action.accept(to));
    }
  }

  @Override
  public Journal journal() {
    return fact -> {
      published.add(fact);
      return new Envelope(
          fact,
          Envelope.source("lb-1", "lb-service"),
          new Sequence(1, published.size()),
          Instant.now());
    };
  }

  @Override
  public Handler<RoutingContext> events() {
    return request -> request.response().end();
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public Object state() {
    return Map.of();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
