package io.vigie.lab.chaos.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.chaos.load.Call;
import io.vigie.lab.chaos.load.Call.Outcome;
import io.vigie.lab.chaos.scenario.Act;
import io.vigie.lab.chaos.scenario.Fault;
import io.vigie.lab.chaos.verdict.Loss.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossTest {

  private static final List<Act> ACTS =
      List.of(
          new Act(new Fault.Cut("p1"), Duration.ofSeconds(10), Duration.ofSeconds(20)),
          new Act(new Fault.Kill("k3s-2"), Duration.ofSeconds(40), Duration.ofSeconds(50)));

  private static final List<Mark> MARKS =
      List.of(
          new Mark(10.3, "lb-2", Mark.Kind.VIP, "VIP moves to lb-2"),
          new Mark(10.8, "lb-2", Mark.Kind.SERVER_OUT, "k3s-1 out: node down"),
          new Mark(40.9, "lb-2", Mark.Kind.SERVER_OUT, "k3s-2 out: node down"));

  private static Call lost(double dueSeconds, double tookMillis) {
    return new Call(dueSeconds * 1e3, tookMillis, Outcome.TIMED_OUT);
  }

  @Test
  void aLostRequestHasAFaultAndAReason() {
    List<Call> calls =
        List.of(
            lost(1, 1_000),
            new Call(5_000, 3, Outcome.ANSWERED),
            lost(9.999, 1_000),
            lost(10, 1_000),
            lost(10.2, 1_000),
            lost(10.5, 1_000),
            lost(15, 1_000),
            lost(21, 2),
            lost(40.5, 1_000));
    assertEquals(
        List.of(
            new Loss("", 0, Map.of(Reason.OTHER, 1)),
            new Loss(
                "cut p1",
                10,
                Map.of(
                    Reason.IN_FLIGHT, 1,
                    Reason.VIP, 2,
                    Reason.DETECTION, 1,
                    Reason.OTHER, 1,
                    Reason.RETURN, 1)),
            new Loss("kill k3s-2", 40, Map.of(Reason.DETECTION, 1))),
        Loss.of(calls, ACTS, MARKS));
  }

  @Test
  void whereNobodyTellsThereIsNoReason() {
    assertEquals(
        List.of(
            new Loss("cut p1", 10, Map.of(Reason.OTHER, 2)), new Loss("kill k3s-2", 40, Map.of())),
        Loss.of(List.of(lost(9.999, 1_000), lost(10.2, 1_000)), ACTS, List.of()));
  }
}
