package io.vigie.lab.chaos.report;

import static io.vigie.lab.chaos.report.Grid.Column.number;
import static io.vigie.lab.chaos.report.Grid.Column.word;

import io.vigie.lab.chaos.verdict.Loss;
import io.vigie.lab.chaos.verdict.Loss.Reason;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.chaos.verdict.Told.Broken;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What each fault cost each stack. */
final class Costs {

  private Costs() {}

  /** A row for each fault, a column for each stack. */
  static Grid of(Trial trial) {
    List<Grid.Column> columns =
        new ArrayList<>(
            List.of(number("Fault"), word("What"), number("From, s"), number("Until, s")));
    for (Told told : trial.runs()) {
      columns.add(number(told.run().stack() + ", requests"));
    }
    List<List<Grid.Cell>> rows = new ArrayList<>();
    if (trial.runs().stream().anyMatch(told -> Reasons.count(lost(told, "", 0)) > 0)) {
      double first =
          trial.faults().isEmpty() ? trial.run().seconds() : trial.faults().getFirst().from();
      rows.add(row(trial, "–", new Broken("", 0, first), "before the first fault"));
    }
    int number = 0;
    for (Broken fault : trial.faults()) {
      rows.add(row(trial, Integer.toString(++number), fault, fault.what()));
    }
    return new Grid("Requests that each fault cost, and why", columns, rows);
  }

  private static List<Grid.Cell> row(Trial trial, String number, Broken fault, String what) {
    List<Grid.Cell> row =
        new ArrayList<>(
            Grid.row(number, what, Figures.tenths(fault.from()), Figures.tenths(fault.until())));
    for (Told told : trial.runs()) {
      Map<Reason, Integer> lost = lost(told, fault.what(), fault.from());
      row.add(new Grid.Cell(Integer.toString(Reasons.count(lost)), Reasons.said(told, lost)));
    }
    return row;
  }

  private static Map<Reason, Integer> lost(Told told, String what, double from) {
    Map<Reason, Integer> sum = new EnumMap<>(Reason.class);
    for (Loss loss : told.losses()) {
      if (loss.fault().equals(what) && loss.from() == from) {
        loss.requests().forEach((reason, count) -> sum.merge(reason, count, Integer::sum));
      }
    }
    return sum;
  }
}
