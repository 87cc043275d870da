package io.vigie.lb.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long TICK = Deadlines.TICK_MILLIS * MILLI;

  private final Deadlines deadlines = new Deadlines();
  private final List<Timer> rung = new ArrayList<>();

  private class Timer extends Deadlines.Entry {
    long due;

    @Override
    protected long deadlineNanos() {
      return due;
    }

    @Override
    protected void expired() {
      rung.add(this);
    }
  }

  @Test
  void nothingArmedWakesNobody() {
    assertEquals(Long.MAX_VALUE, deadlines.nanosToNext(5));
    Timer timer = new Timer();
    timer.due = 100 * MILLI;
    deadlines.arm(timer, 0);
    deadlines.disarm(timer);
    assertEquals(Long.MAX_VALUE, deadlines.nanosToNext(5));
  }

  @Test
  void aDeadlineThatMovedLaterIsAskedForAgain() {
    Timer timer = new Timer();
    timer.due = 100 * MILLI;
    deadlines.arm(timer, 0);
    timer.due = 300 * MILLI;
    deadlines.advance(200 * MILLI);
    assertEquals(List.of(), rung);
    assertTrue(deadlines.nanosToNext(200 * MILLI) <= 100 * MILLI + TICK);
    deadlines.advance(300 * MILLI + TICK);
    assertEquals(List.of(timer), rung);
  }

  /** Alone, a tick late, and then far ahead: a whole turn of the wheel is the same slot again. */
  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void aTimerThatArmsItselfAgainRingsOnce() {
    for (int late = 0; late < 5; late++) {
      long now = 100 * MILLI + (1 + late) * TICK;
      Timer timer =
          new Timer() {
            @Override
            protected void expired() {
              super.expired();
              due = now + 60_000 * MILLI;
              deadlines.arm(this, now);
            }
          };
      timer.due = 100 * MILLI;
      deadlines.arm(timer, 0);
      rung.clear();
      deadlines.advance(now);
      assertEquals(List.of(timer), rung);
      deadlines.disarm(timer);
    }
  }

  /** Beside a list that is searched: whoever is due rings at most a tick late, and never early. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void manyTimersRingInTheirTick(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Timer> armed = new ArrayList<>();
    long now = random.nextLong(1_000_000 * MILLI);
    for (int step = 0; step < 20_000; step++) {
      Timer timer = armed.size() > 50 ? armed.get(random.nextInt(armed.size())) : new Timer();
      if (random.nextInt(4) == 0) {
        deadlines.disarm(timer);
        armed.remove(timer);
      } else {
        timer.due = now + random.nextLong(random.nextInt(10) == 0 ? 60_000 * MILLI : 500 * MILLI);
        deadlines.arm(timer, now);
        armed.remove(timer);
        armed.add(timer);
      }
      long patience = deadlines.nanosToNext(now);
      long due = armed.stream().mapToLong(t -> t.due).min().orElse(Long.MAX_VALUE - TICK);
      assertTrue(patience <= Math.max(0, due - now) + TICK || armed.isEmpty(), "seed " + seed);
      now += random.nextLong(30 * MILLI);
      rung.clear();
      deadlines.advance(now);
      for (Timer ringing : rung) {
        assertTrue(ringing.due <= now, "early, seed " + seed);
        assertTrue(armed.remove(ringing), "not armed, seed " + seed);
      }
      long late = now - TICK;
      assertTrue(armed.stream().noneMatch(t -> t.due < late), "late, seed " + seed);
    }
  }
}
