package io.vigie.lab.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes health-service's place: says of a node what it is told to say, by the same journal. */
final class Verdicts extends ServiceVerticle {

  private final EventIds ids = new UuidV7(InstantSource.system(), new SplittableRandom());
  private @Nullable Context own;

  Verdicts(ServiceSettings settings) {
    super(ServiceName.HEALTH, settings);
  }

  /** Publishes a verdict; done, with {@link System#nanoTime} just before, once it was handed on. */
  CompletableFuture<Long> say(String node, boolean up) {
    CompletableFuture<Long> said = new CompletableFuture<>();
    Context context = own;
    if (context == null) {
      throw new IllegalStateException("not begun");
    }
    context.runOnContext(
        _ -> {
          NodeChanged verdict =
              new NodeChanged(
                  node,
                  up ? NodeStatus.UP : NodeStatus.DOWN,
                  up ? List.of() : List.of("bench"),
                  up ? List.of("bench") : List.of(),
                  0,
                  0,
                  false);
          long began = System.nanoTime();
          journal().publish(Fact.root(ids.next(), verdict));
          said.complete(began);
        });
    return said;
  }

  @Override
  protected Future<?> begin() {
    own = context;
    return Future.succeededFuture();
  }

  @Override
  protected Readiness readiness() {
    return Readiness.yes();
  }

  @Override
  protected Object state() {
    return "a bench's verdicts";
  }

  @Override
  protected Reader reader() {
    return _ -> {};
  }

  @Override
  protected Set<Topic> reads() {
    return Set.of();
  }

  @Override
  protected Set<ServiceName> links() {
    return Set.of();
  }
}
