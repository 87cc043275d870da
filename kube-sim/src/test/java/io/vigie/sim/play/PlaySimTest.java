package io.vigie.sim.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.sim.play.Input.Came;
import io.vigie.sim.play.Input.Cordon;
import io.vigie.sim.play.Input.Promote;
import io.vigie.sim.play.Input.Went;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random faults, each picture checked against what must always hold, and the last one for being
 * whole. A failure prints its seed; {@code -Dsim.seed=N} replays it.
 */
class PlaySimTest {

  private static final int LIVES = 12;
  private static final int FAULTS = 8;
  private static final int QUIET_SECONDS = 1_500;

  @Test
  void whatMustAlwaysHoldHoldsInRandomLives() {
    Long only = Long.getLong("sim.seed");
    long first = only == null ? System.nanoTime() : only;
    for (long seed = first; seed < first + (only == null ? LIVES : 1); seed++) {
      try {
        new Life(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dsim.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** One random life. */
  private static final class Life {
    private final SplittableRandom random;
    private final Theatre theatre = new Theatre(1);
    private final Map<String, Integer> progress = new HashMap<>();
    private double seconds;
    private int timeline = 3;

    Life(long seed) {
      random = new SplittableRandom(seed);
    }

    void run() {
      List<String> nodes = theatre.world.nodes();
      for (int i = 0; i < FAULTS; i++) {
        String node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> theatre.input(new Went(node, true));
          case 3, 4 -> theatre.input(new Went(node, false));
          case 5, 6, 7 -> theatre.input(new Came(node));
          case 8 -> theatre.input(new Cordon(node, random.nextBoolean()));
          default -> theatre.input(new Promote("pg-main-" + (1 + random.nextInt(3))));
        }
        pass(random.nextInt(4) == 0 ? random.nextInt(900) : random.nextInt(120));
      }
      for (String node : nodes) {
        theatre.input(new Came(node));
        theatre.input(new Cordon(node, false));
      }
      pass(QUIET_SECONDS);
      assertTrue(theatre.world.whole(), theatre.world::toString);
      theatre
          .all("volumes")
          .filter(v -> !v.at("/spec/nodeID").asText().isEmpty())
          .forEach(v -> assertEquals("healthy", v.at("/status/robustness").asText()));
      assertEquals(1, primaries());
      assertEquals(
          theatre.cluster("/status/currentPrimary").asText(),
          theatre
              .at("coordination.k8s.io", "leases", "db", "pg-main", "/spec/holderIdentity")
              .asText());
    }

    private void pass(int more) {
      double end = seconds + more;
      while (seconds < end) {
        seconds += Theatre.STEP / 1000.0;
        theatre.until(seconds);
        check();
      }
    }

    private void check() {
      theatre.all("engines").forEach(this::engine);
      assertTrue(primaries() <= 1, "two primaries");
      int now = theatre.cluster("/status/timelineID").asInt();
      assertTrue(now == timeline || now == timeline + 1, now + " after " + timeline);
      timeline = now;
    }

    private void engine(JsonNode engine) {
      String name = engine.at("/spec/volumeName").asText();
      JsonNode volume = theatre.longhorn("volumes", name, "");
      String robustness = volume.at("/status/robustness").asText();
      JsonNode modes = engine.at("/status/replicaModeMap");
      int healthy = 0;
      int copying = 0;
      for (Map.Entry<String, JsonNode> mode : modes.properties()) {
        JsonNode replica = theatre.longhorn("replicas", mode.getKey(), "/spec");
        boolean marked = !replica.path("healthyAt").asText().isEmpty();
        switch (mode.getValue().asText()) {
          case "RW" -> {
            assertTrue(marked, () -> "RW without healthyAt: " + replica);
            assertEquals("", replica.path("failedAt").asText());
            healthy++;
          }
          case "WO" -> {
            assertFalse(marked, () -> "WO with healthyAt: " + replica);
            copying++;
          }
          default -> healthy++; // ERR: its object does not say so yet
        }
      }
      assertTrue(copying <= 1, () -> "two rebuilds at once: " + modes);
      if (engine.at("/status/currentState").asText().equals("running")) {
        int wanted = volume.at("/spec/numberOfReplicas").asInt();
        assertTrue(healthy > 0, () -> "runs without a replica: " + engine);
        assertEquals(healthy >= wanted ? "healthy" : "degraded", robustness, modes::toString);
      } else {
        assertFalse(robustness.equals("healthy") || robustness.equals("degraded"), name);
        assertTrue(modes.isNull(), modes::toString);
      }
      assertEquals(
          robustness.equals("degraded"), !volume.at("/status/lastDegradedAt").asText().isEmpty());
      rebuilds(engine);
    }

    private void rebuilds(JsonNode engine) {
      JsonNode now = engine.at("/status/rebuildStatus");
      String prefix = engine.at("/metadata/name").asText();
      progress
          .keySet()
          .removeIf(key -> key.startsWith(prefix) && !now.has(key.substring(prefix.length())));
      for (Map.Entry<String, JsonNode> one : now.properties()) {
        int percent = one.getValue().path("progress").asInt();
        int before = progress.getOrDefault(prefix + one.getKey(), 0);
        assertTrue(percent >= before && percent <= 99, percent + " after " + before);
        progress.put(prefix + one.getKey(), percent);
      }
    }

    private long primaries() {
      return List.of("pg-main-1", "pg-main-2", "pg-main-3").stream()
          .filter(
              name ->
                  theatre
                      .pod(name, "/metadata/labels/cnpg.io~1instanceRole")
                      .asText()
                      .equals("primary"))
          .count();
    }
  }
}
