package io.vigie.health.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterTest {

  private static final long MS = 1_000_000;

  private static Rule rule(int rise, int fall, boolean startsUp) {
    return new Rule(2_000 * MS, 200 * MS, 1_000 * MS, 0, 500 * MS, rise, fall, startsUp);
  }

  /** Probes as + and -, and what HAProxy's status would say after each: the counter. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | 3 | true  | -      | 0
          2 | 3 | true  | +      | 4
          2 | 3 | true  | +-     | 4,3
          2 | 3 | true  | +--+   | 4,3,2,4
          2 | 3 | true  | +---   | 4,3,2,0
          2 | 3 | true  | -+-++  | 0,1,0,1,4
          2 | 2 | true  | +-+--  | 3,2,3,2,0
          3 | 1 | true  | +-+++  | 3,0,1,2,3
          1 | 1 | true  | -+     | 0,1
          2 | 2 | false | ++     | 1,3
          2 | 2 | false | +-++   | 1,0,1,3
          """)
  void countsAsHaproxyDoes(int rise, int fall, boolean startsUp, String probes, String expected) {
    Rule rule = rule(rise, fall, startsUp);
    Counter counter = Counter.start(rule);
    StringBuilder seen = new StringBuilder();
    for (char probe : probes.strip().toCharArray()) {
      counter = counter.after(rule, probe == '+');
      seen.append(seen.isEmpty() ? "" : ",").append(counter.health());
    }
    assertEquals(expected, seen.toString());
  }

  @Test
  void theIntervalFollowsTheCounter() {
    Rule rule = rule(2, 3, true);
    SplittableRandom random = new SplittableRandom(1);
    assertEquals(2_000 * MS, rule.pauseNanos(new Counter(4), random), "fully up");
    assertEquals(200 * MS, rule.pauseNanos(new Counter(3), random), "going down");
    assertEquals(200 * MS, rule.pauseNanos(new Counter(2), random), "never checked");
    assertEquals(200 * MS, rule.pauseNanos(new Counter(1), random), "going up");
    assertEquals(1_000 * MS, rule.pauseNanos(new Counter(0), random), "down");
  }

  @Test
  void worstDetectionIsTheTableOfTheIntervalsAndTimeouts() {
    Rule rule = new Rule(1_000 * MS, 250 * MS, 250 * MS, 0, 500 * MS, 2, 2, true);
    assertEquals(2_250 * MS, rule.worstDetectionNanos());
  }
}
