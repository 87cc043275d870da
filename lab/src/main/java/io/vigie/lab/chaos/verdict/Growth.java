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
 * What a program's processes had at one age. What a process leaks it has at every look, while load
 * comes and goes: so the least of several counts. Read down, it tells what a process grows by with
 * age, and across, what later processes have more.
 *
 * @param lives how many processes grew so old
 * @param earlier the least that the first half of them had, of each kind
 * @param later the same of the others; of one alone the same as {@code earlier}
 */
public record Growth(String program, int minutes, int lives, Size earlier, Size later) {

  /** How much more is none, besides a tenth. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("heap, MiB", 8, Size::heapMib),
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
            ages.forEach((minutes, sizes) -> growths.add(of(program, minutes, sizes))));
    return growths;
  }

  private static Growth of(String program, int minutes, List<Size> sizes) {
    int half = (sizes.size() + 1) / 2;
    Size earlier = least(sizes.subList(0, half));
    Size later = sizes.size() == 1 ? earlier : least(sizes.subList(half, sizes.size()));
    return new Growth(program, minutes, sizes.size(), earlier, later);
  }

  private static Size least(List<Size> sizes) {
    return sizes.stream()
        .reduce(
            (a, b) ->
                new Size(
                    Math.min(a.heapMib(), b.heapMib()),
                    Math.min(a.besideMib(), b.besideMib()),
                    Math.min(a.descriptors(), b.descriptors()),
                    Math.min(a.threads(), b.threads())))
        .orElseThrow();
  }

  /**
   * What may be a leak, by more than a tenth and a slack: what later processes have more than
   * earlier ones at that age, or older ones more than younger ones.
   */
  public static List<String> leaks(List<Life> lives) {
    Map<String, String> leaks = new LinkedHashMap<>();
    Growth younger = null;
    for (Growth growth : of(lives)) {
      String at = "in earlier and later processes at %d min".formatted(growth.minutes());
      leak(leaks, growth.program(), at, growth.earlier(), growth.later());
      if (younger != null
          && younger.program().equals(growth.program())
          && younger.minutes() >= GROWN_UP_MINUTES) {
        at = "at %d and %d min".formatted(younger.minutes(), growth.minutes());
        leak(leaks, growth.program(), at, younger.least(), growth.least());
      }
      younger = growth;
    }
    return List.copyOf(leaks.values());
  }

  private Size least() {
    return least(List.of(earlier, later));
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
