package io.vigie.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.cli.Exit;
import io.vigie.cli.Vigie;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.bench.proxy.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of work of the proxy bench once, for moments: what it says, not how fast anything is.
 */
@Timeout(300)
class ProxyBenchIT {

  @TempDir private Path directory;

  @Test
  void everyWorkHasItsRows() throws IOException {
    assumeTrue(Tools.find("haproxy").isPresent(), "haproxy is not installed");
    Path results = directory.resolve("proxy.jsonl");
    String[] command = {
      "bench",
      "proxy",
      "--work=kept-64,upload-8,idle,paced",
      "--products=haproxy,vigie",
      "--rounds=1",
      "--seconds=0.3",
      "--warm-up=0.3",
      "--idle=100",
      "--resume=" + results
    };
    Vigie run = Vigie.run(command);
    assertEquals(Exit.DONE, run.exit(), run.text());
    for (String work : List.of("kept-64", "upload-8", "idle", "paced")) {
      assertTrue(
          run.out().contains("| `" + work + "` | rounds, errors | 1, 0 | 1, 0 |"),
          () -> work + run.text());
    }
    assertTrue(run.out().contains("| `kept-64` | CPU µs per request | "), run.text());
    assertTrue(run.out().contains("| `kept-64` | cores busy beside it | "), run.text());
    assertTrue(run.out().contains("| `upload-8` | CPU ms per GiB | "), run.text());
    assertTrue(run.out().contains("| `idle` | bytes per connection at most | "), run.text());
    assertTrue(run.out().contains("| `paced` | longest ms | "), run.text());
    List<Run> made = Run.read(results);
    assertEquals(made.size(), Files.readAllLines(results).size());
    Vigie again = Vigie.run(command);
    assertEquals(run.out(), again.out(), "what is there is not made again");
    assertEquals(made, Run.read(results));
  }

  @Test
  void aSoakAccountsForEveryConnection() {
    System.setProperty("vigie.state", directory.toString());
    try {
      Vigie run = Vigie.run("bench", "soak", "--minutes", "0.15");
      assertTrue(run.out().contains("connections accounted for"), run.text());
      assertTrue(
          run.out().lines().anyMatch(line -> line.matches("connections accounted for +yes .*")),
          run.text());
      assertTrue(run.out().lines().anyMatch(line -> line.matches("reloads +yes .*")), run.text());
    } finally {
      System.clearProperty("vigie.state");
    }
  }
}
