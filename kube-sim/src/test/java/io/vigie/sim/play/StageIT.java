package io.vigie.sim.play;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vigie.sim.api.KubeSim;
import io.vigie.sim.api.KubeSimOptions;
import io.vigie.sim.play.Scene.Place;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The play in a real API, on a clock a hundred times as fast as life. */
class StageIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Resource NODES = new Resource("", "nodes");
  private static final Resource PODS = new Resource("", "pods");
  private static final Resource CLUSTERS = new Resource("postgresql.cnpg.io", "clusters");

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Presence> nodes = new ConcurrentHashMap<>();
  private KubeSim api;
  private Stage stage;

  @BeforeEach
  void begin() {
    api =
        KubeSim.start(vertx, KubeSimOptions.withOperators())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    Scene scene =
        Scene.homelab(
            new Tempo(100),
            List.of(
                new Place("k3s-1", "192.0.2.1"),
                new Place("k3s-2", "192.0.2.2"),
                new Place("k3s-3", "192.0.2.3")));
    stage = Stage.open(api.cluster(), scene, () -> nodes);
  }

  @AfterEach
  void end() {
    stage.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void aNodeThatEndsAndReturns() {
    nodes.put("k3s-2", Presence.ENDED);
    await().atMost(LIMIT).until(() -> primary().equals("pg-main-2"));
    await()
        .atMost(LIMIT)
        .until(() -> read(PODS, "db", "pg-main-1").at("/metadata").has("deletionTimestamp"));
    nodes.put("k3s-2", Presence.THERE);
    await()
        .atMost(LIMIT)
        .until(() -> read(CLUSTERS, "db", "pg-main").at("/status/readyInstances").asInt() == 3);
    assertEquals("pg-main-2", primary());
  }

  @Test
  void whatClientsAskForIsDone() {
    ObjectNode wish = Canvas.object();
    wish.putObject("status").put("targetPrimary", "pg-main-3");
    api.cluster().merge(CLUSTERS, "db", "pg-main", wish);
    await().atMost(LIMIT).until(() -> primary().equals("pg-main-3"));

    ObjectNode off = Canvas.object();
    off.putObject("metadata").putObject("annotations").put("vigie.io/power", "off");
    api.cluster().merge(NODES, "", "k3s-1", off);
    await().atMost(LIMIT).until(() -> ready("k3s-1").equals("Unknown"));
    ObjectNode on = Canvas.object();
    on.putObject("metadata").putObject("annotations").put("vigie.io/power", "on");
    api.cluster().merge(NODES, "", "k3s-1", on);
    await().atMost(LIMIT).until(() -> ready("k3s-1").equals("True"));

    ObjectNode cordon = Canvas.object();
    cordon.putObject("spec").put("unschedulable", true);
    api.cluster().merge(NODES, "", "k3s-3", cordon);
    await().atMost(LIMIT).until(() -> !primary().equals("pg-main-3"));
  }

  private String primary() {
    return read(CLUSTERS, "db", "pg-main").at("/status/currentPrimary").asText();
  }

  private String ready(String node) {
    return Theatre.condition(read(NODES, "", node).at("/status/conditions"), "Ready");
  }

  private JsonNode read(Resource resource, String namespace, String name) {
    Stored stored = api.store().get(new ObjectKey(resource, namespace, name));
    return stored == null ? Canvas.object() : stored.read();
  }
}
