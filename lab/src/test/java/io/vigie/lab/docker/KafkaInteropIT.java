package io.vigie.lab.docker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.event.Decoded;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Topic;
import io.vigie.kit.config.AvailabilityConfig;
import io.vigie.kit.config.DampingConfig;
import io.vigie.kit.config.KafkaConfig;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.news.News;
import io.vigie.kit.news.NewsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Our news through a stock broker: {@code KAFKA_IMAGE}, else apache/kafka:4.1.1. */
@NeedsDocker
@Timeout(180)
class KafkaInteropIT {

  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final int LIMIT_SECONDS = 40;
  private static final KafkaContainer KAFKA =
      new KafkaContainer(
          DockerImageName.parse(System.getenv().getOrDefault("KAFKA_IMAGE", "apache/kafka:4.1.1"))
              .asCompatibleSubstituteFor("apache/kafka"));

  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() {
    KAFKA.start();
  }

  @AfterAll
  static void stopBroker() {
    KAFKA.stop();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void publishesFoldsAndIsReadByKafkasOwnConsumer() throws Exception {
    Context context = vertx.getOrCreateContext();
    News sender = open(context, ServiceName.HEALTH);
    List<Envelope> sent = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      sent.add(publish(context, sender, "node-" + n));
    }
    open(context, ServiceName.LB);
    await().atMost(LIMIT).until(() -> heard.stream().map(Heard::envelope).toList().equals(sent));

    assertEquals(sent, consoleConsumer(sent.size()));
    assertTopics();
  }

  private static void assertTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.getBootstrapServers()))) {
      for (Topic topic : Topic.values()) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.wire());
        Config config =
            Objects.requireNonNull(
                admin
                    .describeConfigs(List.of(resource))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .get(resource));
        topic
            .config()
            .forEach((key, value) -> assertEquals(value, config.get(key).value(), topic + key));
      }
    }
  }

  /** What Kafka's tool prints, a line per event. */
  private static List<Envelope> consoleConsumer(int many) throws Exception {
    ExecResult said =
        KAFKA.execInContainer(
            "/opt/kafka/bin/kafka-console-consumer.sh",
            "--bootstrap-server",
            "localhost:9093",
            "--topic",
            Topic.HEALTH.wire(),
            "--from-beginning",
            "--timeout-ms",
            "20000",
            "--max-messages",
            Integer.toString(many));
    List<String> lines = said.getStdout().lines().toList();
    assertEquals(many, lines.size(), said.toString());
    List<Envelope> events = new ArrayList<>();
    for (String line : lines) {
      assertTrue(
          EventCodec.decode(line.getBytes(StandardCharsets.UTF_8)) instanceof Decoded.Known, line);
      if (EventCodec.decode(line.getBytes(StandardCharsets.UTF_8))
          instanceof Decoded.Known(Envelope envelope)) {
        events.add(envelope);
      }
    }
    return events;
  }

  private News open(Context context, ServiceName name) throws Exception {
    NewsSettings settings =
        new NewsSettings(
            name,
            "lb-1",
            config(),
            dir.resolve(name.brief()),
            name == ServiceName.LB ? Set.of(Topic.HEALTH) : Set.of(),
            Set.of(),
            new SimpleMeterRegistry());
    return on(context, () -> KafkaNews.open(vertx, settings, heard::add));
  }

  private static Envelope publish(Context context, News news, String node) throws Exception {
    NodeChanged event =
        new NodeChanged(node, NodeStatus.UP, List.of(), List.of("http"), 0, 0, false);
    return on(
        context,
        () -> Future.succeededFuture(news.journal().publish(Fact.root("id-" + node, event))));
  }

  private static <T> T on(Context context, Supplier<Future<T>> work) throws Exception {
    Future<T> done =
        Future.future(
            promise ->
                context.runOnContext(
                    _ -> Future.succeededFuture().compose(_ -> work.get()).onComplete(promise)));
    return Objects.requireNonNull(done.await(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private static VigieConfig config() {
    Duration second = Duration.ofSeconds(1);
    return new VigieConfig(
        "test",
        new KafkaConfig(List.of(KAFKA.getBootstrapServers()), Map.of(), 16 << 20),
        Map.of(),
        Map.of(),
        Map.of("lb-1", new VigieConfig.BalancerConfig("127.0.0.1", null)),
        null,
        Map.of(),
        Map.of(),
        Map.of(),
        VigieConfig.EngineKind.AUTO,
        new DampingConfig(true, 1000, second, 2000, 1000, second),
        Map.of(),
        Map.of(),
        new AvailabilityConfig("99.9%", null),
        null,
        new ManagementConfig("127.0.0.1", Map.of(), null),
        Map.of());
  }
}
