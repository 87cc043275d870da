package io.vigie.kit.notify;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A notifier on a context of its own, in one life of a service. */
final class Teller implements AutoCloseable {

  private static final String BASE =
      """
      cluster: lab
      nodes: { k3s-1: { address: 192.0.2.1 } }
      balancers: { lb-1: { address: 192.0.2.2 } }
      vips:
        main: { addresses: [192.0.2.8/24], interface: lo, vrid: 51 }
        other: { addresses: [192.0.2.9/24], interface: lo, vrid: 52 }
      syncGroups: { edge: { members: [main, other] } }
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final UuidV7 ids = new UuidV7(InstantSource.system(), new SecureRandom());
  private final Notifier notifier;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long n;

  Teller(Path directory, String notify) throws TimeoutException {
    VigieConfig config = config(notify);
    Notifier.Of of = new Notifier.Of("health-service", directory, meters);
    notifier = call(() -> Notifier.prepare(vertx, of).map(left -> left.apply(config)));
  }

  static VigieConfig config(String notify) {
    LoadResult result = ConfigFile.parse(BASE + notify, Path.of("vigie.yaml"), Map.of());
    if (result instanceof LoadResult.Loaded(VigieConfig config, var _)) {
      return config;
    }
    throw new IllegalArgumentException(result.toString());
  }

  /** Publishes events, one after the other, and comes back when that is done. */
  void publish(List<? extends Event> events) throws TimeoutException {
    call(
        () -> {
          for (Event event : events) {
            Sequence sequence = new Sequence(1, ++n);
            String source = "/vigie/lb-1/health-service";
            notifier.published(
                new Envelope(Fact.root(ids.next(), event), source, sequence, Instant.now()));
          }
          return Future.succeededFuture();
        });
  }

  void publish(Event event) throws TimeoutException {
    publish(List.of(event));
  }

  void reconfigure(String notify) throws TimeoutException {
    call(
        () -> {
          notifier.reconfigured(config(notify));
          return Future.succeededFuture();
        });
  }

  List<String> warnings() throws TimeoutException {
    return call(() -> Future.succeededFuture(notifier.warnings()));
  }

  double count(String name) {
    return meters.get("vigie.notify." + name).counter().count();
  }

  private <T> T call(Supplier<Future<T>> work) throws TimeoutException {
    return Future.<T>future(done -> context.runOnContext(_ -> work.get().onComplete(done)))
        .await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    call(notifier::close);
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
