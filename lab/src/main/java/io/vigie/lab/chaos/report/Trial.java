package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.stack.Stacks;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.chaos.verdict.Told.Broken;
import io.vigie.lab.chaos.verdict.Told.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of one schedule, one stack after the other.
 *
 * @param run what they have in common; without a stack
 * @param runs in the order of {@link Stacks#NAMES}
 */
record Trial(Run run, List<Told> runs) {

  Trial {
    runs = List.copyOf(runs);
  }

  /** All of them, in the order in which the first run of each ended. */
  static List<Trial> of(List<Told> all) {
    Map<Run, List<Told>> trials = new LinkedHashMap<>();
    for (Told told : all) {
      Run run = told.run();
      Run common =
          new Run(run.scenario(), run.seed(), run.seconds(), run.rate(), run.sessions(), "");
      trials.computeIfAbsent(common, _ -> new ArrayList<>()).add(told);
    }
    List<Trial> list = new ArrayList<>();
    trials.forEach(
        (run, runs) -> {
          runs.sort(Comparator.comparingInt(told -> Stacks.NAMES.indexOf(told.run().stack())));
          list.add(new Trial(run, runs));
        });
    return list;
  }

  /** What was broken, in the order in which it began. */
  List<Broken> faults() {
    return runs.stream()
        .flatMap(told -> told.faults().stream())
        .distinct()
        .sorted(Comparator.comparingDouble(Broken::from))
        .toList();
  }

  String title() {
    return run.scenario() + ", seed " + run.seed();
  }

  String load() {
    return "%d s of %d requests a second, beside %d streams and %d watches that were to stay."
        .formatted(run.seconds(), run.rate(), run.sessions(), run.sessions());
  }
}
