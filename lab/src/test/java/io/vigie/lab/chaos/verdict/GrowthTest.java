package io.vigie.lab.chaos.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.chaos.verdict.Life.Look;
import io.vigie.lab.chaos.verdict.Life.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final Size SMALL = new Size(20, 100, 50, 30);

  private static Life life(Look... looks) {
    return new Life("lb-1/vigie", List.of(looks));
  }

  @Test
  void anAgeHasTheFirstThatReachedItAndTheLast() {
    Size large = new Size(21, 101, 51, 31);
    assertEquals(
        List.of(
            new Growth("lb-1/vigie", 1, 3, SMALL, large),
            new Growth("lb-1/vigie", 2, 1, large, large)),
        Growth.of(
            List.of(
                life(new Look(1, SMALL)),
                life(new Look(1, SMALL), new Look(2, large)),
                life(new Look(1, large)))));
    assertEquals(List.of(), Growth.of(List.of()));
  }

  @Test
  void aTenthAndTheSlackAreNoLeak() {
    Size most = new Size(26, 126, 87, 37);
    assertEquals(List.of(), Growth.leaks(List.of(life(new Look(2, SMALL), new Look(4, most)))));
    assertEquals(
        List.of(), Growth.leaks(List.of(life(new Look(1, SMALL)), life(new Look(1, most)))));
  }

  @Test
  void eachKindCanLeakWithAge() {
    assertEquals(
        List.of(
            "lb-1/vigie, heap, MiB: 20 and 27 at 4 min and at 8",
            "lb-1/vigie, memory beside it, MiB: 100 and 127 at 4 min and at 8",
            "lb-1/vigie, descriptors: 50 and 88 at 4 min and at 8",
            "lb-1/vigie, threads: 30 and 38 at 4 min and at 8"),
        Growth.leaks(
            List.of(
                life(
                    new Look(2, SMALL),
                    new Look(4, SMALL),
                    new Look(8, new Size(27, 127, 88, 38))))));
  }

  @Test
  void laterProcessesMustNotHaveMore() {
    Life first = life(new Look(1, SMALL));
    Life last = life(new Look(1, new Size(20, 127, 50, 30)));
    assertEquals(
        List.of("lb-1/vigie, memory beside it, MiB: 100 and 127 at 1 min, first process and last"),
        Growth.leaks(List.of(first, last)));
  }

  @Test
  void aProcessGrowsInItsSecondMinute() {
    Size compiled = new Size(40, 200, 200, 90);
    assertEquals(List.of(), Growth.leaks(List.of(life(new Look(1, SMALL), new Look(2, compiled)))));
  }
}
