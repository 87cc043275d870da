package io.vigie.event.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a database, as a person would tell it. */
class DatabaseWordsTest {

  private static final String QUORUM = "synchronous replication is required and has a quorum";

  @Test
  void aPrimaryAtRisk() {
    assertEquals(
        new Words(
            "db/pg-main: primary pg-main-1 is on k3s-1, which is down; 2 standbys could take over,"
                + " nothing committed would be lost ("
                + QUORUM
                + ")",
            Tone.BAD),
        Words.of(new PrimaryAtRisk("db/pg-main", true, "pg-main-1", "k3s-1", 2, true, QUORUM)));
    assertEquals(
        "db/a: primary a-1 is on a node that is down; no standby could take over, loss is possible"
            + " (replication is asynchronous)",
        Words.of(
                new PrimaryAtRisk(
                    "db/a", true, "a-1", null, 0, false, "replication is asynchronous"))
            .text());
    assertEquals(
        new Words("db/a: its primary is not at risk any more", Tone.GOOD),
        Words.of(new PrimaryAtRisk("db/a", false, "a-1", "k3s-1", 1, false, "")));
  }

  @Test
  void aFailoverStepByStep() {
    assertEquals(
        new Words(
            "db/pg-main: failover begins, the operator gave pg-main-1 up after 51.0 s", Tone.BAD),
        failover(FailoverStage.STARTED, null, 51_000L, null, null, ""));
    assertEquals(
        new Words(
            "db/pg-main: pg-main-2 is to take over from pg-main-1: failover, chosen after 1.8 s",
            Tone.WARNING),
        failover(FailoverStage.TARGET_CHOSEN, "pg-main-2", 51_000L, 1_806L, null, ""));
    assertEquals(
        new Words(
            "db/pg-main: pg-main-2 took over from pg-main-1, a failover, not writable for 72.6 s"
                + " = 51.0 s to decide + 1.8 s to choose + 19.8 s to promote (by whose clocks);"
                + " nothing committed was lost ("
                + QUORUM
                + ")",
            Tone.STRONG),
        failover(FailoverStage.WRITABLE, "pg-main-2", 51_000L, 1_806L, 19_764L, ""));
    assertEquals(
        new Words(
            "db/pg-main: all instances are ready again, after the failover to pg-main-2",
            Tone.GOOD),
        failover(FailoverStage.REDUNDANT, "pg-main-2", 51_000L, 1_806L, 19_764L, ""));
  }

  @Test
  void aFailoverThatDoesNotCome() {
    assertEquals(
        new Words("db/pg-main: no failover from pg-main-1: the primary is fenced", Tone.BAD),
        failover(FailoverStage.REFUSED, null, null, null, null, "the primary is fenced"));
    assertEquals(
        new Words(
            "db/pg-main: failover from pg-main-1 is off: the old primary is back", Tone.FAINT),
        failover(FailoverStage.ABANDONED, null, null, null, null, "the old primary is back"));
  }

  @Test
  void whoMissedItTellsTheWholeAtOnce() {
    assertEquals(
        "db/pg-main: pg-main-2 took over from pg-main-1, a failover, not writable for 900 ms"
            + " (by whose clocks); nothing committed was lost ("
            + QUORUM
            + "):"
            + " nobody watched how it began; all instances are ready",
        failover(
                FailoverStage.REDUNDANT,
                "pg-main-2",
                null,
                null,
                900L,
                "nobody watched how it began")
            .text());
  }

  @Test
  void aSwitchoverTakesAtMostThatLong() {
    FailoverChanged told =
        new FailoverChanged(
            "db/pg-main",
            2,
            FailoverKind.SWITCHOVER,
            FailoverStage.WRITABLE,
            "pg-main-1",
            "pg-main-3",
            "2026-08-21T11:00:03Z",
            null,
            null,
            5_350L,
            5_350L,
            "by two clocks",
            false,
            "no lease tells",
            "");
    assertEquals(
        "db/pg-main: pg-main-3 took over from pg-main-1, a switchover, not writable for at most"
            + " 5.4 s (by two clocks); loss is possible (no lease tells)",
        Words.of(told).text());
  }

  @Test
  void howADatabaseIs() {
    assertEquals(
        new Words(
            "database db/pg-main healthy: primary pg-main-1 on k3s-1, 3 of 3 instances ready",
            Tone.GOOD),
        cluster(DatabaseHealth.HEALTHY, "pg-main-1", "k3s-1", 3, List.of(), List.of()));
    assertEquals(
        new Words(
            "database db/pg-main degraded: primary pg-main-2 on k3s-2, 2 of 3 instances ready,"
                + " without pg-main-1; archiving fails",
            Tone.WARNING),
        cluster(
            DatabaseHealth.DEGRADED,
            "pg-main-2",
            "k3s-2",
            2,
            List.of("pg-main-1"),
            List.of("archiving fails")));
    assertEquals(
        new Words(
            "database db/pg-main down: it cannot be written to, 2 of 3 instances ready, without"
                + " pg-main-1",
            Tone.BAD),
        cluster(DatabaseHealth.DOWN, null, null, 2, List.of("pg-main-1"), List.of()));
    assertEquals(
        new Words("database db/pg-main put to sleep", Tone.FAINT),
        cluster(DatabaseHealth.HIBERNATED, null, null, 0, List.of(), List.of()));
    assertEquals(
        new Words("database db/pg-main deleted", Tone.FAINT),
        cluster(DatabaseHealth.DELETED, null, null, 0, List.of(), List.of()));
  }

  private static Words cluster(
      DatabaseHealth health,
      @Nullable String primary,
      @Nullable String node,
      int ready,
      List<String> lost,
      List<String> warnings) {
    return Words.of(
        new ClusterChanged("db/pg-main", health, primary, node, 3, ready, lost, warnings, "phase"));
  }

  private static Words failover(
      FailoverStage stage,
      @Nullable String to,
      @Nullable Long detection,
      @Nullable Long election,
      @Nullable Long promotion,
      String reason) {
    Long outage =
        promotion == null
            ? null
            : promotion + (detection == null ? 0 : detection) + (election == null ? 0 : election);
    return Words.of(
        new FailoverChanged(
            "db/pg-main",
            1,
            FailoverKind.FAILOVER,
            stage,
            "pg-main-1",
            to,
            "2026-08-21T10:00:51Z",
            detection,
            election,
            promotion,
            outage,
            "by whose clocks",
            true,
            QUORUM,
            reason));
  }
}
