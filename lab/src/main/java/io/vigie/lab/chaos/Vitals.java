package io.vigie.lab.chaos;

import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.proxy.Proc;
import io.vigie.lab.chaos.verdict.Vital;
import io.vigie.lab.chaos.verdict.Vital.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What processes have, looked at again and again.
 *
 * <p>Thread rule: one thread at a time.
 */
final class Vitals {

  /** A JVM has loaded what it needs by then. */
  private static final long SETTLED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private record Look(String program, long nanos, Size size) {}

  private final Map<Long, Long> firstSeen = new HashMap<>();
  private final Map<Long, Look> first = new HashMap<>();
  private final Map<Long, Look> last = new HashMap<>();

  /** Looks at what runs now. */
  void look(Map<String, Child> running, long now) {
    running.forEach(
        (program, child) -> {
          long pid = child.pid();
          if (now - firstSeen.computeIfAbsent(pid, _ -> now) >= SETTLED_NANOS && child.isAlive()) {
            try {
              Look look = new Look(program, now, size(pid));
              first.putIfAbsent(pid, look);
              last.put(pid, look);
            } catch (IOException _) {
              // it has just ended
            }
          }
        });
  }

  private static Size size(long pid) throws IOException {
    return new Size(
        Proc.rssBytes(List.of(pid)) / 1048576.0, Proc.descriptors(pid).size(), Proc.threads(pid));
  }

  /** Of those that run now. */
  List<Vital> of(Map<String, Child> running) {
    List<Vital> all = new ArrayList<>();
    running.forEach(
        (program, child) -> {
          Look from = first.get(child.pid());
          Look to = last.get(child.pid());
          if (from != null && to != null && to.nanos() > from.nanos()) {
            double minutes = (to.nanos() - from.nanos()) / 60e9;
            all.add(new Vital(program, minutes, from.size(), to.size()));
          }
        });
    return all;
  }
}
