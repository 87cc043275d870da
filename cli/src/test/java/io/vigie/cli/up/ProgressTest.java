package io.vigie.cli.up;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.Sequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void tellsEachQuarterAndTheEnd() {
    Progress progress = new Progress();
    List<Integer> told = new ArrayList<>();
    for (int percent : List.of(0, 4, 24, 25, 49, 55, 79, 80, 99)) {
      if (progress.isNews(rebuild(RebuildStage.COPYING, percent))) {
        told.add(percent);
      }
    }
    assertEquals(List.of(0, 25, 55, 80), told);
    assertEquals(true, progress.isNews(rebuild(RebuildStage.DONE, 100)));
    assertEquals(true, progress.isNews(rebuild(RebuildStage.COPYING, 0)), "the next one");
  }

  private static Envelope rebuild(RebuildStage stage, int percent) {
    return new Envelope(
        Fact.root(
            "a",
            new RebuildChanged(
                "pvc-1", stage, "r", "k3s-2", null, 1, percent, 1, null, null, "", "")),
        Envelope.source("lb-1", "storage-watcher"),
        new Sequence(1, 1),
        Instant.EPOCH);
  }
}
