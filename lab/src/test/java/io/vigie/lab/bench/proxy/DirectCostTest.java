package io.vigie.lab.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectCostTest {

  private static final String DIRECT = "vigie-direct";

  private static Run run(String way, int round, double machine, double cpu, double coresBeside) {
    return new Run(
        way,
        "haproxy",
        Work.NEW,
        round,
        0,
        Map.of(
            Figure.SYSTEM_CPU,
            machine,
            Figure.CPU,
            cpu,
            Figure.OTHERS,
            coresBeside,
            Figure.RATE,
            0.5));
  }

  private final DirectCost cost =
      new DirectCost(
          List.of(
              run("routing", 1, 20, 0, 0),
              run("haproxy", 1, 40, 10, 0),
              run(DIRECT, 1, 21, 0, 0),
              run(DIRECT, 2, 26, 0, 2), // strangers: 2 cores for the 2 s that a unit takes
              run("routing", 2, 20, 0, 0.5),
              run("haproxy", 2, 40, 8, 0),
              run(DIRECT, 3, 99, 0, 0)));

  @Test
  void isWhatComesToRoutingInUnitsOfHaproxysProcessOfTheSameRound() {
    assertEquals(List.of(0.1, 0.75), cost.byAllCpu(DIRECT, Work.NEW));
    assertEquals(List.of(2.0, 2.5), cost.byAllCpu("haproxy", Work.NEW));
  }

  @Test
  void leavesOutWhatHadNoPartInARun() {
    assertEquals(List.of(0.1, 0.375), cost.byCpu(DIRECT, Work.NEW));
  }

  @Test
  void isNoneOfWhatWasNotCounted() {
    assertEquals(List.of(), cost.byCycles(DIRECT, Work.NEW));
    assertEquals(List.of(), cost.byCpu(DIRECT, Work.KEPT_64));
  }
}
