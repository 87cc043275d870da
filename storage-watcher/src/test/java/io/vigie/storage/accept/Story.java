package io.vigie.storage.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.Topic;
import io.vigie.event.VolumeChanged;
import io.vigie.kit.config.ServiceName;
import io.vigie.storage.app.StorageVerticle;
import io.vigie.testkit.accept.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every telling of one node's death and return has to be, whoever tells it. */
final class Story {

  private Story() {}

  /** A cluster whose watchers are storage-watchers. */
  static Cluster cluster(Path directory) throws IOException {
    return new Cluster(directory, StorageVerticle.class, ServiceName.STORAGE, Topic.STORAGE);
  }

  /** What became of the volume's health. */
  static List<String> healths(Cluster cluster) {
    return cluster.words(VolumeChanged.class, volume -> volume.health().wire());
  }

  /** Each step once, none missing, progress never back. */
  static void check(Cluster cluster) {
    Map<String, Event> last = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Envelope one : cluster.said()) {
      assertTrue(ids.add(one.id()), () -> "an id twice: " + one + cluster.story());
      Event before = last.put(one.type().family() + one.event().subject(), one.event());
      assertFalse(one.event().equals(before), () -> "twice: " + one + cluster.story());
      if (before instanceof RebuildChanged b && one.event() instanceof RebuildChanged a) {
        boolean goesOn = b.stage() == RebuildStage.COPYING && a.stage() == RebuildStage.COPYING;
        assertTrue(!goesOn || a.progress() >= b.progress(), () -> "back" + cluster.story());
        assertFalse(b.stage() == RebuildStage.DONE, () -> "after the end" + cluster.story());
      }
    }
    assertEquals(List.of("healthy", "degraded", "healthy"), healths(cluster), cluster::story);
    assertEquals(
        List.of("at-risk", "clear"),
        cluster.all(NodeAtRisk.class).map(risk -> risk.risk().wire()).toList(),
        cluster::story);
    assertEquals(
        List.of("failed", "rebuilding", "healthy"),
        cluster.all(ReplicaChanged.class).map(replica -> replica.state().wire()).toList(),
        cluster::story);
    List<String> stages =
        cluster.all(RebuildChanged.class).map(rebuild -> rebuild.stage().wire()).toList();
    assertEquals(1, stages.stream().filter("done"::equals).count(), cluster::story);
    assertEquals("expected", stages.getFirst(), cluster::story);
    assertTrue(stages.contains("copying"), cluster::story);
  }
}
