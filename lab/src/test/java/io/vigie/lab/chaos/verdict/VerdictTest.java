package io.vigie.lab.chaos.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.chaos.load.Call;
import io.vigie.lab.chaos.load.Call.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictTest {

  /** Ten a second for a number of seconds; those due in a span fail. */
  private static List<Call> calls(int seconds, double from, double until) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < seconds * 10; i++) {
      double due = i * 100.0;
      boolean fails = due >= from && due < until;
      calls.add(new Call(due, 1 + i % 10, fails ? Outcome.TIMED_OUT : Outcome.ANSWERED));
    }
    return calls;
  }

  @Test
  void whatWasNotAnsweredIsLost() {
    Verdict verdict = Verdict.of(calls(10, 2_500, 4_000));
    assertEquals(100, verdict.calls());
    assertEquals(0.85, verdict.availability(), 1e-9);
    assertEquals(1.5, verdict.secondsLost(), 1e-9);
    assertEquals(1_500, verdict.longestOutageMillis(), 1e-9);
    assertEquals(Map.of(Outcome.TIMED_OUT, 15), verdict.failures());
  }

  @Test
  void anOutageThatDoesNotEndLastsToTheLastCall() {
    assertEquals(4_900, Verdict.of(calls(10, 5_000, 20_000)).longestOutageMillis(), 1e-9);
  }

  @Test
  void theOrderOfCallsDoesNotMatter() {
    List<Call> calls = calls(10, 2_500, 4_000);
    Verdict verdict = Verdict.of(calls);
    Collections.shuffle(calls, new Random(3));
    assertEquals(verdict, Verdict.of(calls));
  }

  @Test
  void latenciesAreOfWhatWasAnswered() {
    Verdict verdict = Verdict.of(calls(10, 0, 0));
    assertEquals(5, verdict.p50Millis());
    assertEquals(10, verdict.p99Millis());
    assertEquals(10, verdict.p999Millis());
    assertEquals(0, Verdict.of(calls(1, 0, 1_000)).p99Millis());
  }

  @Test
  void aPictureHasAShareForEachSecond() {
    assertEquals(List.of(1.0, 0.5, 0.0, 1.0, -1.0), Verdict.perSecond(calls(4, 1_500, 3_000), 5));
  }
}
