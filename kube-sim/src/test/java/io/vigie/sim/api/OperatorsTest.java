package io.vigie.sim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Yaml;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of Longhorn and CloudNativePG, as we define them. */
class OperatorsTest {

  private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");

  private final Cluster cluster =
      new Cluster(
          new ObjectStore(1_000, 8 << 20),
          InstantSource.system(),
          () -> UUID.randomUUID().toString());

  @BeforeEach
  void install() {
    Operators.install(cluster);
  }

  @Test
  void theyAreAllThere() {
    for (String plural :
        List.of("volumes", "engines", "replicas", "nodes", "settings", "instancemanagers")) {
      assertNotNull(cluster.types().at(new Resource("longhorn.io", plural)), plural);
    }
    for (String plural : List.of("clusters", "failoverquorums")) {
      assertNotNull(cluster.types().at(new Resource("postgresql.cnpg.io", plural)), plural);
    }
  }

  @Test
  void whatIsNotReadIsKept() {
    Stored stored =
        cluster.put(volume("spec: { size: \"1\", other: { deep: [1] } }, status: { more: true }"));
    assertEquals(1, stored.read().at("/spec/other/deep/0").asInt());
    assertTrue(stored.read().at("/status/more").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: { size: 5 }",
        "spec: { size: lots }",
        "spec: { numberOfReplicas: -1 }",
        "spec: { dataLocality: nearby }",
        "spec: 5",
        "status: { robustness: 7 }",
        "status: { conditions: { type: x } }",
        "status: { conditions: [ { type: 5 } ] }",
        "status: { kubernetesStatus: { workloadsStatus: [ 5 ] } }",
      })
  void whatIsReadIsChecked(String parts) {
    assertThrows(IllegalArgumentException.class, () -> cluster.put(volume(parts)));
  }

  @Test
  void lifelikeObjectsAreTakenAsTheyAre() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLES), "no sample objects here");
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        ObjectNode sample = Json.read(Files.readAllBytes(file));
        ObjectNode stored = cluster.put(sample).read();
        assertEquals(sample.path("spec"), stored.path("spec"), file.toString());
        assertEquals(sample.path("status"), stored.path("status"), file.toString());
        assertEquals(sample.path("value"), stored.path("value"), file.toString());
      }
    }
  }

  private static ObjectNode volume(String parts) {
    return Yaml.read(
            "{ apiVersion: longhorn.io/v1beta2, kind: Volume,"
                + " metadata: { name: v, namespace: longhorn-system }, "
                + parts
                + " }")
        .getFirst();
  }
}
