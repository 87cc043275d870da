package io.vigie.db.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.db.app.DbVerticle;
import io.vigie.event.ClusterChanged;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.testkit.accept.Child;
import io.vigie.testkit.accept.Cluster;
import io.vigie.testkit.accept.Cluster.Watcher;
import io.vigie.testkit.accept.Kubectl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens is the same whoever writes it: here kubectl, object by object. */
class KubectlIT {

  @TempDir private Path directory;

  @Test
  void aFailoverWrittenByKubectlIsToldAsAlways() throws Exception {
    try (Cluster cluster = new Cluster(directory, DbVerticle.class, ServiceName.DB, Topic.DB)) {
      Api api = new Api(Kubectl.orSkip(cluster.apiUrl(), directory.resolve("cache")));
      cluster.api();
      api.create();
      cluster.observe();
      Watcher watcher = cluster.watcher("lb-1");
      await("it speaks").atMost(Child.LIMIT).until(watcher::speaks);
      database(cluster, "healthy");
      cluster.probed("k3s-2", NodeStatus.DOWN);
      atRisk(cluster, "true");
      database(cluster, "healthy", "down");
      api.noticed();
      failover(cluster, "started");
      api.chosen();
      failover(cluster, "started", "target-chosen");
      api.promoted();
      failover(cluster, "started", "target-chosen", "writable");
      database(cluster, "healthy", "down", "degraded");
      atRisk(cluster, "true", "false");
      cluster.probed("k3s-2", NodeStatus.UP);
      api.back();
      failover(cluster, "started", "target-chosen", "writable", "redundant");
      database(cluster, "healthy", "down", "degraded", "healthy");
      check(cluster);
    }
  }

  private static void database(Cluster cluster, String... expected) {
    told(cluster, ClusterChanged.class, database -> database.health().wire(), expected);
  }

  private static void atRisk(Cluster cluster, String... expected) {
    told(cluster, PrimaryAtRisk.class, risk -> Boolean.toString(risk.alarm()), expected);
  }

  private static void failover(Cluster cluster, String... expected) {
    told(cluster, FailoverChanged.class, failover -> failover.stage().wire(), expected);
  }

  /** Waits until these words, and no others, were told in this order. */
  private static <T extends Event> void told(
      Cluster cluster, Class<T> type, Function<T, String> word, String... expected) {
    await()
        .atMost(Child.LIMIT)
        .untilAsserted(
            () -> assertEquals(List.of(expected), cluster.words(type, word), cluster::story));
  }

  /** Each event once, what went wrong with its cause, and what the failover cost. */
  private static void check(Cluster cluster) {
    Set<String> ids = new HashSet<>();
    Map<String, Event> last = new HashMap<>();
    for (Envelope one : cluster.said()) {
      assertTrue(ids.add(one.id()), () -> "an id twice: " + one + cluster.story());
      Event before = last.put(one.type().family() + one.event().subject(), one.event());
      assertNotEquals(before, one.event(), cluster::story);
      if (!(one.event() instanceof ClusterChanged)) {
        assertNotNull(one.fact().causationId(), () -> "no cause: " + one + cluster.story());
      }
    }
    FailoverChanged told = cluster.all(FailoverChanged.class).toList().getLast();
    assertEquals(1, told.number());
    assertEquals(FailoverKind.FAILOVER, told.kind());
    assertEquals("pg-main-1", told.from());
    assertEquals("pg-main-2", told.to());
    assertEquals("2026-08-21T10:00:51.204511Z", told.decidedAt());
    assertEquals(1_805L, told.electionMillis());
    assertEquals(19_763L, told.promotionMillis());
    assertNotNull(told.outageMillis(), told.outageBasis());
    assertTrue(told.lossless(), told.losslessBasis());
  }
}
