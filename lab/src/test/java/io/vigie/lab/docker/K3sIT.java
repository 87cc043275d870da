package io.vigie.lab.docker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vigie.broker.EmbeddedBroker;
import io.vigie.db.app.DbVerticle;
import io.vigie.event.ClusterChanged;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.Topic;
import io.vigie.event.VolumeChanged;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.storage.app.StorageVerticle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Both watchers before a real API server: {@code K3S_IMAGE}, else rancher/k3s:v1.34.1-k3s1; skipped
 * where that image is not there already.
 */
@NeedsDocker
@Timeout(300)
class K3sIT {

  private static final String IMAGE =
      System.getenv().getOrDefault("K3S_IMAGE", "rancher/k3s:v1.34.1-k3s1");
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final int INSPECT_SECONDS = 10;

  @TempDir private Path directory;

  @Test
  void theDeathOfANodeIsToldAsItIsWritten() throws Exception {
    assumeTrue(isHere(), IMAGE + " is not here and is not pulled: docker pull " + IMAGE);
    try (K3sContainer k3s = container();
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), "127.0.0.1", 0)) {
      k3s.start();
      ServiceSettings settings =
          ServiceSettings.of(
              config(k3s, broker), null, "lb-1", directory.resolve("state"), KafkaNews::open);
      Observer observer = new Observer(settings);
      try (K3sScene scene = new K3sScene(k3s.getKubeConfigYaml())) {
        scene.create();
        ServiceProcess services =
            ServiceProcess.start(
                settings,
                List.of(observer, new StorageVerticle(settings), new DbVerticle(settings)));
        try {
          die(scene, observer);
          recover(scene, observer);
        } finally {
          services.stop();
        }
      }
      check(observer);
    }
  }

  private static void die(K3sScene scene, Observer observer) {
    observer.heard(K3sIT::volume, "healthy");
    observer.heard(K3sIT::database, "healthy");
    observer.say("k3s-2", NodeStatus.DOWN);
    observer.heard(K3sIT::node, "at-risk");
    observer.heard(K3sIT::primary, "at-risk");
    observer.heard(K3sIT::rebuild, "expected");
    observer.heard(K3sIT::database, "healthy", "down");
    scene.noticed();
    observer.heard(K3sIT::replica, "failed");
    observer.heard(K3sIT::volume, "healthy", "degraded");
    observer.heard(K3sIT::failover, "started");
    scene.chosen();
    observer.heard(K3sIT::failover, "started", "target-chosen");
    scene.promoted();
    observer.heard(K3sIT::failover, "started", "target-chosen", "writable");
    observer.heard(K3sIT::database, "healthy", "down", "degraded");
    observer.heard(K3sIT::primary, "at-risk", "clear");
  }

  private static void recover(K3sScene scene, Observer observer) {
    observer.say("k3s-2", NodeStatus.UP);
    scene.back();
    observer.heard(K3sIT::failover, "started", "target-chosen", "writable", "redundant");
    observer.heard(K3sIT::database, "healthy", "down", "degraded", "healthy");
    observer.heard(K3sIT::replica, "failed", "rebuilding");
    scene.copied(10);
    observer.heard(K3sIT::progress, "10");
    scene.copied(60);
    observer.heard(K3sIT::progress, "10", "60");
    scene.rebuilt();
    observer.heard(K3sIT::replica, "failed", "rebuilding", "healthy");
    observer.heard(K3sIT::volume, "healthy", "degraded", "healthy");
    observer.heard(K3sIT::node, "at-risk", "clear");
    observer.heard(K3sIT::rebuild, "expected", "queued", "copying", "done");
  }

  /** Nothing was told twice in a row, and the failover is told with what it cost. */
  private static void check(Observer observer) {
    Map<String, Event> last = new HashMap<>();
    for (Event event : observer.events) {
      Event before = last.put(event.getClass().getSimpleName() + " " + event.subject(), event);
      assertFalse(event.equals(before), () -> "twice: " + event + observer.story());
    }
    FailoverChanged failover =
        assertInstanceOf(
            FailoverChanged.class, last.get("FailoverChanged db/pg-main"), observer::story);
    assertEquals(1, failover.number());
    assertEquals(FailoverKind.FAILOVER, failover.kind());
    assertEquals("pg-main-1", failover.from());
    assertEquals("pg-main-2", failover.to());
    assertEquals(1_805L, failover.electionMillis());
    assertEquals(19_763L, failover.promotionMillis());
    assertNotNull(failover.outageMillis(), failover.outageBasis());
    assertFalse(failover.lossless(), "replication is asynchronous");
  }

  private static String node(Event event) {
    return event instanceof NodeAtRisk risk ? risk.risk().wire() : "";
  }

  private static String volume(Event event) {
    return event instanceof VolumeChanged volume ? volume.health().wire() : "";
  }

  private static String replica(Event event) {
    return event instanceof ReplicaChanged replica ? replica.state().wire() : "";
  }

  private static String rebuild(Event event) {
    return event instanceof RebuildChanged rebuild ? rebuild.stage().wire() : "";
  }

  private static String progress(Event event) {
    return event instanceof RebuildChanged rebuild && rebuild.stage() == RebuildStage.COPYING
        ? Integer.toString(rebuild.progress())
        : "";
  }

  private static String primary(Event event) {
    return event instanceof PrimaryAtRisk risk ? risk.alarm() ? "at-risk" : "clear" : "";
  }

  private static String failover(Event event) {
    return event instanceof FailoverChanged failover ? failover.stage().wire() : "";
  }

  private static String database(Event event) {
    return event instanceof ClusterChanged cluster ? cluster.health().wire() : "";
  }

  /** Whether the image can be used without the network. */
  private static boolean isHere() throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder("docker", "image", "inspect", IMAGE)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!asked.waitFor(INSPECT_SECONDS, TimeUnit.SECONDS)) {
      asked.destroyForcibly();
      return false;
    }
    return asked.exitValue() == 0;
  }

  /** A cluster that does not miss the kubelets of nodes that have none. */
  private static K3sContainer container() {
    K3sContainer k3s =
        new K3sContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("rancher/k3s"));
    List<String> command = new ArrayList<>(List.of(k3s.getCommandParts()));
    command.add("--kube-controller-manager-arg=node-monitor-grace-period=1h");
    return k3s.withCommand(command.toArray(String[]::new)).withImagePullPolicy(_ -> false);
  }

  private VigieConfig config(K3sContainer k3s, EmbeddedBroker broker) throws IOException {
    Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), k3s.getKubeConfigYaml());
    Path file = directory.resolve("vigie.yaml");
    Files.writeString(
        file,
        """
        cluster: test
        kafka: { bootstrap: ["%s"] }
        nodes: { k3s-1: { address: 127.9.0.1 }, k3s-2: { address: 127.9.0.2 }, k3s-3: { address: 127.9.0.3 } }
        balancers: { lb-1: { address: 127.0.0.1 } }
        kubernetes: { servers: ["https://%s:%d"], kubeconfig: "%s" }
        management: { ports: { health: %d, storage: %d, db: %d } }
        """
            .formatted(
                broker.bootstrap(),
                k3s.getHost(),
                k3s.getMappedPort(K3sContainer.KUBE_SECURE_PORT),
                kubeconfig,
                freePort(),
                freePort(),
                freePort()));
    return assertInstanceOf(Loaded.class, ConfigFile.load(file, Map.of())).config();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Takes health-service's place, and hears all that is told of storage and databases. */
  private static final class Observer extends ServiceVerticle {

    private final List<Event> events = new CopyOnWriteArrayList<>();

    Observer(ServiceSettings settings) {
      super(ServiceName.HEALTH, settings);
    }

    /** The verdict on a node. */
    void say(String node, NodeStatus status) {
      NodeChanged verdict = new NodeChanged(node, status, List.of(), List.of(), 0, 0, false);
      context.runOnContext(
          _ -> journal().publish(Fact.root(UUID.randomUUID().toString(), verdict)));
    }

    /** Waits until these words, and no others, were told in this order; one said again is one. */
    void heard(Function<Event, String> word, String... expected) {
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertEquals(List.of(expected), words(word), this::story));
    }

    private List<String> words(Function<Event, String> word) {
      List<String> words = new ArrayList<>();
      events.stream()
          .map(word)
          .filter(said -> !said.isEmpty())
          .filter(said -> words.isEmpty() || !words.getLast().equals(said))
          .forEach(words::add);
      return words;
    }

    String story() {
      return events.stream().map(Event::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    @Override
    protected Reader reader() {
      return news -> {
        Topic topic = news.envelope().type().topic();
        if (topic == Topic.STORAGE || topic == Topic.DB) {
          events.add(news.envelope().event());
        }
      };
    }

    @Override
    protected Set<Topic> reads() {
      return Set.of(Topic.STORAGE, Topic.DB);
    }

    @Override
    protected Set<ServiceName> links() {
      return Set.of();
    }

    @Override
    protected Future<?> begin() {
      return Future.succeededFuture();
    }

    @Override
    protected Readiness readiness() {
      return Readiness.yes();
    }

    @Override
    protected Object state() {
      return "as told";
    }
  }
}
