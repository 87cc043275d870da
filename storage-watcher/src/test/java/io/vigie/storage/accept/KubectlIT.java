package io.vigie.storage.accept;

import static org.awaitility.Awaitility.await;

import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RebuildChanged;
import io.vigie.testkit.accept.Child;
import io.vigie.testkit.accept.Cluster;
import io.vigie.testkit.accept.Cluster.Watcher;
import io.vigie.testkit.accept.Kubectl;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens is the same whoever writes it: here kubectl, object by object. */
class KubectlIT {

  @TempDir private Path directory;

  @Test
  void aDeathAndAReturnWrittenByKubectlAreToldAsAlways() throws Exception {
    try (Cluster cluster = Story.cluster(directory)) {
      Api api = new Api(Kubectl.orSkip(cluster.apiUrl(), directory.resolve("cache")));
      cluster.api();
      api.create();
      cluster.observe();
      Watcher watcher = cluster.watcher("lb-1");
      await("it speaks").atMost(Child.LIMIT).until(watcher::speaks);
      until("all is well", () -> Story.healths(cluster).size() == 1);
      cluster.probed("k3s-2", NodeStatus.DOWN);
      until("at risk", () -> cluster.all(NodeAtRisk.class).count() == 1);
      until("expected", () -> cluster.all(RebuildChanged.class).count() == 1);
      api.lost();
      until("degraded", () -> Story.healths(cluster).size() == 2);
      cluster.probed("k3s-2", NodeStatus.UP);
      api.back();
      api.copied(42);
      until("copied", () -> cluster.all(RebuildChanged.class).anyMatch(r -> r.progress() == 42));
      api.rebuilt();
      until("clear", () -> cluster.all(NodeAtRisk.class).count() == 2);
      until("healthy", () -> Story.healths(cluster).size() == 3);
      Story.check(cluster);
    }
  }

  private static void until(String what, Callable<Boolean> is) {
    await(what).atMost(Child.LIMIT).until(is);
  }
}
