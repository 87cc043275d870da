package io.vigie.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.bench.proxy.Figure;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.bench.proxy.Work;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyTableTest {

  private static Run run(String product, Work work, int round, Figure figure, double value) {
    return new Run(product, "haproxy", work, round, round - 1, Map.of(figure, value));
  }

  @Test
  void aRowPerWorkAndFigureAndAColumnPerProduct() {
    assertEquals(
        List.of(
            "| work | figure | haproxy | vigie |",
            "| --- | --- | --- | --- |",
            "| `kept-64` | CPU µs per request | 10.9 | 9.90 · **0.90** (0.85–0.95) |",
            "| `kept-64` | rounds, errors | 2, 1 | 2, 1 |",
            "| `download-8` | CPU ms per GiB | 900 | – |",
            "| `download-8` | rounds, errors | 1, 0 | 0, 0 |",
            ""),
        ProxyTable.of(
            List.of(
                run("haproxy", Work.KEPT_64, 0, Figure.CPU, 99),
                run("haproxy", Work.KEPT_64, 1, Figure.CPU, 10e-6),
                run("vigie", Work.KEPT_64, 1, Figure.CPU, 10e-6 * 0.8),
                run("vigie", Work.KEPT_64, 2, Figure.CPU, 11.8e-6),
                run("haproxy", Work.KEPT_64, 2, Figure.CPU, 11.8e-6),
                run("haproxy", Work.DOWNLOAD_8, 1, Figure.CPU, 0.9))));
  }

  @Test
  void growthIsATableOfItsOwnBesideFewServers() {
    List<String> lines =
        ProxyTable.of(
            List.of(
                run("haproxy", Work.NEW, 1, Figure.CYCLES, 150_000),
                new Run("few", "few", Work.SERVERS_NEW, 1, 0, Map.of(Figure.CYCLES, 100_000.0)),
                new Run("many", "few", Work.SERVERS_NEW, 1, 0, Map.of(Figure.CYCLES, 102_000.0))));
    assertEquals("| `new` | thousand cycles per connection | 150 |", lines.get(2));
    assertEquals("| work | figure | few | many |", lines.get(5));
    assertEquals(
        "| `servers-new` | thousand cycles per connection | 100 | 102 · **1.02** (1.02–1.02) |",
        lines.get(7));
  }
}
