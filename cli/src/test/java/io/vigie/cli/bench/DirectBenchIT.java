package io.vigie.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.cli.Exit;
import io.vigie.cli.Vigie;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The direct bench once, for moments: what it says, not what anything costs. */
@Timeout(300)
class DirectBenchIT {

  @TempDir private Path directory;

  @Test
  void everyWayWorksAndIsCompared() throws IOException {
    String obstacle = Lan.obstacle("ip", "nft", "haproxy");
    assumeTrue(obstacle.isEmpty(), obstacle);
    Path results = directory.resolve("direct.jsonl");
    String[] command = {
      "bench",
      "direct",
      "--work=kept-64",
      "--rounds=1",
      "--seconds=0.3",
      "--warm-up=0.3",
      "--resume=" + results
    };
    Vigie run = Vigie.run(command);
    assertEquals(Exit.DONE, run.exit(), run.text());
    assertTrue(
        run.out().contains("| work | figure | routing | haproxy | vigie-direct |"), run.text());
    assertTrue(
        run.out().contains("| `kept-64` | rounds, errors | 1, 0 | 1, 0 | 1, 0 |"), run.text());
    assertTrue(run.out().contains("| `kept-64` | CPU of those with a part | **"), run.text());
    List<Run> made = Run.read(results);
    assertEquals(3, made.size());
    Vigie again = Vigie.run(command);
    assertEquals(run.out(), again.out(), "what is there is not made again");
    assertEquals(made, Run.read(results));
  }
}
