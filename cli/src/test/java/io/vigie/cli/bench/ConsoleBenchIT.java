package io.vigie.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.cli.Exit;
import io.vigie.cli.Vigie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console's bench once, small: what it says, not what anything takes. */
@Timeout(240)
class ConsoleBenchIT {

  @Test
  void everyPageIsToldAllInOrder() {
    Vigie run =
        Vigie.run(
            "bench",
            "console",
            "--events=1000",
            "--incidents=10",
            "--streams=20",
            "--per-second=500",
            "--seconds=2");
    assertEquals(Exit.DONE, run.exit(), run.text());
    assertTrue(run.out().contains("with 1,030 events and 10 incidents in Kafka"), run.text());
    assertTrue(run.out().contains("20,000 told, 0 out of order"), run.text());
  }

  @Test
  void refusesWhatItCannotDo() {
    Vigie run = Vigie.run("bench", "console", "--streams=500");
    assertEquals(Exit.USAGE, run.exit(), run.text());
    assertTrue(
        run.err().contains("bench console: --streams is 500; expected 1 to 400"), run.text());
  }
}
