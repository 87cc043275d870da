package io.vigie.storage.core;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code -Dvigie.seed} repeats one run, {@code -Dvigie.runs} is how many there are. */
class PaceTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 5_000);
  private static final long GIB = 1L << 30;

  private final Pace pace = new Pace();

  @Test
  void oneLookTellsNothing() {
    at(0, 0);
    assertNull(pace.estimate(10 * GIB, false));
    at(0, 30);
    assertNull(pace.estimate(10 * GIB, false));
  }

  @Test
  void whatIsConcludedSaysFromWhat() {
    for (int look = 0; look <= 6; look++) {
      at(5 * look, 5L * look);
    }
    Pace.Estimate told = requireNonNull(pace.estimate(10 * GIB, false));
    assertEquals("30 % in 30 s, of 10.0 GiB", told.basis());
    near(70, told.etaSeconds(), 1);
    near(107_374_182, told.bytesPerSecond(), 2_000_000);
    assertEquals(
        "30 % in 30 s, of 10.0 GiB or less: only what changed is copied",
        requireNonNull(pace.estimate(10 * GIB, true)).basis());
  }

  @Test
  void aZeroThatLastsIsNoPartOfThePace() {
    at(0, 0); // snapshots are purged
    at(8, 65);
    assertNull(pace.estimate(10 * GIB, false));
    at(18, 70);
    at(28, 75);
    near(35, eta(), 3);
  }

  @Test
  void aSlowFirstPercentIsOne() {
    at(0, 0);
    at(1, 45);
    near(99 * 45, eta(), 45);
  }

  @Test
  void whatLastedForMinutesBeforeTheFirstPercentIsNotItsPace() {
    at(0, 0);
    at(1, 300);
    assertNull(pace.estimate(10 * GIB, false));
    at(2, 340);
    near(98 * 40, eta(), 80);
  }

  @Test
  void thePaceOfTheLastTwoMinutesCounts() {
    for (int look = 0; look <= 40; look++) {
      at(look, 5L * look); // 0.2 % a second
    }
    for (int look = 1; look <= 30; look++) {
      at(40 + look / 5, 200 + 5 * look); // a fifth of it
    }
    near(1_350, eta(), 100);
  }

  @Test
  void anotherAttemptHasItsOwnPace() {
    at(0, 0);
    at(50, 50);
    pace.begin();
    at(3, 60);
    assertNull(pace.estimate(10 * GIB, false));
  }

  @Test
  void whatWasToldIsCarriedOnUntilThereIsEnoughAgain() {
    RebuildChanged said =
        new RebuildChanged(
            "pvc-1",
            RebuildStage.COPYING,
            "pvc-1-r-2",
            "k3s-2",
            null,
            1,
            40,
            10 * GIB,
            GIB / 10,
            60L,
            "40 % in 40 s, of 10.0 GiB",
            "");
    assertEquals(
        new Pace.Estimate(GIB / 10, 50, "40 % in 40 s, of 10.0 GiB"),
        Pace.carriedOn(said, 50, 10 * GIB));
  }

  @Test
  void theEtaOfASteadyCopyIsWithinAFifthAfterHalfAMinute() {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    int told = 0;
    for (int run = 0; run < (only == null ? RUNS : 1); run++) {
      long seed = first + run;
      try {
        told += new Copy(new Random(seed)).run();
      } catch (AssertionError e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
    assertTrue(only != null || told > RUNS, "hardly any estimate was looked at");
  }

  /**
   * A copy of a random speed, from half a minute to a day, looked at every 5 s or so, the object
   * seen a little later.
   */
  private static final class Copy {

    private final Pace pace = new Pace();
    private final Random random;
    private final double seconds;

    Copy(Random random) {
      this.random = random;
      seconds = Math.exp(random.nextDouble(Math.log(30), Math.log(86_400)));
    }

    /** How many estimates were looked at. */
    int run() {
      int looked = 0;
      int before = -1;
      double began = random.nextDouble(1_000_000);
      double look = began + random.nextDouble(5);
      double firstSeen = -1;
      for (; look - began < seconds && before < 97; look += 5 + random.nextDouble(-0.5, 0.5)) {
        int percent = (int) (100 * (look - began) / seconds);
        if (percent == before) {
          continue; // the object is written when it differs
        }
        before = percent;
        double seen = look + random.nextDouble(0.3);
        pace.at(percent, (long) (seen * 1e9));
        firstSeen = firstSeen < 0 ? seen : firstSeen;
        Pace.Estimate estimate = pace.estimate(50 * GIB, false);
        if (seen - firstSeen >= 30) {
          double left = began + seconds - seen;
          check(requireIfTwo(estimate, percent, seen - firstSeen), left, percent);
          looked++;
        }
      }
      return looked;
    }

    /** Within a fifth, or the 5 s between two looks where that is more. */
    private void check(Pace.@Nullable Estimate estimate, double left, int percent) {
      if (estimate != null) {
        double off = Math.abs(estimate.etaSeconds() - left);
        assertTrue(
            off <= Math.max(0.2 * left, 5),
            () ->
                "a copy of %.0f s at %d %%: %d s to go were told, %.0f s it is"
                    .formatted(seconds, percent, estimate.etaSeconds(), left));
      }
    }

    /** There has to be one, unless the first percent alone came, after longer than a minute. */
    private Pace.@Nullable Estimate requireIfTwo(
        Pace.@Nullable Estimate estimate, int percent, double since) {
      if (percent >= 2 || since <= TimeUnit.MINUTES.toSeconds(1)) {
        assertNotNull(estimate, () -> "none at %d %% after %.0f s".formatted(percent, since));
      }
      return estimate;
    }
  }

  private long eta() {
    return requireNonNull(pace.estimate(10 * GIB, false)).etaSeconds();
  }

  private static void near(long expected, long told, long most) {
    assertTrue(Math.abs(told - expected) <= most, () -> "expected " + expected + ", told " + told);
  }

  private void at(int percent, long seconds) {
    pace.at(percent, TimeUnit.SECONDS.toNanos(seconds));
  }
}
