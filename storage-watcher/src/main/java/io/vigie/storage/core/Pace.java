package io.vigie.storage.core;

import io.vigie.event.RebuildChanged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How fast one copy goes. Upstream gives whole percents, looked up every 5 s. So a percent that
 * comes says: the copy is past it now, not past the next one, and was not past it a look ago. The
 * pace lies between the slowest and the fastest line that all of the last steps allow; where they
 * allow none the pace has changed, and the oldest of them do not count any more.
 */
final class Pace {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int LEAST_STEPS = 4;
  private static final int MOST_STEPS = 64;

  /** How looks are timed as a rule, and when the API is slow. */
  private static final List<Looks> LOOKS = List.of(new Looks(6, 0.5), new Looks(9, 2));

  /** How long 0 % may last and still be thought to be a slow first percent's own time. */
  private static final double LONG_START_SECONDS = 60;

  /** The same where the first percent was not the first that was seen. */
  private static final double SHORT_START_SECONDS = 15;

  /** Nothing is told as long as the fastest is so many times the slowest. */
  private static final double TOO_WIDE = 2;

  /** How many paces between the slowest and the fastest are tried. */
  private static final int PACES = 32;

  private static final double GIB = 1L << 30;

  private final Deque<Step> steps = new ArrayDeque<>();

  /**
   * A percent that came.
   *
   * @param rough whether it may have been there for long
   */
  private record Step(int percent, long atNanos, boolean rough) {}

  /**
   * How old what is seen may be.
   *
   * @param between the most seconds from one look to what the next one saw
   * @param late the most seconds from a look to what it saw
   */
  private record Looks(double between, double late) {}

  /**
   * Where the copy was.
   *
   * @param least the least percent it had reached
   * @param most what it had not reached
   */
  private record Mark(double seconds, double least, double most) {}

  /** Between what something is. */
  private record Range(double least, double most) {

    boolean isPossible() {
      return least > 0 && least <= most;
    }

    boolean isNarrow() {
      return most <= least * TOO_WIDE;
    }
  }

  /**
   * What can be said.
   *
   * @param basis what it is concluded from, in words
   */
  record Estimate(long bytesPerSecond, long etaSeconds, String basis) {}

  /** Another copy begins. */
  void begin() {
    steps.clear();
  }

  /** The copy is this far. */
  void at(int percent, long now) {
    Step last = steps.peekLast();
    if (last != null && percent <= last.percent()) {
      return;
    }
    steps.addLast(new Step(percent, now, last == null && percent > 0));
    while (steps.size() > MOST_STEPS
        || (steps.size() > LEAST_STEPS && now - steps.getFirst().atNanos() > WINDOW_NANOS)) {
      steps.removeFirst();
    }
  }

  /** Nothing before enough came to tell. */
  @Nullable Estimate estimate(long bytes, boolean delta) {
    List<Step> counted = List.copyOf(steps);
    while (counted.size() > 1) {
      for (Looks looks : isLongStart(counted) ? List.<Looks>of() : LOOKS) {
        List<Mark> marks = marks(counted, looks);
        Range range = range(marks);
        if (range.isPossible()) {
          return range.isNarrow()
              ? told(likely(range, marks), marks, bytes, basis(counted, bytes, delta))
              : null;
        }
      }
      counted = counted.subList(1, counted.size());
    }
    return null;
  }

  private static Estimate told(double rate, List<Mark> marks, long bytes, String basis) {
    Range last = last(rate, marks);
    return told(rate, 100 - (last.least() + last.most()) / 2, bytes, basis);
  }

  /** Between which percents a line of this pace ends. */
  private static Range last(double rate, List<Mark> marks) {
    double end = marks.getLast().seconds();
    double least = 0;
    double most = 100;
    for (Mark mark : marks) {
      least = Math.max(least, mark.least() + rate * (end - mark.seconds()));
      most = Math.min(most, mark.most() + rate * (end - mark.seconds()));
    }
    return new Range(least, most);
  }

  /** The pace by which a percent takes as long as it does on average, over all lines there are. */
  private static double likely(Range range, List<Mark> marks) {
    double lines = 1e-9;
    double seconds = 1e-9 * 2 / (range.least() + range.most());
    for (int i = 1; i < PACES; i++) {
      double rate = range.least() + (range.most() - range.least()) * i / PACES;
      Range last = last(rate, marks);
      double some = Math.max(0, last.most() - last.least());
      lines += some;
      seconds += some / rate;
    }
    return lines / seconds;
  }

  private static Estimate told(double rate, double left, long bytes, String basis) {
    return new Estimate(Math.round(rate * bytes / 100), Math.round(left / rate), basis);
  }

  /** What was told before goes on until there is enough to tell anew, as after a restart. */
  static @Nullable Estimate carriedOn(RebuildChanged said, int progress, long bytes) {
    Long speed = said.bytesPerSecond();
    return speed == null || speed <= 0 || bytes <= 0
        ? null
        : told(speed * 100.0 / bytes, 100.0 - progress, bytes, said.etaBasis());
  }

  private static String basis(List<Step> steps, long bytes, boolean delta) {
    return String.format(
        Locale.ROOT,
        "%d %% in %.0f s, of %.1f GiB%s",
        steps.getLast().percent() - steps.getFirst().percent(),
        seconds(steps.getFirst(), steps.getLast()),
        bytes / GIB,
        delta ? " or less: only what changed is copied" : "");
  }

  /** Whether a first 0 % may have lasted, as while snapshots are purged or compared. */
  private static boolean isLongStart(List<Step> steps) {
    Step first = steps.getFirst();
    Step next = steps.get(1);
    double most = next.percent() == 1 ? LONG_START_SECONDS : SHORT_START_SECONDS;
    return steps.size() == 2 && first.percent() == 0 && seconds(first, next) > most;
  }

  private static List<Mark> marks(List<Step> steps, Looks looks) {
    List<Mark> marks = new ArrayList<>();
    for (Step step : steps) {
      double at = seconds(steps.getFirst(), step);
      marks.add(new Mark(at, step.percent(), Double.POSITIVE_INFINITY));
      marks.add(new Mark(at - looks.late(), Double.NEGATIVE_INFINITY, step.percent() + 1));
      if (!step.rough()) {
        marks.add(new Mark(at - looks.between(), Double.NEGATIVE_INFINITY, step.percent()));
      }
    }
    marks.sort((one, other) -> Double.compare(one.seconds(), other.seconds()));
    return marks;
  }

  private static Range range(List<Mark> marks) {
    double slow = 0;
    double fast = Double.POSITIVE_INFINITY;
    for (int j = 1; j < marks.size(); j++) {
      for (int i = 0; i < j; i++) {
        double seconds = marks.get(j).seconds() - marks.get(i).seconds();
        if (seconds > 0) {
          slow = Math.max(slow, (marks.get(j).least() - marks.get(i).most()) / seconds);
          fast = Math.min(fast, (marks.get(j).most() - marks.get(i).least()) / seconds);
        }
      }
    }
    return new Range(slow, fast);
  }

  private static double seconds(Step from, Step to) {
    return (to.atNanos() - from.atNanos()) / 1e9;
  }
}
