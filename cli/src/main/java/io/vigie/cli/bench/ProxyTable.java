package io.vigie.cli.bench;

import io.vigie.lab.bench.proxy.Figure;
import io.vigie.lab.bench.proxy.Quartiles;
import io.vigie.lab.bench.proxy.Ratios;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.bench.proxy.Work;
import io.vigie.lab.bench.proxy.Work.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The runs of a proxy bench as Markdown: a row per work and figure, a column per product. A cell is
 * the median, and beside the reference the median of the paired ratios with their quartiles.
 */
final class ProxyTable {

  private static final String NOTHING = "–";

  private final List<Run> runs;
  private final Ratios ratios;

  private ProxyTable(List<Run> runs) {
    this.runs = runs.stream().filter(run -> run.round() > 0).toList();
    this.ratios = new Ratios(runs);
  }

  /** Its lines: one table for the products, one for each product whose growth was measured. */
  static List<String> of(List<Run> runs) {
    ProxyTable table = new ProxyTable(runs);
    List<String> lines = new ArrayList<>();
    List<Run> plain = table.runs.stream().filter(run -> !isGrowth(run.work())).toList();
    List<Run> growth = table.runs.stream().filter(run -> isGrowth(run.work())).toList();
    lines.addAll(table.lines(plain));
    growth.stream()
        .map(Run::beside)
        .distinct()
        .forEach(
            reference ->
                lines.addAll(
                    table.lines(
                        growth.stream().filter(run -> run.beside().equals(reference)).toList())));
    return lines;
  }

  private static boolean isGrowth(Work work) {
    return work == Work.SERVERS_KEPT || work == Work.SERVERS_NEW;
  }

  private List<String> lines(List<Run> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    List<String> products = some.stream().map(Run::product).distinct().toList();
    String reference = some.getFirst().beside();
    List<String> lines = new ArrayList<>();
    lines.add(line("work", "figure", products));
    lines.add(line("---", "---", products.stream().map(_ -> "---").toList()));
    for (Work work : Work.values()) {
      List<Run> of = some.stream().filter(run -> run.work() == work).toList();
      for (Figure figure : Figure.values()) {
        if (of.stream().anyMatch(run -> run.figures().containsKey(figure))) {
          lines.add(
              line(
                  "`" + work + "`",
                  label(work, figure),
                  products.stream().map(p -> cell(p, reference, work, figure)).toList()));
        }
      }
      if (!of.isEmpty()) {
        lines.add(
            line(
                "`" + work + "`",
                "rounds, errors",
                products.stream()
                    .map(p -> ratios.rounds(p, work) + ", " + ratios.errors(p, work))
                    .toList()));
      }
    }
    lines.add("");
    return lines;
  }

  private static String line(String work, String figure, List<String> cells) {
    return "| " + work + " | " + figure + " | " + String.join(" | ", cells) + " |";
  }

  private String cell(String product, String reference, Work work, Figure figure) {
    List<Double> figures = ratios.figures(product, work, figure);
    if (figures.isEmpty()) {
      return NOTHING;
    }
    String median = number(Quartiles.of(figures).median() * scale(work, figure));
    List<Double> paired = ratios.paired(product, reference, work, figure);
    if (product.equals(reference) || paired.isEmpty() || !isCompared(figure)) {
      return median;
    }
    Quartiles ratio = Quartiles.of(paired);
    return String.format(
        Locale.ROOT,
        "%s · **%.2f** (%.2f–%.2f)",
        median,
        ratio.median(),
        ratio.first(),
        ratio.third());
  }

  /** A ratio says nothing of what is about zero, or is only a part of a cost. */
  private static boolean isCompared(Figure figure) {
    return switch (figure) {
      case OTHERS, RSS_BYTES, HEAP_BYTES -> false;
      default -> true;
    };
  }

  private static String label(Work work, Figure figure) {
    boolean bulk = work.unit() == Unit.GIB;
    String per = work.unit().word();
    return switch (figure) {
      case CYCLES, INSTRUCTIONS, SYSTEM_CYCLES ->
          (bulk ? "million " : "thousand ") + figure.words() + " per " + per;
      case CPU, SYSTEM_CPU -> figure.words() + (bulk ? " ms per " : " µs per ") + per;
      case RATE -> per + (bulk ? "" : "s") + " per second";
      case P99, LONGEST, OTHERS, RSS_BYTES, HEAP_BYTES, CONNECTION_BYTES, FIXED -> figure.words();
    };
  }

  private static double scale(Work work, Figure figure) {
    boolean bulk = work.unit() == Unit.GIB;
    return switch (figure) {
      case CYCLES, INSTRUCTIONS, SYSTEM_CYCLES -> bulk ? 1e-6 : 1e-3;
      case CPU, SYSTEM_CPU -> bulk ? 1e3 : 1e6;
      case RATE, P99, LONGEST, OTHERS, RSS_BYTES, HEAP_BYTES, CONNECTION_BYTES, FIXED -> 1;
    };
  }

  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
  }
}
