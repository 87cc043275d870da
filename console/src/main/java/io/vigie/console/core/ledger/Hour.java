package io.vigie.console.core.ledger;

import io.vigie.event.Envelope;
import io.vigie.event.TrafficSampled;
import java.util.HashSet;
import java.util.Set;

/** What balancers counted of a frontend's traffic in one hour. */
final class Hour {

  private final Seconds seconds = new Seconds();
  private final Set<String> seen = new HashSet<>();
  private long attempts;
  private long failures;

  Seconds seconds() {
    return seconds;
  }

  long attempts() {
    return attempts;
  }

  long failures() {
    return failures;
  }

  /** Takes in the part of a sample that lies in this hour, once. */
  void heard(Envelope envelope, TrafficSampled sample, long hour) {
    if (!seen.add(envelope.id())) {
      return;
    }
    long first = envelope.time().getEpochSecond() - TrafficSampled.SECONDS;
    for (int i = 0; i < TrafficSampled.SECONDS; i++) {
      long at = first + i;
      if (Math.floorDiv(at, Seconds.MANY) != hour) {
        continue;
      }
      long asked = sample.total().attempts().get(i);
      long failed = sample.total().failures().get(i);
      attempts += asked;
      failures += failed;
      if (asked + failed > 0) {
        long lost = failed * 1_000 / Math.max(asked, failed);
        seconds.saw(Math.floorMod(at, Seconds.MANY), (int) lost);
      }
    }
  }
}
