package io.vigie.sim.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Yaml;
import io.vigie.sim.play.Input.Came;
import io.vigie.sim.play.Input.Went;
import io.vigie.sim.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every object of a whole story is as its schema says, and no field of it is unknown there. */
class SchemaTest {

  private static final Path UPSTREAM = Path.of("..", "..", "shared", "crds");

  private final Cluster cluster =
      new Cluster(
          new ObjectStore(100_000, 1L << 28),
          InstantSource.system(),
          () -> UUID.randomUUID().toString());

  @Test
  void ofOurOwnSchemas() throws IOException {
    for (String file : List.of("longhorn.yaml", "cnpg.yaml")) {
      try (InputStream in = Cluster.class.getResourceAsStream("/io/vigie/sim/crds/" + file)) {
        assertNotNull(in, file);
        install(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    playAll();
  }

  @Test
  void ofTheSchemasUpstream() throws IOException {
    assumeTrue(Files.isDirectory(UPSTREAM), "no upstream schemas at " + UPSTREAM);
    try (Stream<Path> files = Files.list(UPSTREAM)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        install(Files.readString(file));
      }
    }
    playAll();
  }

  private void install(String text) {
    Yaml.read(text).forEach(cluster::put);
  }

  private void playAll() {
    Theatre theatre = new Theatre(1);
    Map<Object, ObjectNode> seen = new HashMap<>();
    takes(theatre, seen);
    theatre.input(new Went("k3s-2", true));
    for (int second = 5; second < 1_100; second += 5) {
      theatre.until(second);
      if (second == 900) {
        theatre.input(new Came("k3s-2"));
      }
      takes(theatre, seen);
    }
    assertTrue(theatre.world.whole());
  }

  private void takes(Theatre theatre, Map<Object, ObjectNode> seen) {
    theatre.objects.forEach(
        (key, object) -> {
          if (!object.equals(seen.put(key, object))) {
            JsonNode stored = cluster.put(object).read();
            kept(object.path("spec"), stored.path("spec"), key + " spec");
            kept(object.path("status"), stored.path("status"), key + " status");
          }
        });
  }

  /** Defaults may be added; what is dropped was unknown. */
  private static void kept(JsonNode given, JsonNode stored, String where) {
    if (!given.isObject()) {
      assertEquals(given, stored, where);
      return;
    }
    given
        .properties()
        .forEach(
            field ->
                kept(field.getValue(), stored.path(field.getKey()), where + "." + field.getKey()));
  }
}
