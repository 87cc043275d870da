package io.vigie.lab.chaos.report;

import static io.vigie.lab.chaos.report.Grid.Column.number;
import static io.vigie.lab.chaos.report.Grid.Column.word;

import io.vigie.lab.chaos.load.Call.Outcome;
import io.vigie.lab.chaos.verdict.Growth;
import io.vigie.lab.chaos.verdict.Kept;
import io.vigie.lab.chaos.verdict.Life;
import io.vigie.lab.chaos.verdict.Life.Size;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.chaos.verdict.Told.Delivered;
import io.vigie.lab.chaos.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of runs, a row for each. */
final class Figures {

  /** Where there is nothing to count. */
  private static final String NONE = "–";

  private Figures() {}

  /** What became of requests. */
  static Grid requests(List<Told> runs) {
    return new Grid(
        "Requests",
        List.of(
            word("Stack"),
            number("Requests"),
            number("Answered in time, %"),
            number("Lost, s"),
            number("Longest outage, s"),
            number("p50, ms"),
            number("p99, ms"),
            number("p99.9, ms"),
            number("Refused"),
            number("Cut off"),
            number("Timed out"),
            number("Other")),
        runs.stream().map(Figures::request).toList());
  }

  private static List<Grid.Cell> request(Told told) {
    Verdict verdict = told.verdict();
    return Grid.row(
        told.run().stack(),
        verdict.calls(),
        percent(verdict.availability()),
        tenths(verdict.secondsLost()),
        tenths(verdict.longestOutageMillis() / 1e3),
        tenths(verdict.p50Millis()),
        tenths(verdict.p99Millis()),
        tenths(verdict.p999Millis()),
        told.failed(Outcome.REFUSED),
        told.failed(Outcome.CUT_OFF),
        told.failed(Outcome.TIMED_OUT),
        told.failed(Outcome.OTHER));
  }

  /** What became of all else. */
  static Grid others(List<Told> runs) {
    return new Grid(
        "Sessions, the VIP, and events",
        List.of(
            word("Stack"),
            number("Streams cut"),
            number("Streams hung"),
            number("Worst silence of a stream, s"),
            number("Watches cut"),
            number("Watches hung"),
            number("Worst silence of a watch, s"),
            number("VIP on two machines, ms"),
            number("Events told"),
            number("Events lost"),
            number("Events doubled")),
        runs.stream().map(Figures::other).toList());
  }

  private static List<Grid.Cell> other(Told told) {
    Delivered events = told.events();
    return Grid.row(
        told.run().stack(),
        told.streams().cut(),
        told.streams().hung(),
        silence(told.streams()),
        told.watches().cut(),
        told.watches().hung(),
        silence(told.watches()),
        tenths(told.bothMillis()),
        events == null ? NONE : events.told(),
        events == null ? NONE : events.lost(),
        events == null ? NONE : events.doubled());
  }

  private static String silence(Kept kept) {
    return kept.cut() + kept.hung() == 0 ? NONE : tenths(kept.worstSilentMillis() / 1e3);
  }

  /** How runs left their stacks. */
  static Grid aftermath(List<Told> runs) {
    return new Grid(
        "Half a minute after the last fault, at most",
        List.of(
            word("Stack"), word("VIP on"), word("Crashed"), word("Not agreed on"), word("Grown")),
        runs.stream()
            .map(
                told ->
                    Grid.row(
                        told.run().stack(),
                        list(told.aftermath().holders()),
                        list(told.aftermath().crashed()),
                        list(told.aftermath().quarrels()),
                        list(Growth.leaks(told.aftermath().lives()))))
            .toList());
  }

  private static String list(List<String> words) {
    return words.isEmpty() ? "none" : String.join("; ", words);
  }

  /** What the processes of each program had at some ages and at rest; may have no row. */
  static Grid growth(List<Told> runs) {
    List<List<Grid.Cell>> rows = new ArrayList<>();
    for (Told told : runs) {
      List<Life> lives = told.aftermath().lives();
      for (Growth growth : Growth.of(lives)) {
        Size earlier = growth.earlier();
        Size later = growth.later();
        rows.add(
            Grid.row(
                told.run().stack(),
                growth.program(),
                growth.minutes() + " min",
                growth.lives(),
                pair(heap(earlier), heap(later)),
                pair(tenths(earlier.besideMib()), tenths(later.besideMib())),
                pair(earlier.descriptors(), later.descriptors()),
                pair(earlier.threads(), later.threads())));
      }
      for (Life life : lives) {
        Size rest = life.rest();
        if (rest != null) {
          rows.add(
              Grid.row(
                  told.run().stack(),
                  life.program(),
                  "at rest",
                  1,
                  heap(rest),
                  tenths(rest.besideMib()),
                  rest.descriptors(),
                  rest.threads()));
        }
      }
    }
    return new Grid(
        "What processes had at an age (the least of the earlier half of them → of the later), and"
            + " when the load was over",
        List.of(
            word("Stack"),
            word("Program"),
            word("When"),
            number("Processes"),
            number("Heap after a collection, MiB"),
            number("Memory beside the heap, MiB"),
            number("Descriptors"),
            number("Threads")),
        rows);
  }

  private static String heap(Size size) {
    return size.heapMib() < 0 ? NONE : tenths(size.heapMib());
  }

  private static String pair(Object earlier, Object later) {
    return earlier + " → " + later;
  }

  /** A share in percent, never rounded up: only what lost nothing has 100. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f", Math.floor(share * 1e5 + 1e-6) / 1e3);
  }

  static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
