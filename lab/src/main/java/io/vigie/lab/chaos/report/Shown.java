package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Mark;
import java.util.Comparator;
import java.util.List;

/**
 * The marks of a run that are drawn and listed.
 *
 * @param marks in the order of their times, at most {@value #MOST}
 * @param more how many are not
 */
record Shown(List<Mark> marks, int more) {

  static final int MOST = 300;

  Shown {
    marks = List.copyOf(marks);
  }

  /** The VIP's and roles' before all others, and earlier ones before later ones. */
  static Shown of(List<Mark> all) {
    Comparator<Mark> inTime = Comparator.comparingDouble(Mark::seconds);
    List<Mark> marks =
        all.stream()
            .sorted(Comparator.comparing(Mark::kind).thenComparing(inTime))
            .limit(MOST)
            .sorted(inTime)
            .toList();
    return new Shown(marks, all.size() - marks.size());
  }

  static String word(Mark.Kind kind) {
    return switch (kind) {
      case VIP -> "VIP";
      case ROLE -> "role";
      case NODE -> "node";
      case SERVER_OUT -> "out";
      case SERVER_IN -> "in";
      case OBSERVER -> "doubt";
    };
  }
}
