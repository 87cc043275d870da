package io.vigie.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.cli.Terminal;
import io.vigie.lab.bench.FailoverBench.Round;
import io.vigie.lab.bench.FailoverTrace.Outage;
import io.vigie.lab.bench.Fault;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverTableTest {

  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());
  private static final Terminal PLAIN = new Terminal(NOWHERE, NOWHERE, false, false);

  private static Round round(String product, Fault fault, double takeover, int lost) {
    return new Round(
        product, fault, new Outage(takeover, takeover + 40, takeover - 100, 0, lost, 1_000));
  }

  @Test
  void oneLinePerFaultAndProductInTheOrderOfTheFaults() {
    List<String> lines =
        FailoverTable.of(
                List.of(
                    round("vigie", Fault.LB_KILL, 170, 1),
                    round("keepalived", Fault.LB_KILL, 2100, 0),
                    round("vigie", Fault.KILL, 360, 20),
                    round("vigie", Fault.KILL, 340, 30),
                    round("vigie", Fault.KILL, 380, 40)))
            .lines(PLAIN);
    assertEquals(
        List.of(
            "FAULT PRODUCT ROUNDS TAKEN OVER P50 ms P95 ms MAX ms AFTER LAST ADVERT P50 ms P95 ms"
                + " GAP P50 ms BOTH ANSWER ms LOST AT 100/s",
            "kill vigie 3 360 380 380 400 420 260 0 15.0",
            "lb_kill keepalived 1 2100 2100 2100 2140 2140 2000 0 0.0",
            "lb_kill vigie 1 170 170 170 210 210 70 0 0.5"),
        lines.stream().map(line -> line.strip().replaceAll(" +", " ")).toList());
  }
}
