package io.vigie.lab.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private static Run run(String product, Work work, int round, double cpu) {
    return new Run(product, "haproxy", work, round, round, Map.of(Figure.CPU, cpu));
  }

  @Test
  void quartilesLieBetweenFiguresInProportion() {
    assertEquals(new Quartiles(2, 3, 4), Quartiles.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0)));
    assertEquals(new Quartiles(1.75, 2.5, 4.5), Quartiles.of(List.of(9.0, 1.0, 2.0, 3.0)));
    assertEquals(new Quartiles(7, 7, 7), Quartiles.of(List.of(7.0)));
    assertThrows(IllegalArgumentException.class, () -> Quartiles.of(List.of()));
  }

  @Test
  void ratiosAreOfTheSameRound() {
    Ratios ratios =
        new Ratios(
            List.of(
                run("haproxy", Work.NEW, 1, 10),
                run("vigie", Work.NEW, 1, 5),
                run("vigie", Work.NEW, 2, 30),
                run("haproxy", Work.NEW, 2, 20),
                run("vigie", Work.NEW, 3, 99),
                run("vigie", Work.KEPT_64, 1, 77)));
    assertEquals(List.of(0.5, 1.5), ratios.paired("vigie", "haproxy", Work.NEW, Figure.CPU));
    assertEquals(List.of(), ratios.paired("vigie", "haproxy", Work.NEW, Figure.CYCLES));
    assertEquals(List.of(5.0, 30.0, 99.0), ratios.figures("vigie", Work.NEW, Figure.CPU));
    assertEquals(3, ratios.rounds("vigie", Work.NEW));
    assertEquals(6, ratios.errors("vigie", Work.NEW));
  }

  @Test
  void aRunBeforeTheFirstRoundIsNoneOfTheFigures() {
    Ratios ratios = new Ratios(List.of(run("haproxy", Work.PACED, 0, 10)));
    assertEquals(0, ratios.rounds("haproxy", Work.PACED));
  }

  @Test
  void whatGrowsOnlyAtTheBeginningIsFlat() {
    Trend trend = Trend.of("MiB", List.of(1.0, 60.0, 100.0, 90.0, 100.0, 110.0, 105.0, 100.0), 0);
    assertEquals(new Trend("MiB", 80, 102.5, 0), trend);
    assertFalse(trend.isFlat());
    assertTrue(new Trend("MiB", 80, 102.5, 15).isFlat());
    assertTrue(new Trend("MiB", 100, 109, 0).isFlat());
    assertThrows(IllegalArgumentException.class, () -> Trend.of("MiB", List.of(1.0, 2.0), 0));
  }

  @Test
  void unitsOfBulkAreWhatWentBothWays() {
    assertEquals(7, Work.KEPT_64.units(7));
    assertEquals(1, Work.DOWNLOAD_8.units(64));
    assertEquals(1, Work.UPLOAD_64.units(256), 0.001);
  }

  @Test
  void worksAreNamedAloneOrByGroup() {
    assertEquals(
        List.of(Work.NEW, Work.KEPT_64, Work.KEPT_512), Work.parse(List.of("new", "kept", "new")));
    assertEquals(List.of(Work.DOWNLOAD_8), Work.parse(List.of("download-8")));
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Work.parse(List.of("kept-63")));
    assertEquals("no work 'kept-63'", e.getMessage());
  }

  @Test
  void idleConnectionsAreBoundByDescriptors() {
    assertEquals(9_000, ProxyBench.idle(20_000));
    assertEquals(9_000, ProxyBench.idle(524_288));
    assertEquals(1_843, ProxyBench.idle(4_096));
  }
}
