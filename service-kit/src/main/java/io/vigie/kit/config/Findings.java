package io.vigie.kit.config;

import io.vigie.kit.config.yaml.Flaw;
import io.vigie.kit.config.yaml.Place;
import io.vigie.kit.config.yaml.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was found in one file: where each value stands, what is wrong, and what is odd. At most 100
 * problems are kept; the rest is counted.
 */
final class Findings {
  private static final int MOST = 100;

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Map<KeyPath, Place> places = new HashMap<>();
  private final Set<KeyPath> bad = new HashSet<>();
  private int unlisted;
  private int muted;

  Findings(Path file) {
    this.file = file;
  }

  /** Remembers where a value was written. */
  void written(KeyPath path, Place place) {
    places.put(path, place);
  }

  /** Whether the file has this key. */
  boolean isWritten(KeyPath path) {
    return places.containsKey(path);
  }

  /** A value is wrong: cross-checks leave it alone from now on. */
  void error(KeyPath path, String what, String expected, String hint) {
    error(path, place(path), what, expected, hint);
  }

  /** The same where the fault is not where the value is, but at its key, say. */
  void error(KeyPath path, Place place, String what, String expected, String hint) {
    bad.add(path);
    if (muted > 0) {
      return;
    }
    if (problems.size() < MOST) {
      problems.add(new Problem(file, place, what, expected, hint));
    } else {
      unlisted++;
    }
  }

  /** The text is not good YAML. */
  void error(Flaw flaw) {
    error(new KeyPath(List.of("")), flaw.place(), flaw.what(), flaw.expected(), flaw.hint());
  }

  /** A value is wrong, and that was said already. */
  void unusable(KeyPath path) {
    bad.add(path);
  }

  /** A value is odd, yet usable. */
  void warning(KeyPath path, String what, String expected, String hint) {
    if (muted == 0 && warnings.size() < MOST) {
      warnings.add(new Problem(file, place(path), what, expected, hint));
    }
  }

  /** Whether nothing is wrong with these values and with what they stand in. */
  boolean sound(KeyPath... paths) {
    for (KeyPath path : paths) {
      Optional<KeyPath> step = Optional.of(path);
      while (step.isPresent()) {
        if (bad.contains(step.get())) {
          return false;
        }
        step = step.get().parent();
      }
    }
    return true;
  }

  /** Does something whose findings are of no interest. */
  void muted(Runnable work) {
    muted++;
    work.run();
    muted--;
  }

  /** Everything, in the order of the file. */
  LoadResult result(Optional<VigieConfig> config) {
    Comparator<Problem> order =
        Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);
    if (config.isPresent() && problems.isEmpty()) {
      return new LoadResult.Loaded(
          config.get(), warnings.stream().sorted(order).distinct().toList());
    }
    List<Problem> all = new ArrayList<>(problems.stream().sorted(order).distinct().toList());
    if (unlisted > 0) {
      Problem last = all.getLast();
      all.add(
          new Problem(
              file,
              last.line(),
              last.column(),
              "%d more problems are not listed".formatted(unlisted),
              "",
              "mend those above first"));
    }
    return new LoadResult.Broken(List.copyOf(all));
  }

  /** Where a value stands, or what it should stand in. */
  private Place place(KeyPath path) {
    Optional<KeyPath> step = Optional.of(path);
    while (step.isPresent()) {
      Place place = places.get(step.get());
      if (place != null) {
        return place;
      }
      step = step.get().parent();
    }
    return Place.START;
  }

  /** A value as a message shows it. */
  static String shown(String value) {
    return value.isEmpty() ? "empty" : Shown.brief(value);
  }
}
