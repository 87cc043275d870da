package io.vigie.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators' own definitions and lifelike objects, where they are at hand. */
class UpstreamTest {

  private static final Path SHARED = Path.of("..", "..", "shared");

  private final Cluster cluster =
      new Cluster(
          new ObjectStore(1_000, 8 << 20),
          InstantSource.system(),
          () -> UUID.randomUUID().toString());

  @BeforeEach
  void there() {
    assumeTrue(Files.isDirectory(SHARED.resolve("crds")), "no upstream definitions here");
    assumeTrue(Files.isDirectory(SHARED.resolve("samples")), "no sample objects here");
  }

  @Test
  void everySampleIsAsItsDefinitionSaysAndNothingIsLost() throws IOException {
    install();
    int read = 0;
    for (Path file : files("samples", ".json")) {
      ObjectNode sample = Json.read(Files.readAllBytes(file));
      Stored stored = cluster.put(sample);
      assertEquals(part(sample, "spec"), part(stored.read(), "spec"), file.toString());
      assertEquals(part(sample, "status"), part(stored.read(), "status"), file.toString());
      read++;
    }
    assertTrue(read > 50, read + " samples");
  }

  @Test
  void aWrongTypeInASampleIsRefused() throws IOException {
    install();
    ObjectNode volume =
        Json.read(Files.readAllBytes(SHARED.resolve("samples/longhorn/healthy/volume.json")));
    Json.object(volume, "spec").put("numberOfReplicas", "three");
    try {
      cluster.put(volume);
    } catch (IllegalArgumentException e) {
      assertTrue(
          String.valueOf(e.getMessage())
              .contains("spec.numberOfReplicas in body must be of type integer: \"string\""),
          e.getMessage());
      return;
    }
    throw new AssertionError("it was taken");
  }

  private void install() throws IOException {
    for (Path file : files("crds", ".yaml")) {
      Yaml.read(Files.readString(file)).forEach(cluster::put);
    }
  }

  private static String part(ObjectNode object, String name) {
    return object.path(name).toString();
  }

  private static List<Path> files(String directory, String end) throws IOException {
    try (Stream<Path> all = Files.walk(SHARED.resolve(directory))) {
      List<Path> files = new ArrayList<>(all.filter(p -> p.toString().endsWith(end)).toList());
      files.sort(null);
      return files;
    }
  }
}
