package io.vigie.lab.chaos.verdict;

import io.vigie.lab.chaos.load.Call;
import io.vigie.lab.chaos.scenario.Act;
import io.vigie.lab.lan.Homelab;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that one fault cost, and why.
 *
 * @param fault in words; empty for what was lost before anything was broken
 * @param from when it began, in seconds from the start of the load
 * @param requests how many were lost, by reason
 */
public record Loss(String fault, double from, Map<Reason, Integer> requests) {

  public Loss {
    requests = Map.copyOf(requests);
  }

  /** Why a request was lost. */
  public enum Reason {
    /** It was under way when the fault began. */
    IN_FLIGHT,
    /** Nobody had taken the VIP over yet. */
    VIP,
    /** The server that had failed was still in use. */
    DETECTION,
    /** The fault was over: what came back took requests it did not answer. */
    RETURN,
    /** None of these; all of those of a stack that tells nothing. */
    OTHER
  }

  /**
   * Gives each lost request to the last fault that had begun when it ended.
   *
   * @param acts in the order in which they begin
   * @param marks in the order of their times
   */
  static List<Loss> of(List<Call> calls, List<Act> acts, List<Mark> marks) {
    List<Map<Reason, Integer>> requests = new ArrayList<>();
    for (int i = 0; i <= acts.size(); i++) {
      requests.add(new EnumMap<>(Reason.class));
    }
    for (Call call : calls) {
      if (!call.isAnswered()) {
        double ended = (call.dueMillis() + call.tookMillis()) / 1e3;
        int act = 0;
        while (act < acts.size() && from(acts, act) <= ended) {
          act++;
        }
        requests.get(act).merge(reason(call, acts, act - 1, marks), 1, Integer::sum);
      }
    }
    List<Loss> losses = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (!requests.get(i).isEmpty() || i > 0) {
        losses.add(
            i == 0
                ? new Loss("", 0, requests.get(0))
                : new Loss(acts.get(i - 1).fault().said(), from(acts, i - 1), requests.get(i)));
      }
    }
    return losses;
  }

  private static Reason reason(Call call, List<Act> acts, int act, List<Mark> marks) {
    if (act < 0 || marks.isEmpty()) {
      return Reason.OTHER;
    }
    double due = call.dueMillis() / 1e3;
    double from = from(acts, act);
    double next = act + 1 < acts.size() ? from(acts, act + 1) : Double.POSITIVE_INFINITY;
    if (due < from) {
      return Reason.IN_FLIGHT;
    }
    List<Mark> others = marks.stream().filter(mark -> !isHit(acts.get(act), mark)).toList();
    if (due < first(others, Mark.Kind.VIP, from, next)) {
      return Reason.VIP;
    }
    if (due < first(others, Mark.Kind.SERVER_OUT, from, next)) {
      return Reason.DETECTION;
    }
    return due >= acts.get(act).until().toMillis() / 1e3 ? Reason.RETURN : Reason.OTHER;
  }

  /** What a balancer tells that is itself cut off does nothing for clients. */
  private static boolean isHit(Act act, Mark mark) {
    return Homelab.HOSTS
        .getOrDefault(act.fault().of(), List.of(act.fault().of()))
        .contains(mark.host());
  }

  /** When the first of a kind came after a fault; before everything if none did. */
  private static double first(List<Mark> marks, Mark.Kind kind, double from, double next) {
    return marks.stream()
        .filter(mark -> mark.kind() == kind && mark.seconds() >= from && mark.seconds() < next)
        .mapToDouble(Mark::seconds)
        .findFirst()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private static double from(List<Act> acts, int act) {
    return acts.get(act).from().toMillis() / 1e3;
  }
}
