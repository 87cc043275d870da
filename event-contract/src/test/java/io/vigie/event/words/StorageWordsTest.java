package io.vigie.event.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Event;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.Tone;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StorageWordsTest {

  private static final long GIB = 1L << 30;
  private static final String WIKI = "StatefulSet docs/wiki";

  private static void says(String text, Tone tone, Event event) {
    assertEquals(new Words(text, tone), Words.of(event));
  }

  private static RebuildChanged rebuild(RebuildStage stage, int progress, String reason) {
    return rebuild(stage, 1, progress, null, null, reason);
  }

  private static RebuildChanged rebuild(
      RebuildStage stage,
      int attempt,
      int progress,
      @Nullable Long speed,
      @Nullable Long eta,
      String reason) {
    return new RebuildChanged(
        "wiki",
        stage,
        "wiki-r-b",
        "n2",
        WIKI,
        attempt,
        progress,
        8 * GIB,
        speed,
        eta,
        eta == null ? "" : "12 % in 40 s, of 8.0 GiB",
        reason);
  }

  @Test
  void whatANodeTookWithIt() {
    List<Endangered> volumes =
        List.of(
            new Endangered("a", null, GIB, 0, true),
            new Endangered("b", null, GIB, 1, false),
            new Endangered("c", WIKI, GIB / 2, 2, false));
    says(
        "n2 took a replica of 3 volumes with it, up to 2.5 GiB to rebuild, 1 without any other, 1"
            + " with one left, 1 attached there (by probes)",
        Tone.BAD,
        new NodeAtRisk("n2", Risk.AT_RISK, "probes", 1, 1, 3, 5 * GIB / 2, volumes));
    says(
        "n2 took a replica of 1 volume with it, up to 512.0 MiB to rebuild (by probes, kubernetes)",
        Tone.BAD,
        new NodeAtRisk(
            "n2", Risk.AT_RISK, "probes, kubernetes", 1, 1, 1, GIB / 2, volumes.subList(2, 3)));
    says(
        "n2 took a replica of 1200 volumes with it, up to 1200.0 GiB to rebuild, part 2 of 2 (by"
            + " kubernetes)",
        Tone.BAD,
        new NodeAtRisk("n2", Risk.AT_RISK, "kubernetes", 2, 2, 1_200, 1_200 * GIB, List.of()));
    says(
        "storage of n2 is whole again",
        Tone.GOOD,
        new NodeAtRisk("n2", Risk.CLEAR, "probes", 1, 1, 0, 0, List.of()));
  }

  @Test
  void howAVolumeIs() {
    says(
        "volume wiki (StatefulSet docs/wiki) degraded: 2 of 3 replicas are healthy",
        Tone.WARNING,
        volume(VolumeHealth.DEGRADED, WIKI, "2 of 3 replicas are healthy"));
    says(
        "volume wiki (StatefulSet docs/wiki) stranded: attached on n2, which does not answer",
        Tone.BAD,
        volume(VolumeHealth.STRANDED, WIKI, "attached on n2, which does not answer"));
    says("volume wiki healthy", Tone.GOOD, volume(VolumeHealth.HEALTHY, null, ""));
    says("volume wiki detached", Tone.FAINT, volume(VolumeHealth.DETACHED, null, ""));
  }

  private static VolumeChanged volume(
      VolumeHealth health, @Nullable String workload, String reason) {
    return new VolumeChanged("wiki", health, "n1", null, workload, GIB, 3, 2, reason);
  }

  @Test
  void howAReplicaIs() {
    says(
        "replica wiki-r-b on n2 failed",
        Tone.BAD,
        new ReplicaChanged("wiki-r-b", "wiki", "n2", ReplicaState.FAILED, null, null));
    says(
        "replica wiki-r-b rebuilding",
        Tone.WARNING,
        new ReplicaChanged("wiki-r-b", "wiki", null, ReplicaState.REBUILDING, null, null));
  }

  @Test
  void howARebuildGoes() {
    String of = "rebuild of wiki (StatefulSet docs/wiki)";
    says(
        of + " on n2 expected, up to 8.0 GiB: n2 is cordoned",
        Tone.WARNING,
        rebuild(RebuildStage.EXPECTED, 0, "n2 is cordoned"));
    says(
        of + " on n2 queued: a node rebuilds 5 at once",
        Tone.STRONG,
        rebuild(RebuildStage.QUEUED, 0, "a node rebuilds 5 at once"));
    says(of + " on n2 0 %", Tone.STRONG, rebuild(RebuildStage.COPYING, 0, ""));
    says(of + " on n2 done", Tone.GOOD, rebuild(RebuildStage.DONE, 100, ""));
    says(
        of + " on n2 failed at 42 %: no space left",
        Tone.BAD,
        rebuild(RebuildStage.FAILED, 42, "no space left"));
    says(
        of + " finds no place: disks are unavailable",
        Tone.BAD,
        rebuild(RebuildStage.UNPLACEABLE, 0, "disks are unavailable"));
    says(
        of + " not needed any more: the replica came back whole",
        Tone.FAINT,
        rebuild(RebuildStage.DROPPED, 0, "the replica came back whole"));
  }

  @Test
  void howLongItTakesStandsWithWhatThatIsConcludedFrom() {
    String of = "rebuild of wiki (StatefulSet docs/wiki) on n2 42 %, try 2, 100.0 MiB/s, about ";
    String basis = " to go (12 % in 40 s, of 8.0 GiB)";
    long speed = 100L << 20;
    says(of + "119 s" + basis, Tone.STRONG, rebuild(RebuildStage.COPYING, 2, 42, speed, 119L, ""));
    says(
        of + "61 min" + basis,
        Tone.STRONG,
        rebuild(RebuildStage.COPYING, 2, 42, speed, 3_700L, ""));
    says(
        of + "3 h 5 min" + basis,
        Tone.STRONG,
        rebuild(RebuildStage.COPYING, 2, 42, speed, 11_111L, ""));
  }

  @Test
  void theLastReplicaAndItsEnd() {
    says(
        "volume wiki (StatefulSet docs/wiki) lives on its last good replica, on n1",
        Tone.BAD,
        new LastReplica("wiki", true, "wiki-r-a", "n1", WIKI));
    says(
        "volume wiki has no good replica",
        Tone.BAD,
        new LastReplica("wiki", true, null, null, null));
    says(
        "volume wiki does not depend on one replica any more",
        Tone.GOOD,
        new LastReplica("wiki", false, null, null, null));
  }
}
