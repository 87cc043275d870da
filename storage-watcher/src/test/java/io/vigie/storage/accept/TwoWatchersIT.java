package io.vigie.storage.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RebuildChanged;
import io.vigie.testkit.accept.ApiWriter;
import io.vigie.testkit.accept.Child;
import io.vigie.testkit.accept.Cluster;
import io.vigie.testkit.accept.Cluster.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A node dies and its replica is filled again, while those who tell of it die, or the API server.
 * {@code -Dvigie.away.seconds} is how long the API server stays dead: 60 in the acceptance, less
 * here.
 */
@Execution(ExecutionMode.CONCURRENT)
class TwoWatchersIT {

  private static final int AWAY_SECONDS = Integer.getInteger("vigie.away.seconds", 12);

  @TempDir private Path directory;

  @Test
  void whoSpeaksIsKilledAndTheOtherGoesOn() throws Exception {
    try (Cluster cluster = Story.cluster(directory)) {
      Api api = begin(cluster);
      Watcher one = cluster.watcher("lb-1");
      await("lb-1 speaks").atMost(Child.LIMIT).until(one::speaks);
      Watcher other = cluster.watcher("lb-2");
      die(cluster, api);
      assertFalse(other.speaks());
      assertTrue(other.get("/ready").contains("not our turn to speak"));
      ScheduledExecutorService copy = Executors.newSingleThreadScheduledExecutor();
      try {
        AtomicInteger percent = new AtomicInteger();
        copy.scheduleWithFixedDelay(
            () -> api.copied(Math.min(99, percent.incrementAndGet())),
            0,
            200,
            TimeUnit.MILLISECONDS);
        await("progress").atMost(Child.LIMIT).until(() -> progress(cluster) >= 5);
        one.child().kill();
        long killedNanos = System.nanoTime();
        int then = percent.get() + 2;
        await("it goes on").atMost(Child.LIMIT).until(() -> progress(cluster) > then);
        Duration gap = Duration.ofNanos(System.nanoTime() - killedNanos);
        assertTrue(gap.compareTo(Duration.ofSeconds(15)) < 0, () -> "silent for " + gap);
      } finally {
        copy.shutdown();
        assertTrue(copy.awaitTermination(20, TimeUnit.SECONDS));
      }
      recover(cluster, api);
      assertEquals(2, cluster.said().stream().map(Envelope::host).distinct().count());
      Story.check(cluster);
    }
  }

  @Test
  void theApiServerIsKilledAndWhatHappenedMeanwhileIsToldInOneStep() throws Exception {
    try (Cluster cluster = Story.cluster(directory)) {
      Child server = cluster.api();
      Api api = new Api(ApiWriter.http(cluster.apiUrl()));
      api.create();
      cluster.observe();
      Watcher watcher = cluster.watcher("lb-1");
      await("it speaks").atMost(Child.LIMIT).until(watcher::speaks);
      await("all is well")
          .atMost(Child.LIMIT)
          .until(() -> Story.healths(cluster).equals(List.of("healthy")));
      die(cluster, api);
      api.copied(10);
      await("progress").atMost(Child.LIMIT).until(() -> progress(cluster) == 10);
      server.kill();
      await("unknown")
          .atMost(Child.LIMIT)
          .until(() -> watcher.get("/v1/state").contains("\"unknownSince\":\"20"));
      assertTrue(watcher.get("/ready").contains("\"ready\":true"));
      assertTrue(watcher.get("/ready").contains("no API server has answered since"));
      await()
          .pollDelay(Duration.ofSeconds(AWAY_SECONDS))
          .atMost(Duration.ofMinutes(3))
          .until(() -> true);
      cluster.api();
      api.copied(40);
      await("caught up").atMost(Child.LIMIT).until(() -> progress(cluster) == 40);
      await("known again")
          .atMost(Child.LIMIT)
          .until(() -> watcher.get("/v1/state").contains("\"unknownSince\":null"));
      recover(cluster, api);
      Story.check(cluster);
    }
  }

  private static Api begin(Cluster cluster) throws Exception {
    cluster.api();
    Api api = new Api(ApiWriter.http(cluster.apiUrl()));
    api.create();
    cluster.observe();
    return api;
  }

  /** k3s-2 dies; first the probes say so, long after that Longhorn. */
  private static void die(Cluster cluster, Api api) {
    await("all is well")
        .atMost(Child.LIMIT)
        .until(() -> Story.healths(cluster).equals(List.of("healthy")));
    cluster.probed("k3s-2", NodeStatus.DOWN);
    await("at risk").atMost(Child.LIMIT).until(() -> cluster.all(NodeAtRisk.class).count() == 1);
    await("expected")
        .atMost(Child.LIMIT)
        .until(() -> cluster.all(RebuildChanged.class).count() == 1);
    api.lost();
    await("degraded").atMost(Child.LIMIT).until(() -> Story.healths(cluster).contains("degraded"));
    cluster.probed("k3s-2", NodeStatus.UP);
    api.back();
  }

  private static void recover(Cluster cluster, Api api) {
    api.rebuilt();
    await("clear").atMost(Child.LIMIT).until(() -> cluster.all(NodeAtRisk.class).count() == 2);
    await("healthy").atMost(Child.LIMIT).until(() -> Story.healths(cluster).size() == 3);
  }

  private static int progress(Cluster cluster) {
    return cluster.all(RebuildChanged.class).mapToInt(RebuildChanged::progress).max().orElse(0);
  }
}
