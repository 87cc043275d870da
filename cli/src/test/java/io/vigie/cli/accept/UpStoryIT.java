package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.Topic;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a dead node takes down with it, from the plug to the last replica, as {@code vigie up} plays
 * it thirty times as fast as life.
 */
@Timeout(240)
class UpStoryIT {

  private static final Pattern KAFKA = Pattern.compile("Kafka +(127\\.0\\.0\\.1:\\d+)");

  @TempDir Path directory;

  @Test
  void aNodeDiesAndAllOfItIsMended() throws Exception {
    try (Jvm up = Jvm.vigie(directory, "up", "up", "--loopback", "--speed", "30")) {
      up.says("What happens");
      assertTrue(up.said().contains("is SIMULATED"), up::said);
      Log log = new Log(kafka(up));
      vigie("kill", "lab", "kill", "k3s-2");
      up.says("node k3s-2 down").says("postgres/k3s-2 out").says("postgres/k3s-1 in");
      vigie("start", "lab", "start", "k3s-2");
      await()
          .atMost(Jvm.LIMIT)
          .until(() -> log.events(Topic.STORAGE, NodeAtRisk.class).anyMatch(UpStoryIT::clear));

      await()
          .atMost(Jvm.LIMIT)
          .until(
              () ->
                  log.events(Topic.DB, FailoverChanged.class)
                      .anyMatch(f -> f.stage() == FailoverStage.REDUNDANT));
      storage(log.read(Topic.HEALTH), log.read(Topic.STORAGE));
      database(log.read(Topic.HEALTH), log.read(Topic.DB), log.read(Topic.LB));
      try (Jvm status = Jvm.vigie(directory, "status", "status")) {
        assertTrue(status.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertTrue(status.said().contains("SIMULATED"), status::said);
        assertTrue(status.said().contains("storage-watcher"), status::said);
      }
      assertEquals(0, up.stop(), up::said);
    }
  }

  private static void storage(List<Envelope> health, List<Envelope> storage) {
    Envelope down =
        only(health, e -> e.event() instanceof NodeChanged n && n.status() == NodeStatus.DOWN);
    Envelope risk = only(storage, e -> e.event() instanceof NodeAtRisk r && r.risk() != Risk.CLEAR);
    assertEquals(down.id(), risk.fact().causationId(), "the probe's verdict tipped it");
    NodeAtRisk atRisk = (NodeAtRisk) risk.event();
    assertEquals(6, atRisk.volumesTotal());

    Set<String> done = volumes(storage, RebuildStage.DONE);
    assertTrue(done.size() >= 4, done::toString);
    assertTrue(volumes(storage, RebuildStage.COPYING).containsAll(done));
    for (String volume : done) {
      List<Integer> progress =
          rebuilds(storage, volume).stream()
              .filter(r -> r.stage() == RebuildStage.COPYING)
              .map(RebuildChanged::progress)
              .toList();
      assertEquals(progress.stream().sorted().toList(), progress, volume);
      assertEquals(
          1,
          rebuilds(storage, volume).stream().filter(r -> r.stage() == RebuildStage.DONE).count(),
          volume);
      VolumeChanged last =
          storage.stream()
              .filter(e -> e.event() instanceof VolumeChanged v && v.volume().equals(volume))
              .map(e -> (VolumeChanged) e.event())
              .reduce((_, next) -> next)
              .orElseThrow();
      assertEquals(VolumeHealth.HEALTHY, last.health());
    }
    Set<String> ids = storage.stream().map(Envelope::id).collect(Collectors.toSet());
    assertEquals(storage.size(), ids.size(), "no event twice");
  }

  private static void database(
      List<Envelope> health, List<Envelope> database, List<Envelope> balancer) {
    Envelope down =
        only(health, e -> e.event() instanceof NodeChanged n && n.status() == NodeStatus.DOWN);
    Envelope risk = only(database, e -> e.event() instanceof PrimaryAtRisk r && r.alarm());
    assertEquals(down.id(), risk.fact().causationId(), "the probe's verdict tipped it");
    List<FailoverChanged> failover =
        database.stream()
            .filter(e -> e.event() instanceof FailoverChanged)
            .map(e -> (FailoverChanged) e.event())
            .toList();
    assertEquals(
        List.of(
            FailoverStage.STARTED,
            FailoverStage.TARGET_CHOSEN,
            FailoverStage.WRITABLE,
            FailoverStage.REDUNDANT),
        failover.stream().map(FailoverChanged::stage).toList());
    assertTrue(failover.stream().allMatch(f -> f.kind() == FailoverKind.FAILOVER));
    assertTrue(failover.getLast().lossless(), failover.getLast()::losslessBasis);
    Envelope moved =
        only(
            balancer,
            e ->
                e.event() instanceof ServerChanged s
                    && s.pool().equals("postgres")
                    && s.server().equals("k3s-1")
                    && s.state() == ServerState.ACTIVE);
    assertTrue(
        database.stream().anyMatch(e -> e.id().equals(moved.fact().causationId())),
        "the pool follows because db-watcher said so");
  }

  private static List<RebuildChanged> rebuilds(List<Envelope> storage, String volume) {
    return storage.stream()
        .filter(e -> e.event() instanceof RebuildChanged r && r.volume().equals(volume))
        .map(e -> (RebuildChanged) e.event())
        .toList();
  }

  private static Set<String> volumes(List<Envelope> storage, RebuildStage stage) {
    Set<String> volumes = new TreeSet<>();
    for (Envelope one : storage) {
      if (one.event() instanceof RebuildChanged r && r.stage() == stage) {
        volumes.add(r.volume());
      }
    }
    return volumes;
  }

  private static boolean clear(NodeAtRisk risk) {
    return risk.risk() == Risk.CLEAR;
  }

  private static Envelope only(List<Envelope> events, Predicate<Envelope> which) {
    List<Envelope> found = events.stream().filter(which).toList();
    assertFalse(found.isEmpty());
    return found.getLast();
  }

  private void vigie(String name, String... args) throws Exception {
    try (Jvm command = Jvm.vigie(directory, name, args)) {
      assertTrue(command.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, command.process().exitValue(), command::said);
    }
  }

  private static String kafka(Jvm up) {
    Matcher found = KAFKA.matcher(up.said());
    assertTrue(found.find(), up::said);
    return found.group(1);
  }
}
