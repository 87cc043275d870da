package io.vigie.lab.chaos.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.chaos.verdict.Life.Look;
import io.vigie.lab.chaos.verdict.Life.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final Size SMALL = new Size(20, 100, 50, 30);

  private static Life life(Look... looks) {
    return new Life("lb-1/vigie", List.of(looks), null);
  }

  private static Life resting(Size rest, Look... looks) {
    return new Life("lb-1/vigie", List.of(looks), rest);
  }

  @Test
  void anAgeHasTheLeastOfEarlierAndLaterProcesses() {
    Size large = new Size(21, 101, 51, 31);
    Size mixed = new Size(30, 90, 60, 25);
    assertEquals(
        List.of(
            new Growth("lb-1/vigie", 1, 3, new Size(20, 90, 50, 25), large),
            new Growth("lb-1/vigie", 2, 1, mixed, mixed)),
        Growth.of(
            List.of(
                life(new Look(1, SMALL)),
                life(new Look(1, mixed), new Look(2, mixed)),
                life(new Look(1, large)))));
    assertEquals(List.of(), Growth.of(List.of()));
  }

  @Test
  void aTenthAndTheSlackAreNoLeak() {
    Size most = new Size(30, 134, 87, 37);
    assertEquals(List.of(), Growth.leaks(List.of(resting(most, new Look(2, SMALL)))));
  }

  @Test
  void atRestAProcessHasNoMoreThanUnderLoad() {
    Size leaked = new Size(31, 135, 88, 38);
    assertEquals(
        List.of(
            "lb-1/vigie, heap, MiB: 20 under load and 31 at rest",
            "lb-1/vigie, memory beside it, MiB: 100 under load and 135 at rest",
            "lb-1/vigie, descriptors: 50 under load and 88 at rest",
            "lb-1/vigie, threads: 30 under load and 38 at rest"),
        Growth.leaks(List.of(life(new Look(2, SMALL)), resting(leaked, new Look(1, SMALL)))));
  }

  @Test
  void whatOnlySomeHaveUnderLoadIsLoad() {
    Size busy = new Size(50, 200, 300, 60);
    assertEquals(
        List.of(),
        Growth.leaks(
            List.of(
                life(new Look(2, busy)), resting(SMALL, new Look(2, SMALL), new Look(4, busy)))));
    assertEquals(
        4,
        Growth.leaks(List.of(life(new Look(4, SMALL)), resting(busy, new Look(4, busy)))).size());
  }

  @Test
  void aProcessGrowsInItsFirstMinutes() {
    Size compiled = new Size(40, 200, 200, 90);
    assertEquals(
        List.of(),
        Growth.leaks(List.of(resting(compiled, new Look(1, SMALL), new Look(2, compiled)))));
    assertEquals(List.of(), Growth.leaks(List.of(resting(compiled, new Look(1, SMALL)))));
  }

  @Test
  void programsAreNotComparedWithEachOther() {
    Size large = new Size(90, 900, 900, 900);
    Life other = new Life("lb-1/zebra", List.of(new Look(2, large)), large);
    assertEquals(List.of(), Growth.leaks(List.of(life(new Look(2, SMALL)), other)));
  }
}
