package io.vigie.storage.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.testkit.accept.ApiWriter;
import io.vigie.testkit.accept.Child;
import io.vigie.testkit.accept.Cluster;
import io.vigie.testkit.accept.Cluster.Watcher;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate, asked over HTTP, with a real protocol before it. */
class SafeIT {

  @TempDir private Path directory;

  @Test
  void aNodeMayGoUntilAnotherIsMissingAndNobodyKnowsWithoutTheApi() throws Exception {
    try (Cluster cluster = Story.cluster(directory)) {
      Child server = cluster.api();
      Api api = new Api(ApiWriter.http(cluster.apiUrl()));
      api.create();
      api.managers();
      Watcher watcher = cluster.watcher("lb-1");
      says(watcher, "k3s-3", "yes");
      String here = says(watcher, "k3s-1", "yes");
      assertTrue(here.contains("attached here: pvc-1 (StatefulSet git/gitea)"), here);
      String stranger = watcher.get("/v1/safe/k3s-9");
      assertTrue(stranger.contains("there are k3s-1, k3s-2, k3s-3"), stranger);
      api.lost();
      String degraded = says(watcher, "k3s-3", "no");
      assertTrue(degraded.contains("degraded: pvc-1"), degraded);
      api.back();
      api.rebuilt();
      says(watcher, "k3s-3", "yes");
      server.kill();
      String silent = says(watcher, "k3s-3", "unknown");
      assertTrue(silent.contains("not known any more since 20"), silent);
    }
  }

  private static String says(Watcher watcher, String node, String verdict) {
    String begin = "{\"node\":\"%s\",\"verdict\":\"%s\",".formatted(node, verdict);
    return await(node + " " + verdict)
        .atMost(Child.LIMIT)
        .until(() -> watcher.get("/v1/safe/" + node), answer -> answer.startsWith(begin));
  }
}
