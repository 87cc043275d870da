package io.vigie.lab.chaos;

import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.HeapInfo;
import io.vigie.lab.bench.proxy.Proc;
import io.vigie.lab.chaos.verdict.Life;
import io.vigie.lab.chaos.verdict.Life.Look;
import io.vigie.lab.chaos.verdict.Life.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What processes have when they are 1, 2, 4, 8, … minutes old, and when the load is over. A JVM
 * collects its garbage for it.
 *
 * <p>Thread rule: one thread at a time; a look takes as long as the process needs to answer.
 */
final class Vitals {

  private static final double MIB = 1 << 20;

  /** A look that comes later than this is no look at that age. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final int REST_LOOKS = 10;
  private static final int REST_MILLIS = 2_000;

  /** A process that is watched; it is looked at next when it is {@code due} minutes old. */
  private static final class Watched {

    private final String program;
    private final long since;
    private final List<Look> looks = new ArrayList<>();
    private int due = 1;
    private @Nullable Size rest;

    Watched(String program, long since) {
      this.program = program;
      this.since = since;
    }

    /** By how much it is older than the next age to look at. */
    long over(long now) {
      return now - since - TimeUnit.MINUTES.toNanos(due);
    }
  }

  private final Map<Long, Watched> all = new LinkedHashMap<>();

  /** Looks at those that have come to an age. */
  void look(Map<String, Child> running, long now) throws InterruptedException {
    for (Map.Entry<String, Child> one : running.entrySet()) {
      Child child = one.getValue();
      Watched watched = all.computeIfAbsent(child.pid(), _ -> new Watched(one.getKey(), now));
      if (watched.over(now) >= 0 && child.isAlive()) {
        look(watched, child, now);
      }
    }
  }

  private static void look(Watched watched, Child child, long now) throws InterruptedException {
    try {
      if (watched.over(now) > LATE_NANOS) {
        watched.due *= 2;
      } else if (!Proc.isStopped(child.pid())) {
        Size size = size(child);
        watched.looks.add(new Look(watched.due, size));
        watched.due *= 2;
      }
    } catch (IOException _) {
      // it has just ended, or does not answer; if it does in time, there is a look
    }
  }

  /** Looks at those that run when no more is asked of them, and all that was has ended. */
  void rest(Map<String, Child> running) throws InterruptedException {
    List<Child> ours =
        running.values().stream()
            .filter(child -> all.containsKey(child.pid()) && child.isAlive())
            .toList();
    awaitRest(ours);
    for (Child child : ours) {
      Watched watched = Objects.requireNonNull(all.get(child.pid()));
      try {
        watched.rest = size(child);
      } catch (IOException _) {
        // it has just ended, or does not answer
      }
    }
  }

  /** Until the number of descriptors of each stays, for 20 s at most. */
  private static void awaitRest(List<Child> ours) throws InterruptedException {
    List<Integer> before = List.of();
    for (int i = 0; i < REST_LOOKS; i++) {
      List<Integer> now = ours.stream().map(Vitals::descriptors).toList();
      if (now.equals(before)) {
        return;
      }
      before = now;
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
    }
  }

  /** How many it has; 0 if it has just ended. */
  private static int descriptors(Child child) {
    try {
      return Proc.descriptors(child.pid()).size();
    } catch (IOException _) {
      return 0;
    }
  }

  private static Size size(Child child) throws IOException, InterruptedException {
    HeapInfo heap = Proc.isJvm(child.pid()) ? child.collected() : HeapInfo.NONE;
    OptionalLong used = heap.usedBytes();
    return new Size(
        used.isPresent() ? used.getAsLong() / MIB : -1,
        Proc.rssBytesBeside(child.pid(), heap.ranges()) / MIB,
        Proc.descriptors(child.pid()).size(),
        Proc.threads(child.pid()));
  }

  /** Those that were looked at, in the order of their starts. */
  List<Life> lives() {
    return all.values().stream()
        .filter(one -> !one.looks.isEmpty() || one.rest != null)
        .map(one -> new Life(one.program, one.looks, one.rest))
        .toList();
  }
}
