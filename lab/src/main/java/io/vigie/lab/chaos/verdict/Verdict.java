package io.vigie.lab.chaos.verdict;

import io.vigie.lab.chaos.load.Call;
import io.vigie.lab.chaos.load.Call.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What clients had of a run.
 *
 * @param calls how many there were
 * @param availability the share that was answered in time, 0 to 1
 * @param secondsLost the sum, over every second of the load, of the share of the requests due in it
 *     that were not answered in time
 * @param longestOutageMillis from when a request that failed was due to when the next that did not
 *     was
 * @param p50Millis of the answered ones, from when they were due; 0 without any
 * @param failures those that were not answered in time, by how they ended
 */
public record Verdict(
    int calls,
    double availability,
    double secondsLost,
    double longestOutageMillis,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    Map<Outcome, Integer> failures) {

  private static final int BIN_MILLIS = 1_000;

  public Verdict {
    failures = Map.copyOf(failures);
  }

  /** The verdict on these calls; they may come in any order. */
  public static Verdict of(List<Call> unordered) {
    List<Call> calls =
        unordered.stream().sorted(Comparator.comparingDouble(Call::dueMillis)).toList();
    Map<Outcome, Integer> failures = new EnumMap<>(Outcome.class);
    double lost = 0;
    double longest = 0;
    double failingSince = -1;
    int at = 0;
    while (at < calls.size()) {
      int bin = (int) (calls.get(at).dueMillis() / BIN_MILLIS);
      int due = 0;
      int failed = 0;
      for (; at < calls.size() && (int) (calls.get(at).dueMillis() / BIN_MILLIS) == bin; at++) {
        Call call = calls.get(at);
        due++;
        if (call.isAnswered()) {
          longest = failingSince < 0 ? longest : Math.max(longest, call.dueMillis() - failingSince);
          failingSince = -1;
        } else {
          failed++;
          failures.merge(call.outcome(), 1, Integer::sum);
          failingSince = failingSince < 0 ? call.dueMillis() : failingSince;
        }
      }
      lost += (double) failed / due;
    }
    if (failingSince >= 0) {
      longest = Math.max(longest, calls.getLast().dueMillis() - failingSince);
    }
    double[] took =
        calls.stream().filter(Call::isAnswered).mapToDouble(Call::tookMillis).sorted().toArray();
    return new Verdict(
        calls.size(),
        calls.isEmpty() ? 0 : (double) took.length / calls.size(),
        lost,
        longest,
        quantile(took, 0.5),
        quantile(took, 0.99),
        quantile(took, 0.999),
        failures);
  }

  private static double quantile(double[] sorted, double share) {
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.clamp(place, 0, sorted.length - 1)];
  }

  /**
   * The share answered in time of each second of the load, for a picture; -1 where none was due.
   */
  static List<Double> perSecond(List<Call> calls, int seconds) {
    int[] due = new int[seconds];
    int[] answered = new int[seconds];
    for (Call call : calls) {
      int bin = Math.clamp((int) (call.dueMillis() / BIN_MILLIS), 0, seconds - 1);
      due[bin]++;
      answered[bin] += call.isAnswered() ? 1 : 0;
    }
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      shares.add(due[i] == 0 ? -1 : (double) answered[i] / due[i]);
    }
    return shares;
  }
}
