package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.load.Call.Outcome;
import io.vigie.lab.chaos.report.Setting.Fact;
import io.vigie.lab.chaos.verdict.Aftermath;
import io.vigie.lab.chaos.verdict.Kept;
import io.vigie.lab.chaos.verdict.Life;
import io.vigie.lab.chaos.verdict.Loss;
import io.vigie.lab.chaos.verdict.Loss.Reason;
import io.vigie.lab.chaos.verdict.Mark;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.chaos.verdict.Told.Broken;
import io.vigie.lab.chaos.verdict.Told.Delivered;
import io.vigie.lab.chaos.verdict.Told.Run;
import io.vigie.lab.chaos.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs of 20 seconds in which one card dies. */
final class Samples {

  /** Text that wants to be something else. */
  static final String EVIL =
      "</script><img src=x onerror=alert(1)> | \"q\" 'a' & `b` *c* \\ \n# d \uD800 \u0007";

  static final Setting SETTING =
      new Setting(
          "sudo ./vigie lab compare short --seed 1", List.of(new Fact("Kernel", "Linux 6.18")));

  private static final Life LIFE =
      new Life(
          "lb-1/vigie",
          List.of(
              new Life.Look(1, new Life.Size(20, 100, 50, 30)),
              new Life.Look(2, new Life.Size(21, 101.25, 51, 31)),
              new Life.Look(4, new Life.Size(21, 140, 51, 31))),
          new Life.Size(20, 136, 40, 31));

  private static final Life PEER =
      new Life("lb-1/haproxy", List.of(new Life.Look(1, new Life.Size(-1, 9, 20, 2))), null);

  private Samples() {}

  /** One that tells what it does. */
  static Told vigie(String scenario, long seed, List<Mark> marks) {
    return new Told(
        new Run(scenario, seed, 20, 50, 5, "vigie"),
        new Verdict(1000, 0.988, 0.24, 240, 3.52, 12.4, 306, Map.of(Outcome.CUT_OFF, 12)),
        new Kept(2, 1, 1260),
        new Kept(0, 0, 0),
        112,
        List.of(new Broken("cut p1", 5, 12.5)),
        List.of(new Loss("cut p1", 5, Map.of(Reason.IN_FLIGHT, 8, Reason.VIP, 4))),
        marks,
        new Delivered(41, 0, 1),
        new Aftermath(
            List.of("lb-2"), List.of(), List.of("lb-1 calls k3s-1 down"), List.of(LIFE, PEER)),
        shares(0.76));
  }

  /** One that does not. */
  static Told single(String scenario, long seed, double secondsLost) {
    return new Told(
        new Run(scenario, seed, 20, 50, 5, "single"),
        new Verdict(
            1000,
            1 - secondsLost / 20,
            secondsLost,
            7480,
            3.5,
            12,
            20,
            Map.of(Outcome.TIMED_OUT, (int) (50 * secondsLost))),
        new Kept(5, 0, 100),
        new Kept(0, 5, 10_000),
        0,
        List.of(new Broken("cut p1", 5, 12.5)),
        List.of(new Loss("cut p1", 5, Map.of(Reason.OTHER, (int) (50 * secondsLost)))),
        List.of(),
        null,
        new Aftermath(List.of(), List.of(), List.of(), List.of()),
        shares(0));
  }

  /** So many, one each millisecond, of all kinds in turn. */
  static List<Mark> marks(int count) {
    Mark.Kind[] kinds = Mark.Kind.values();
    return IntStream.range(0, count)
        .mapToObj(i -> new Mark(5 + i / 1e3, "lb-2", kinds[i % kinds.length], "event " + i))
        .toList();
  }

  private static List<Double> shares(double sixth) {
    return IntStream.range(0, 20).mapToObj(i -> i == 5 ? sixth : 1.0).toList();
  }
}
