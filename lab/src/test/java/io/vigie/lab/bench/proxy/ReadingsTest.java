package io.vigie.lab.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.lab.bench.HeapInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingsTest {

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadWhenARunGoesOn() throws IOException {
    Path results = directory.resolve("proxy.jsonl");
    assertEquals(List.of(), Run.read(results));
    List<Run> runs =
        List.of(
            new Run(
                "vigie",
                "haproxy",
                Work.KEPT_64,
                1,
                0,
                Map.of(Figure.CYCLES, 21_000.5, Figure.RATE, 47_000.0)),
            new Run("haproxy", "haproxy", Work.IDLE, 9, 3, Map.of()));
    for (Run run : runs) {
      run.append(results);
    }
    assertEquals(runs, Run.read(results));
    Files.writeString(results, "{\"product\":\"keepalived\"\n");
    assertThrows(IOException.class, () -> Run.read(results));
  }

  @Test
  void perfCountsWhatItCan() {
    String text =
        """
        # started on Fri Nov 27 01:00:00 2026

        1234567,,cycles:uk,2000000,100.00,,
        2345678,,instructions:uk,2000000,100.00,1.90,insn per cycle
        """;
    assertEquals(
        Map.of(Figure.CYCLES, 1_234_567.0, Figure.INSTRUCTIONS, 2_345_678.0), Perf.parse(text));
    assertEquals(Map.of(Figure.SYSTEM_CYCLES, 99.0), Perf.parse("99,,cycles,2000000,100.00,,\n"));
    assertEquals(
        Map.of(),
        Perf.parse(
            "<not supported>,,cycles:uk,0,100.00,,\n<not counted>,,instructions:uk,0,0.00,,\n"));
  }

  @Test
  void theMachineIsBusyWhenItIsNotIdleNorWaitsNorIsStolen() {
    String stat = "cpu  100 20 300 4000 500 6 7 800 90 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n";
    assertEquals(4.33, Proc.busySeconds(stat), 1e-9);
  }

  @Test
  void seriesAreAddedUpByNameAndLabel() {
    Metrics metrics =
        new Metrics(
            """
            # TYPE vigie_lb_frontend_ended_total counter
            vigie_lb_frontend_ended_total{code="--",frontend="f0"} 12.0
            vigie_lb_frontend_ended_total{code="SD",frontend="f0"} 3.0
            vigie_lb_frontend_ended_total_more{code="--"} 100.0
            vigie_up 1.0
            """);
    assertEquals(15, metrics.sum("vigie_lb_frontend_ended_total", ""));
    assertEquals(3, metrics.sum("vigie_lb_frontend_ended_total", "code=\"SD\""));
    assertEquals(1, metrics.sum("vigie_up", ""));
    assertEquals(0, metrics.sum("vigie_down", ""));
  }

  @Test
  void whatAJvmHasBesideItsHeap() {
    String smaps =
        """
        f0000000-f11c0000 rw-p 00000000 00:00 0
        Size:              18176 kB
        Rss:                8000 kB
        Pss:                8000 kB
        40000000000-40002000000 rw-s 00000000 00:01 1046   /memfd:java_heap (deleted)
        Rss:                7000 kB
        7ffd5e5c8000-7ffd5e5e9000 rw-p 00000000 00:00 0    [stack]
        Rss:                  20 kB
        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0    [vsyscall]
        Rss:                   4 kB
        """;
    assertEquals(
        24 << 10,
        Proc.rssBytesBeside(smaps, List.of(new HeapInfo.Range(0xf0000000L, 0xf5550000L))));
    assertEquals(8024 << 10, Proc.rssBytesBeside(smaps, List.of()));
  }
}
