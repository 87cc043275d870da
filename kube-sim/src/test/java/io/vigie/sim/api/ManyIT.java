package io.vigie.sim.api;

import static io.vigie.sim.api.Done.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vigie.sim.cluster.Yaml;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Resource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As many objects as the largest cluster we speak of. */
class ManyIT {

  private static final int VOLUMES = 5_000;
  private static final Resource RESOURCE = new Resource("longhorn.io", "volumes");
  private static final String PATH = "/apis/longhorn.io/v1beta2/";

  private final Vertx vertx = Vertx.vertx();
  private final KubeSim sim = done(KubeSim.start(vertx, KubeSimOptions.withOperators()));

  @AfterEach
  void close() {
    done(sim.close());
    done(vertx.close());
  }

  @Test
  void aLargeClusterIsListedInPagesAndWatched() {
    long start = System.nanoTime();
    for (int i = 0; i < VOLUMES; i++) {
      sim.cluster().put(object("Volume", "pvc-" + i));
      sim.cluster().put(object("Engine", "pvc-" + i + "-e-0"));
      for (int r = 0; r < 3; r++) {
        sim.cluster().put(object("Replica", "pvc-" + i + "-r-" + r));
      }
    }
    long written = since(start);
    try (Client client = new Client(sim.url())) {
      start = System.nanoTime();
      assertEquals(3 * VOLUMES, listed(client, "replicas"));
      assertEquals(VOLUMES, listed(client, "volumes"));
      long listed = since(start);

      long version = sim.store().version();
      var events = client.watch(PATH + "volumes?watch=1&resourceVersion=" + version);
      start = System.nanoTime();
      ObjectNode change = Yaml.read("{ status: { robustness: degraded } }").getFirst();
      for (int i = 0; i < VOLUMES; i++) {
        sim.cluster().merge(RESOURCE, "longhorn-system", "pvc-" + i, change);
      }
      for (int i = 0; i < VOLUMES; i++) {
        JsonNode event = Client.next(events);
        assertEquals("MODIFIED", event.path("type").asText());
      }
      System.out.printf(
          "%d objects written in %d ms, listed in %d ms, %d changes watched in %d ms%n",
          sim.store().size(), written, listed, VOLUMES, since(start));
      assertTrue(listed < 20_000, "listed in " + listed + " ms");
    }
  }

  private static int listed(Client client, String plural) {
    int count = 0;
    String next = "";
    do {
      JsonNode page = client.get(PATH + plural + "?limit=500&continue=" + next).json();
      count += page.path("items").size();
      next = page.at("/metadata/continue").asText();
    } while (!next.isEmpty());
    return count;
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object = Json.object().put("apiVersion", "longhorn.io/v1beta2").put("kind", kind);
    object.putObject("metadata").put("name", name).put("namespace", "longhorn-system");
    ObjectNode spec = object.putObject("spec");
    for (int i = 0; i < 40; i++) {
      spec.put("someFieldThatIsNotRead" + i, "some value of some length");
    }
    return object;
  }

  private static long since(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
