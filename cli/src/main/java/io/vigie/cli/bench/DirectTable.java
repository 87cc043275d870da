package io.vigie.cli.bench;

import io.vigie.lab.bench.proxy.DirectBench;
import io.vigie.lab.bench.proxy.DirectCost;
import io.vigie.lab.bench.proxy.Quartiles;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.bench.proxy.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The runs of a direct bench as Markdown: those of a proxy bench, and a row per work with what each
 * way adds to routing, as a share of what HAProxy's process takes.
 */
final class DirectTable {

  private static final String NOTHING = "–";

  private DirectTable() {}

  static List<String> of(List<Run> runs) {
    List<String> lines = new ArrayList<>(ProxyTable.of(runs));
    lines.add("Added to routing, in units of what HAProxy's process takes:");
    lines.add("");
    lines.add("| work | counted by | " + String.join(" | ", added()) + " |");
    lines.add("| --- | --- |" + " --- |".repeat(added().size()));
    DirectCost cost = new DirectCost(runs);
    for (Work work : runs.stream().map(Run::work).distinct().toList()) {
      row(lines, work, "CPU of those with a part", way -> cost.byCpu(way, work));
      row(lines, work, "CPU of the machine", way -> cost.byAllCpu(way, work));
      row(lines, work, "cycles of the machine", way -> cost.byCycles(way, work));
    }
    lines.add("");
    return lines;
  }

  private static List<String> added() {
    return DirectBench.WAYS.subList(1, DirectBench.WAYS.size());
  }

  /** Adds a row, unless nobody has a figure. */
  private static void row(
      List<String> lines, Work work, String by, Function<String, List<Double>> shares) {
    List<String> cells = added().stream().map(way -> cell(shares.apply(way))).toList();
    if (cells.stream().anyMatch(cell -> !cell.equals(NOTHING))) {
      lines.add("| `" + work + "` | " + by + " | " + String.join(" | ", cells) + " |");
    }
  }

  private static String cell(List<Double> shares) {
    if (shares.isEmpty()) {
      return NOTHING;
    }
    Quartiles share = Quartiles.of(shares);
    return String.format(
        Locale.ROOT, "**%.2f** (%.2f–%.2f)", share.median(), share.first(), share.third());
  }
}
