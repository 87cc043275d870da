package io.vigie.health.app;

import io.vertx.core.Vertx;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Broken;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.service.ServiceSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole health-service of balancer lb-1 in this JVM. */
final class Observing implements AutoCloseable {

  private static final int LIMIT_SECONDS = 10;

  final HeardNews news = new HeardNews();
  private final Vertx vertx = Vertx.vertx();

  private Observing(VigieConfig config, Path stateDir) throws Exception {
    ServiceSettings settings = ServiceSettings.of(config, null, "lb-1", stateDir, news.factory());
    HealthVerticle service = new HealthVerticle(settings);
    vertx.deployVerticle(service).await(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts it with what stands in the file after cluster, Kafka, balancers and management. */
  static Observing start(String rest, Path stateDir) throws Exception {
    String text =
        """
        cluster: test
        kafka: { bootstrap: ["127.0.0.1:1"] }
        balancers: { lb-1: { address: 127.0.0.1 } }
        management: { ports: { health: %d, lb: %d } }
        """
                .formatted(ConnectProbeIT.freePort(), ConnectProbeIT.freePort())
            + rest;
    return switch (ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of())) {
      case Loaded(var config, var _) -> new Observing(config, stateDir);
      case Broken(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
