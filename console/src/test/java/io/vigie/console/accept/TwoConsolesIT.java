package io.vigie.console.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.console.app.ConsoleVerticle;
import io.vigie.event.Envelope;
import io.vigie.event.Incident;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.testkit.accept.Child;
import io.vigie.testkit.accept.Cluster;
import io.vigie.testkit.accept.Cluster.Watcher;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two consoles tells; the other knows all of it when the first is gone. */
class TwoConsolesIT {

  @TempDir private Path directory;

  @Test
  void whoTellsIsKilledAndTheOtherGoesOn() throws Exception {
    try (Cluster cluster =
        new Cluster(directory, ConsoleVerticle.class, ServiceName.CONSOLE, Topic.INCIDENT)) {
      cluster.observe();
      Watcher one = cluster.watcher("lb-1");
      cluster.probed("k3s-2", NodeStatus.DOWN);
      await("opened").atMost(Child.LIMIT).until(() -> opened(cluster).size() == 1);
      cluster.probed("k3s-2", NodeStatus.UP);
      await("closed").atMost(Child.LIMIT).until(() -> closed(cluster).size() == 1);
      Watcher other = cluster.watcher("lb-2");
      await("lb-2 has read the log").atMost(Child.LIMIT).until(() -> whole(other));
      one.child().kill();
      cluster.probed("k3s-3", NodeStatus.DOWN);
      await("opened by lb-2").atMost(Child.LIMIT).until(() -> opened(cluster).size() == 2);

      assertEquals(List.of("node k3s-2 down", "node k3s-3 down"), opened(cluster));
      assertEquals(List.of("node k3s-2 down"), closed(cluster));
      assertEquals(
          List.of("lb-1", "lb-2"),
          cluster.said().stream().map(Envelope::host).distinct().toList(),
          cluster::story);
    }
  }

  private static boolean whole(Watcher console) {
    return console.get("/ready").contains("\"ready\":true")
        && !console.get("/ready").contains("is read yet");
  }

  private static List<String> opened(Cluster cluster) {
    return cluster
        .all(IncidentOpened.class)
        .map(IncidentOpened::incident)
        .map(Incident::title)
        .toList();
  }

  private static List<String> closed(Cluster cluster) {
    return cluster
        .all(IncidentClosed.class)
        .map(IncidentClosed::incident)
        .map(Incident::title)
        .toList();
  }
}
