package io.vigie.kube.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Reasons as they are found. */
final class Findings {

  /** A list for people names this many at most. */
  private static final int MOST_NAMES = 8;

  private final List<Finding> findings = new ArrayList<>();

  void yes(Area area, String text) {
    findings.add(new Finding(area, Verdict.YES, text, ""));
  }

  void warning(Area area, String text, String whatToDo) {
    findings.add(new Finding(area, Verdict.WARNING, text, whatToDo));
  }

  void unknown(Area area, String text, String whatToDo) {
    findings.add(new Finding(area, Verdict.UNKNOWN, text, whatToDo));
  }

  void no(Area area, String text, String whatToDo) {
    findings.add(new Finding(area, Verdict.NO, text, whatToDo));
  }

  /** Whether nothing speaks against it in this area. */
  boolean isFine(Area area) {
    return findings.stream()
        .noneMatch(f -> f.area() == area && f.verdict().compareTo(Verdict.UNKNOWN) >= 0);
  }

  /** No if any says so, else unknown if any does, else yes. */
  Verdict verdict() {
    Verdict worst =
        findings.stream()
            .map(Finding::verdict)
            .max(Comparator.naturalOrder())
            .orElse(Verdict.UNKNOWN);
    return worst == Verdict.WARNING ? Verdict.YES : worst;
  }

  /** All, the worst first. */
  List<Finding> all() {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::verdict).reversed().thenComparing(Finding::area))
        .toList();
  }

  /** {@code a, b and 3 more}. */
  static String names(Collection<String> names) {
    List<String> some = names.stream().limit(MOST_NAMES).toList();
    int more = names.size() - some.size();
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }
}
