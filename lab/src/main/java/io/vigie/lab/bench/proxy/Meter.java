package io.vigie.lab.bench.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a proxy's processes, and the machine, spend between two moments. */
final class Meter implements AutoCloseable {

  private final List<Long> pids;
  private final Perf.Count count;
  private final double cpuBefore;
  private final double busyBefore;

  private Meter(List<Long> pids, Perf.Count count) throws IOException {
    this.pids = pids;
    this.count = count;
    this.cpuBefore = Proc.cpuSeconds(pids);
    this.busyBefore = Proc.busySeconds();
  }

  static Meter start(Perf perf, Path directory, List<Long> pids) throws IOException {
    Perf.Count count = perf.start(directory, pids);
    try {
      return new Meter(pids, count);
    } catch (IOException e) {
      count.close();
      throw e;
    }
  }

  /** What was spent, all in all. */
  Map<Figure, Double> stop() throws IOException, InterruptedException {
    Map<Figure, Double> spent = new EnumMap<>(Figure.class);
    spent.put(Figure.CPU, Proc.cpuSeconds(pids) - cpuBefore);
    spent.put(Figure.SYSTEM_CPU, Proc.busySeconds() - busyBefore);
    spent.putAll(count.stop());
    return spent;
  }

  @Override
  public void close() {
    count.close();
  }
}
