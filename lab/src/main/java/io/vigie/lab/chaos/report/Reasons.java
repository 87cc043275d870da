package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Loss.Reason;
import io.vigie.lab.chaos.verdict.Told;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Why requests were lost, in words. */
final class Reasons {

  private Reasons() {}

  static String word(Reason reason) {
    return switch (reason) {
      case IN_FLIGHT -> "in flight";
      case VIP -> "VIP";
      case DETECTION -> "detection";
      case RETURN -> "return";
      case OTHER -> "other";
    };
  }

  static String explained(Reason reason) {
    return switch (reason) {
      case IN_FLIGHT -> "it was under way when the fault began";
      case VIP -> "nobody had taken the VIP over yet";
      case DETECTION -> "the server that had failed was still in use";
      case RETURN -> "the fault was over, and what came back did not answer yet";
      case OTHER -> "none of these, or the stack tells nothing by which to know";
    };
  }

  /** Such as {@code in flight 20, VIP 11}; empty for none, and for a stack that tells nothing. */
  static String said(Told told, Map<Reason, Integer> requests) {
    List<String> parts = new ArrayList<>();
    if (told.events() != null) {
      for (Reason reason : Reason.values()) {
        int count = requests.getOrDefault(reason, 0);
        if (count > 0) {
          parts.add(word(reason) + " " + count);
        }
      }
    }
    return String.join(", ", parts);
  }

  /** Of all faults of a run. */
  static Map<Reason, Integer> sum(Told told) {
    Map<Reason, Integer> sum = new EnumMap<>(Reason.class);
    told.losses()
        .forEach(loss -> loss.requests().forEach((why, n) -> sum.merge(why, n, Integer::sum)));
    return sum;
  }

  static int count(Map<Reason, Integer> requests) {
    return requests.values().stream().mapToInt(Integer::intValue).sum();
  }
}
