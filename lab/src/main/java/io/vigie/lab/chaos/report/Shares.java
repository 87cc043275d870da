package io.vigie.lab.chaos.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The shares of a run's seconds, for a picture that is not wider than a screen.
 *
 * @param binSeconds how long each of them is for
 * @param worst the least share of each bin; -1 where no request was due
 */
record Shares(int binSeconds, List<Double> worst) {

  static final int MOST = 1_800;

  /** Of a band, whose top is at 0: so much is drawn of any loss at least. */
  private static final double LEAST_DRAWN = 4;

  Shares {
    worst = List.copyOf(worst);
  }

  static Shares of(List<Double> perSecond) {
    int bin = Math.max(1, Math.ceilDiv(perSecond.size(), MOST));
    List<Double> worst = new ArrayList<>();
    for (int i = 0; i < perSecond.size(); i += bin) {
      List<Double> seconds = perSecond.subList(i, Math.min(perSecond.size(), i + bin));
      worst.add(seconds.stream().mapToDouble(s -> s).filter(s -> s >= 0).min().orElse(-1));
    }
    return new Shares(bin, worst);
  }

  /** Bins that follow each other and have the same share, from a bin until before another. */
  private record Stretch(int from, int until, double share) {}

  private List<Stretch> stretches() {
    List<Stretch> all = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= worst.size(); i++) {
      if (i == worst.size() || !worst.get(i).equals(worst.get(from))) {
        all.add(new Stretch(from, i, worst.get(from)));
        from = i;
      }
    }
    return all;
  }

  /** What hangs from the top of a band of 100: the share that was lost; empty if nothing was. */
  String lost() {
    StringBuilder path = new StringBuilder();
    for (Stretch one : stretches()) {
      if (one.share() >= 0 && one.share() < 1) {
        path.append(box(one, Math.max(LEAST_DRAWN, 100 * (1 - one.share()))));
      }
    }
    return path.toString();
  }

  /** The seconds in which requests were due, from top to bottom. */
  String due() {
    StringBuilder path = new StringBuilder();
    int from = -1;
    for (int i = 0; i <= worst.size(); i++) {
      boolean due = i < worst.size() && worst.get(i) >= 0;
      if (due && from < 0) {
        from = i;
      } else if (!due && from >= 0) {
        path.append(box(new Stretch(from, i, 1), 100));
        from = -1;
      }
    }
    return path.toString();
  }

  private String box(Stretch one, double height) {
    return "M%d 0H%dV%sH%dZ"
        .formatted(
            one.from() * binSeconds,
            one.until() * binSeconds,
            Html.number(height),
            one.from() * binSeconds);
  }

  /** For a script: {@code 1000*60 0*3 240}, in thousandths, and for how many bins. */
  String packed() {
    List<String> words = new ArrayList<>();
    for (Stretch one : stretches()) {
      int count = one.until() - one.from();
      long share = one.share() < 0 ? -1 : (long) Math.floor(one.share() * 1e3 + 1e-6);
      words.add(share + (count > 1 ? "*" + count : ""));
    }
    return String.join(" ", words);
  }

  /** In one sentence. */
  String said() {
    int whole = 0;
    int due = 0;
    int worstAt = 0;
    for (int i = 0; i < worst.size(); i++) {
      double share = worst.get(i);
      due += share >= 0 ? 1 : 0;
      whole += share >= 1 ? 1 : 0;
      double least = worst.get(worstAt);
      worstAt = share >= 0 && (share < least || least < 0) ? i : worstAt;
    }
    if (due == 0) {
      return "No request was due.";
    }
    String what = binSeconds == 1 ? "seconds" : "spans of %d s".formatted(binSeconds);
    if (whole == due) {
      return "All requests of all %d %s were answered in time.".formatted(due, what);
    }
    return String.format(
        Locale.ROOT,
        "In %d of %d %s some requests were lost; at worst %s %% were answered in time, at %s.",
        due - whole,
        due,
        what,
        Figures.tenths(100 * worst.get(worstAt)),
        Clock.at((long) worstAt * binSeconds));
  }
}
