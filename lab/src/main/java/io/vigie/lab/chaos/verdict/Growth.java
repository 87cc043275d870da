package io.vigie.lab.chaos.verdict;

import io.vigie.lab.chaos.verdict.Life.Look;
import io.vigie.lab.chaos.verdict.Life.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a program's processes had at one age. Load comes and goes: so the least of several counts.
 * Read down, it tells what a process grows by with age, and across, what later processes have more.
 *
 * @param lives how many processes grew so old
 * @param earlier the least that the first half of them had, of each kind
 * @param later the same of the others; of one alone the same as {@code earlier}
 */
public record Growth(String program, int minutes, int lives, Size earlier, Size later) {

  private static final List<Kind> KINDS =
      List.of(
          new Kind("heap, MiB", 8, Size::heapMib),
          new Kind("memory beside it, MiB", 24, Size::besideMib),
          new Kind("descriptors", 32, Size::descriptors),
          new Kind("threads", 4, Size::threads));

  /** How much more is none, besides a slack. */
  private static final double SHARE = 0.1;

  /** A JVM that is younger has not yet compiled what it needs. */
  private static final int GROWN_UP_MINUTES = 2;

  /**
   * One thing that processes have.
   *
   * @param slack how much more is none, besides a tenth
   */
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
   * What may be a leak: what a process has when the load is over, more than the least that any of
   * its program had under load. Under load itself sessions, and what is allocated while a JVM
   * collects, come and go.
   */
  public static List<String> leaks(List<Life> lives) {
    List<String> leaks = new ArrayList<>();
    List<Growth> growths = of(lives);
    for (Life life : lives) {
      Size rest = life.rest();
      List<Size> grownUp =
          growths.stream()
              .filter(one -> one.program().equals(life.program()))
              .filter(one -> one.minutes() >= GROWN_UP_MINUTES)
              .map(Growth::least)
              .toList();
      if (rest != null && !grownUp.isEmpty()) {
        for (Kind kind : KINDS) {
          leak(kind, life.program(), least(grownUp), rest).ifPresent(leaks::add);
        }
      }
    }
    return leaks;
  }

  private Size least() {
    return least(List.of(earlier, later));
  }

  private static Optional<String> leak(Kind kind, String program, Size load, Size rest) {
    double from = kind.of().applyAsDouble(load);
    double to = kind.of().applyAsDouble(rest);
    return to > from * (1 + SHARE) + kind.slack()
        ? Optional.of(
            "%s, %s: %.0f under load and %.0f at rest".formatted(program, kind.name(), from, to))
        : Optional.empty();
  }
}
