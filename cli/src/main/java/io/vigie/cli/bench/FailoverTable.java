package io.vigie.cli.bench;

import io.vigie.cli.Table;
import io.vigie.lab.bench.FailoverBench.Round;
import io.vigie.lab.bench.Fault;
import java.util.List;
import java.util.Locale;

/** The rounds of a failover bench as a table: one line per fault and product. */
final class FailoverTable {

  private FailoverTable() {}

  static Table of(List<Round> rounds) {
    Table table =
        new Table(
            "FAULT",
            "PRODUCT",
            "ROUNDS",
            "TAKEN OVER P50 ms",
            "P95 ms",
            "MAX ms",
            "AFTER LAST ADVERT P50 ms",
            "P95 ms",
            "GAP P50 ms",
            "BOTH ANSWER ms",
            "LOST AT 100/s");
    for (Fault fault : Fault.values()) {
      for (String product : List.of("keepalived", "vigie")) {
        List<Round> of =
            rounds.stream()
                .filter(round -> round.fault() == fault && round.product().equals(product))
                .toList();
        if (!of.isEmpty()) {
          row(table, fault, product, of);
        }
      }
    }
    return table;
  }

  private static void row(Table table, Fault fault, String product, List<Round> rounds) {
    double[] takeovers =
        rounds.stream().mapToDouble(r -> r.outage().takeoverMillis()).sorted().toArray();
    double[] silences =
        rounds.stream().mapToDouble(r -> r.outage().silenceMillis()).sorted().toArray();
    double[] gaps = rounds.stream().mapToDouble(r -> r.outage().gapMillis()).sorted().toArray();
    double both = rounds.stream().mapToDouble(r -> r.outage().bothMillis()).max().orElse(0);
    double lost = rounds.stream().mapToInt(r -> r.outage().lost()).average().orElse(0);
    table.row(
        fault.name().toLowerCase(Locale.ROOT),
        product,
        rounds.size(),
        millis(at(takeovers, 0.5)),
        millis(at(takeovers, 0.95)),
        millis(takeovers[takeovers.length - 1]),
        millis(at(silences, 0.5)),
        millis(at(silences, 0.95)),
        millis(at(gaps, 0.5)),
        millis(both),
        String.format(Locale.ROOT, "%.1f", lost / 2)); // 200 are asked a second
  }

  /** The smallest figure that this share of all does not exceed. */
  private static double at(double[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
