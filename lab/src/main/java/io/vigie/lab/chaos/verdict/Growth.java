package io.vigie.lab.chaos.verdict;

import io.vigie.lab.chaos.verdict.Life.Look;
import io.vigie.lab.chaos.verdict.Life.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a program's processes had at one age: the first that grew so old beside the last. Read down,
 * it tells what a process grew by with age, and across, what later processes have more.
 *
 * @param lives how many grew so old
 */
public record Growth(String program, int minutes, int lives, Size first, Size last) {

  /** How much more is none, besides a tenth. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("heap, MiB", 4, Size::heapMib),
          new Kind("memory beside it, MiB", 16, Size::besideMib),
          new Kind("descriptors", 32, Size::descriptors),
          new Kind("threads", 4, Size::threads));

  private static final double SHARE = 0.1;

  /** A JVM that is younger has not yet compiled what it needs. */
  private static final int GROWN_UP_MINUTES = 2;

  private record Kind(String name, double slack, ToDoubleFunction<Size> of) {}

  /**
   * Of all ages that were reached, by program and age.
   *
   * @param lives in the order of their starts
   */
  public static List<Growth> of(List<Life> lives) {
    Map<String, Map<Integer, List<Size>>> all = new TreeMap<>();
    for (Life life : lives) {
      for (Look look : life.looks()) {
        all.computeIfAbsent(life.program(), _ -> new TreeMap<>())
            .computeIfAbsent(look.minutes(), _ -> new ArrayList<>())
            .add(look.size());
      }
    }
    List<Growth> growths = new ArrayList<>();
    all.forEach(
        (program, ages) ->
            ages.forEach(
                (minutes, sizes) ->
                    growths.add(
                        new Growth(
                            program, minutes, sizes.size(), sizes.getFirst(), sizes.getLast()))));
    return growths;
  }

  /**
   * What may be a leak: what the last process of a program has more than the first had at that age,
   * or what one process has more than when it was younger, by more than a tenth and a slack.
   */
  public static List<String> leaks(List<Life> lives) {
    Map<String, String> leaks = new LinkedHashMap<>();
    for (Growth growth : of(lives)) {
      String at = "at %d min, first process and last".formatted(growth.minutes());
      leak(leaks, growth.program(), at, growth.first(), growth.last());
    }
    for (Life life : lives) {
      List<Look> looks =
          life.looks().stream().filter(look -> look.minutes() >= GROWN_UP_MINUTES).toList();
      for (int i = 1; i < looks.size(); i++) {
        Look younger = looks.get(i - 1);
        Look older = looks.get(i);
        String at = "at %d min and at %d".formatted(younger.minutes(), older.minutes());
        leak(leaks, life.program(), at, younger.size(), older.size());
      }
    }
    return List.copyOf(leaks.values());
  }

  private static void leak(
      Map<String, String> leaks, String program, String at, Size before, Size after) {
    for (Kind kind : KINDS) {
      double from = kind.of().applyAsDouble(before);
      double to = kind.of().applyAsDouble(after);
      if (to > from * (1 + SHARE) + kind.slack()) {
        leaks.putIfAbsent(
            program + " " + kind.name(),
            "%s, %s: %.0f and %.0f %s".formatted(program, kind.name(), from, to, at));
      }
    }
  }
}
