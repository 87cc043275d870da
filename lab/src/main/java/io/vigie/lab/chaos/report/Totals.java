package io.vigie.lab.chaos.report;

import static io.vigie.lab.chaos.report.Grid.Column.number;
import static io.vigie.lab.chaos.report.Grid.Column.word;

import io.vigie.lab.chaos.verdict.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stacks lost in a scenario with several seeds. */
final class Totals {

  private Totals() {}

  /** A row for each scenario and stack that ran with more than one seed; may have none. */
  static Grid of(List<Told> all) {
    Map<List<String>, List<Told>> stacks = new LinkedHashMap<>();
    for (Told told : all) {
      stacks
          .computeIfAbsent(
              List.of(told.run().scenario(), told.run().stack()), _ -> new ArrayList<>())
          .add(told);
    }
    return new Grid(
        "All seeds",
        List.of(
            word("Scenario"),
            word("Stack"),
            number("Seeds"),
            number("Answered in time, %"),
            number("Lost in all, s"),
            number("Lost at worst, s"),
            number("with seed"),
            number("Longest outage, s")),
        stacks.values().stream().filter(runs -> seeds(runs) > 1).map(Totals::row).toList());
  }

  private static long seeds(List<Told> runs) {
    return runs.stream().mapToLong(told -> told.run().seed()).distinct().count();
  }

  private static List<Grid.Cell> row(List<Told> runs) {
    Told first = runs.getFirst();
    Told worst =
        runs.stream()
            .max(Comparator.comparingDouble(told -> told.verdict().secondsLost()))
            .orElseThrow();
    double calls = runs.stream().mapToInt(told -> told.verdict().calls()).sum();
    double answered =
        runs.stream()
            .mapToDouble(told -> told.verdict().availability() * told.verdict().calls())
            .sum();
    return Grid.row(
        first.run().scenario(),
        first.run().stack(),
        seeds(runs),
        Figures.percent(calls == 0 ? 0 : answered / calls),
        Figures.tenths(runs.stream().mapToDouble(told -> told.verdict().secondsLost()).sum()),
        Figures.tenths(worst.verdict().secondsLost()),
        worst.run().seed(),
        Figures.tenths(
            runs.stream().mapToDouble(told -> told.verdict().longestOutageMillis()).max().orElse(0)
                / 1e3));
  }
}
