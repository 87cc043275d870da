package io.vigie.db.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.db.core.SimRun.Scene;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.PrimaryAtRisk;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A primary is lost, or moved, told in any order that the watches allow, with duplicates, relists,
 * changes that come as one, restarts and turns. {@code -Dvigie.seed} repeats one run, {@code
 * -Dvigie.runs} is how many there are.
 */
class FailoverSimTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 2_000);

  private interface Check {
    void after(SimRun run);
  }

  private static void play(Scene scene, Check check) {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int i = 0; i < (only == null ? RUNS : 1); i++) {
      long seed = first + i;
      SimRun run = new SimRun(seed, scene);
      try {
        run.play();
        check.after(run);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage() + run.story(), e);
      }
    }
  }

  @Test
  void whateverTheOrderTheFailoverIsTheSame() {
    play(
        Scene.FAILOVER,
        run -> {
          FailoverChanged told = result(run, FailoverKind.FAILOVER);
          assertTrue(told.lossless());
          assertNotNull(told.outageMillis());
          assertEquals(19_763L, told.promotionMillis());
          if (!run.skipped()) {
            assertEquals(1, run.count(FailoverChanged.class, "stage=STARTED"));
            assertEquals("2026-08-21T10:00:51.204511Z", told.decidedAt());
            assertEquals(1_805L, told.electionMillis());
            assertNotNull(told.detectionMillis());
          }
          assertFalse(run.last(PrimaryAtRisk.class).alarm());
          assertEquals(1, run.count(PrimaryAtRisk.class, "alarm=true"));
          assertEquals(1, run.count(PrimaryAtRisk.class, "alarm=false"));
          assertEquals(0, run.count(FailoverChanged.class, "stage=REFUSED"));
          assertEquals(0, run.count(FailoverChanged.class, "stage=ABANDONED"));
          assertTrue(
              run.facts(FailoverChanged.class).stream()
                  .allMatch(fact -> fact.causationId() != null));
          run.facts(PrimaryAtRisk.class).forEach(fact -> assertNotEquals(null, fact.causationId()));
        });
  }

  @Test
  void whateverTheOrderTheSwitchoverIsTheSame() {
    play(
        Scene.SWITCHOVER,
        run -> {
          FailoverChanged told = result(run, FailoverKind.SWITCHOVER);
          assertTrue(told.lossless());
          assertEquals(5_350L, told.outageMillis());
          assertEquals(0, run.count(PrimaryAtRisk.class, ""));
        });
  }

  /** What must be so in the end, and what must never have been. */
  private static FailoverChanged result(SimRun run, FailoverKind kind) {
    FailoverChanged told = run.last(FailoverChanged.class);
    assertEquals(FailoverStage.REDUNDANT, told.stage());
    assertEquals(kind, told.kind());
    assertEquals(1, told.number());
    assertEquals("pg-1", told.from());
    assertEquals("pg-2", told.to());
    assertEquals(1, run.count(FailoverChanged.class, "stage=REDUNDANT"));
    long writable = run.count(FailoverChanged.class, "stage=WRITABLE");
    assertTrue(writable == 1 || (writable == 0 && run.skipped()));
    ClusterChanged cluster = run.last(ClusterChanged.class);
    assertEquals(DatabaseHealth.HEALTHY, cluster.health());
    assertEquals("pg-2", cluster.primary());
    assertEquals("k3s-1", cluster.primaryNode());
    assertEquals(3, cluster.instancesReady());
    assertEquals(List.of(), cluster.lost());
    assertEquals("Cluster in healthy state", cluster.phase());
    return told;
  }
}
