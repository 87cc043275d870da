package io.vigie.kit.news;

import io.vertx.core.Vertx;
import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is well, shared by the tests of a class, and members whose news go through it. */
abstract class NewsThroughKafka {

  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir static Path brokerDir;
  static EmbeddedBroker broker;
  static KafkaLog log;

  @TempDir Path dir;
  Vertx vertx;

  /** A subject of the test's own, as the broker is shared. */
  String node;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(brokerDir, "127.0.0.1", 0);
    log = new KafkaLog(broker.bootstrap());
  }

  @AfterAll
  static void stopBroker() throws Exception {
    log.close();
    broker.close();
  }

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    node = "node-" + TESTS.incrementAndGet();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** A member that reads news of health and commands, and follows nobody. */
  Member member(ServiceName name, String host) throws Exception {
    return member(NewsConfig.at(broker.bootstrap()), name, host, Set.of());
  }

  Member member(VigieConfig config, ServiceName name, String host, Set<ServiceName> follows)
      throws Exception {
    return Member.start(
        vertx, name, host, config, dir.resolve(host), Set.of(Topic.HEALTH, Topic.COMMAND), follows);
  }

  /** Whether news of health are in the log. */
  static boolean arrived(Envelope one) throws Exception {
    return log.has(Topic.HEALTH) && log.from(one.source(), Topic.HEALTH).contains(one);
  }
}
