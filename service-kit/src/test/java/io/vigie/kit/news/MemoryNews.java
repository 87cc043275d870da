package io.vigie.kit.news;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** News that go nowhere: what was published can be read back. */
public final class MemoryNews implements News {

  private final List<Envelope> published = new ArrayList<>();
  private final List<String> warnings;
  private final String source;
  private boolean closed;

  private MemoryNews(String source, List<String> warnings) {
    this.source = source;
    this.warnings = warnings;
  }

  /** A factory that says these warnings. */
  public static Factory factory(String... warnings) {
    return (_, settings, _) ->
        Future.succeededFuture(
            new MemoryNews(
                Envelope.source(settings.host(), settings.service().wire()), List.of(warnings)));
  }

  @Override
  public Journal journal() {
    return this::publish;
  }

  private Envelope publish(Fact fact) {
    if (closed) {
      throw new IllegalStateException("published after close: " + fact);
    }
    Sequence place = new Sequence(1, published.size() + 1L);
    Envelope envelope = new Envelope(fact, source, place, Instant.EPOCH);
    published.add(envelope);
    return envelope;
  }

  @Override
  public Handler<RoutingContext> events() {
    return request -> request.response().end("{}\n");
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public Object state() {
    return Map.of("published", published.size());
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return Future.succeededFuture();
  }
}
