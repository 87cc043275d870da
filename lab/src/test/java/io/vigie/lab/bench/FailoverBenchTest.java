package io.vigie.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.bench.FailoverBench.Round;
import io.vigie.lab.bench.FailoverTrace.Outage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverBenchTest {

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadWhenARunGoesOn() throws IOException {
    Path results = directory.resolve("failover.jsonl");
    assertEquals(List.of(), FailoverBench.read(results));
    List<Round> rounds =
        List.of(
            new Round("vigie", Fault.LB_KILL, new Outage(36.125, 38.5, 26.25, 0, 3, 1_000)),
            new Round("keepalived", Fault.KILL, new Outage(37.5, 36.75, 5, 2.5, 0, 900)));
    for (Round round : rounds) {
      FailoverBench.write(results, round);
    }
    assertEquals(rounds, FailoverBench.read(results));
  }

  @Test
  void faultsAreSpreadEvenlyOverAnInterval() {
    for (int rounds : new int[] {3, 10, 100}) {
      double[] phases = IntStream.range(0, rounds).mapToDouble(FailoverBench::phase).toArray();
      Arrays.sort(phases);
      for (int i = 0; i < rounds; i++) {
        assertEquals((i + 0.5) / rounds, phases[i], 2.0 / rounds, rounds + " rounds");
      }
    }
  }
}
