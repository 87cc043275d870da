package io.vigie.lab.bench;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.news.News;
import io.vigie.kit.news.NewsSettings;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.StartFailure;
import io.vigie.lb.app.LbVerticle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * From a verdict to the server out of its pool: the time from {@link Journal#publish} of the
 * verdict to the moment lb-service's director has acted on it, by one monotonic clock, one
 * transition after another. Real journal, link, broker and lb-service; each service in a Vert.x of
 * its own.
 */
public final class EventsBench {

  private static final long START_SECONDS = 30;
  private static final long REACTION_SECONDS = 10;
  private static final int WARM_UP = 3_000;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(REACTION_SECONDS);

  /** The ways a verdict can come. */
  public enum Way {
    /** From the own observer over loopback; there is no broker. */
    LINK,
    /** From the other balancer's observer through the broker; lb-service has no local link. */
    KAFKA
  }

  /** What lb-service decided about the one server. */
  private record Decision(boolean used, long nanoTime) {}

  private final BlockingQueue<Decision> decisions = new LinkedBlockingQueue<>();

  private EventsBench() {}

  /** Runs {@code transitions} of one way; answers times in ns. */
  public static Histogram run(Way way, int transitions)
      throws IOException, StartFailure, InterruptedException, ExecutionException, TimeoutException {
    int port = Peer.freePort();
    try (Scratch scratch = Scratch.create();
        @Nullable EmbeddedBroker broker =
            way == Way.LINK
                ? null
                : EmbeddedBroker.start(scratch.path().resolve("kafka"), "127.0.0.1", port)) {
      VigieConfig config =
          config(broker == null ? "127.0.0.1:" + port : broker.bootstrap(), scratch.path());
      return new EventsBench().run(way, transitions, config, scratch.path());
    }
  }

  private Histogram run(Way way, int transitions, VigieConfig config, Path directory)
      throws StartFailure, InterruptedException, ExecutionException, TimeoutException {
    String observer = way == Way.LINK ? "lb-1" : "lb-2";
    ServiceSettings saysIt =
        ServiceSettings.of(config, null, observer, directory.resolve("health"), KafkaNews::open);
    ServiceSettings actsOnIt =
        ServiceSettings.of(config, null, "lb-1", directory.resolve("lb"), timed(way));
    Verdicts verdicts = new Verdicts(saysIt);
    ServiceProcess saying = ServiceProcess.start(saysIt, List.of(verdicts));
    try {
      ServiceProcess acting = ServiceProcess.start(actsOnIt, List.of(new LbVerticle(actsOnIt)));
      try {
        return measure(verdicts, transitions);
      } finally {
        acting.stop();
      }
    } finally {
      saying.stop();
    }
  }

  private Histogram measure(Verdicts verdicts, int transitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    boolean up = awaitFirst(verdicts);
    for (int i = 0; i < WARM_UP; i++) {
      up = !up;
      transition(verdicts, up);
    }
    Histogram times = new Histogram(MOST_NANOS, 3);
    for (int i = 0; i < transitions; i++) {
      up = !up;
      times.recordValue(transition(verdicts, up));
    }
    return times;
  }

  /** Until the observer is known to be present its word does not count: says it until it does. */
  private boolean awaitFirst(Verdicts verdicts)
      throws InterruptedException, ExecutionException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    boolean up = true;
    while (end - System.nanoTime() > 0) {
      up = !up;
      verdicts.say("one", up).get(REACTION_SECONDS, TimeUnit.SECONDS);
      if (decided(up, 1) != null) {
        return up;
      }
    }
    throw new TimeoutException("lb-service took no verdict in " + START_SECONDS + " s");
  }

  private long transition(Verdicts verdicts, boolean up)
      throws InterruptedException, ExecutionException, TimeoutException {
    long said = verdicts.say("one", up).get(REACTION_SECONDS, TimeUnit.SECONDS);
    Decision decision = decided(up, REACTION_SECONDS);
    if (decision == null) {
      throw new TimeoutException("no reaction to a verdict in " + REACTION_SECONDS + " s");
    }
    return decision.nanoTime() - said;
  }

  /** The next decision to use the server or not; others, as those of a start, are passed over. */
  private @Nullable Decision decided(boolean used, long seconds) throws InterruptedException {
    while (true) {
      Decision decision = decisions.poll(seconds, TimeUnit.SECONDS);
      if (decision == null || decision.used() == used) {
        return decision;
      }
    }
  }

  /** The real news, on one path only, and with an eye on what lb-service decides. */
  private News.Factory timed(Way way) {
    return (vertx, settings, reader) ->
        KafkaNews.open(
                vertx,
                new NewsSettings(
                    settings.service(),
                    settings.host(),
                    settings.config(),
                    settings.stateDir(),
                    settings.reads(),
                    way == Way.KAFKA ? Set.of() : settings.links(),
                    settings.meters()),
                reader)
            .map(Watched::new);
  }

  private final class Watched implements News {
    private final News news;

    Watched(News news) {
      this.news = news;
    }

    @Override
    public Journal journal() {
      return this::publish;
    }

    private Envelope publish(Fact fact) {
      if (fact.event() instanceof ServerChanged changed && changed.server().equals("one")) {
        decisions.add(new Decision(changed.state() == ServerState.ACTIVE, System.nanoTime()));
      }
      return news.journal().publish(fact);
    }

    @Override
    public Handler<RoutingContext> events() {
      return news.events();
    }

    @Override
    public List<String> warnings() {
      return news.warnings();
    }

    @Override
    public Object state() {
      return news.state();
    }

    @Override
    public Future<Void> close() {
      return news.close();
    }
  }

  private static VigieConfig config(String bootstrap, Path directory) throws IOException {
    Path file = directory.resolve("vigie.yaml");
    Files.writeString(
        file,
        """
        cluster: bench
        kafka: { bootstrap: ["%s"] }
        nodes: { one: { address: 127.0.0.1 }, two: { address: 127.0.0.2 } }
        balancers: { lb-1: { address: 127.0.0.1 }, lb-2: { address: 127.0.0.2 } }
        checks: { bench: { type: tcp, port: 9 } }
        pools: { bench: { port: 9, servers: all, check: bench } }
        frontends: { bench: { listen: "127.0.0.1:%d", pool: bench } }
        management: { ports: { health: %d, lb: %d } }
        """
            .formatted(bootstrap, Peer.freePort(), Peer.freePort(), Peer.freePort()));
    return switch (ConfigFile.load(file, Map.of())) {
      case LoadResult.Loaded loaded -> loaded.config();
      case LoadResult.Broken broken -> throw new IllegalStateException(broken.toString());
    };
  }
}
