package io.vigie.health.app;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.News;
import io.vigie.kit.news.Reader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** News that stay in this JVM: what the service said can be read, and it can be told things. */
final class HeardNews {

  /** A fact, and when it was published. */
  record Said(Fact fact, long atNanos) {}

  private final List<Said> said = new CopyOnWriteArrayList<>();
  private volatile @Nullable Reader reader;
  private volatile @Nullable Context context;

  /** For the settings of one service. */
  News.Factory factory() {
    return (vertx, settings, itsReader) -> {
      reader = itsReader;
      context = vertx.getOrCreateContext();
      String source = Envelope.source(settings.host(), settings.service().wire());
      return Future.succeededFuture(new Kept(source));
    };
  }

  List<Said> said() {
    return said;
  }

  <E extends Event> Stream<E> events(Class<E> type) {
    return said.stream().map(s -> s.fact().event()).filter(type::isInstance).map(type::cast);
  }

  /** Tells the service, on its own context. */
  void tell(Fact fact, String source, boolean fresh) {
    Envelope envelope = new Envelope(fact, source, new Sequence(1, 1), Instant.EPOCH);
    Heard heard = new Heard(envelope, fresh, Heard.Path.LINK);
    Objects.requireNonNull(context).runOnContext(_ -> Objects.requireNonNull(reader).heard(heard));
  }

  private final class Kept implements News {
    private final String source;

    Kept(String source) {
      this.source = source;
    }

    @Override
    public Journal journal() {
      return fact -> {
        said.add(new Said(fact, System.nanoTime()));
        return new Envelope(fact, source, new Sequence(1, said.size()), Instant.EPOCH);
      };
    }

    @Override
    public Handler<RoutingContext> events() {
      return request -> request.response().end("{}\n");
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public Object state() {
      return Map.of("published", said.size());
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }
}
