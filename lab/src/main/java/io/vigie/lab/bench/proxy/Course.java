package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.proxy.Field.Runner;
import io.vigie.lab.bench.traffic.Kind;
import io.vigie.lab.bench.traffic.Load;
import io.vigie.lab.bench.traffic.Load.Done;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is done with one proxy at a time.
 *
 * @param load the clients
 * @param serversPid the process of the servers
 * @param perf what the processor's counters can tell
 * @param directory for files that come and go
 * @param warmUpSeconds at most
 * @param idle connections that do nothing
 */
record Course(
    Load load, long serversPid, Perf perf, Path directory, double warmUpSeconds, int idle) {

  private static final double SLICE_SECONDS = 1;

  /** Compilers that take less than this share of a core are done. */
  private static final double QUIET = 0.03;

  private static final int QUIET_SLICES = 2;
  private static final long SETTLE_MILLIS = 1_000;
  private static final double MIB = 1 << 20;
  private static final Set<Figure> PER_UNIT =
      Set.of(
          Figure.CYCLES, Figure.INSTRUCTIONS, Figure.CPU, Figure.SYSTEM_CYCLES, Figure.SYSTEM_CPU);

  /**
   * Has the proxy work until its compilers, and those of clients and servers, are quiet.
   *
   * @return how long that took, in seconds
   */
  double warmUp(Proxy proxy, Kind kind) throws IOException {
    load.open(proxy.targets(), List.of(kind));
    double spent = 0;
    double before = compilerSeconds(proxy);
    int quiet = 0;
    while (spent < warmUpSeconds && quiet < QUIET_SLICES) {
      double slice = Math.min(SLICE_SECONDS, warmUpSeconds - spent);
      load.run(slice);
      spent += slice;
      double now = compilerSeconds(proxy);
      quiet = now - before < QUIET * slice ? quiet + 1 : 0;
      before = now;
    }
    load.finish();
    return spent;
  }

  private double compilerSeconds(Proxy proxy) throws IOException {
    double sum = Proc.compilerSeconds(load.pid()) + Proc.compilerSeconds(serversPid);
    for (long pid : proxy.pids()) {
      sum += Proc.compilerSeconds(pid);
    }
    return sum;
  }

  /**
   * One run. Connections that are kept are there before anything is counted.
   *
   * @param perSecond requests, at even intervals; 0 for as many as are answered
   */
  Run run(Runner runner, Work work, int round, double seconds, double perSecond)
      throws IOException, InterruptedException {
    Proxy proxy = runner.proxy();
    long errors = load.open(proxy.targets(), List.of(work.kind()));
    Map<Figure, Double> figures;
    Done done;
    try (Meter meter = Meter.start(perf, directory, proxy.pids())) {
      done = perSecond > 0 ? load.pace(seconds, perSecond) : load.run(seconds);
      figures = meter.stop();
    }
    load.finish();
    double units = work.units(done.exchanges());
    if (units > 0) {
      figures.replaceAll((figure, sum) -> PER_UNIT.contains(figure) ? sum / units : sum);
      figures.put(Figure.RATE, units / done.seconds());
    } else {
      figures.clear();
    }
    if (perSecond > 0) {
      figures.put(Figure.P99, done.p99Millis());
      figures.put(Figure.LONGEST, done.longestMillis());
    }
    return run(runner, work, round, errors + done.errors(), figures);
  }

  /** What connections that do nothing take of a proxy that is fresh, but has compiled. */
  Run idle(Runner runner, int round) throws IOException, InterruptedException {
    Proxy proxy = runner.proxy();
    warmUp(proxy, Work.NEW.kind());
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    long before = Proc.rssBytes(proxy.pids());
    long errors = load.open(proxy.targets(), List.of(Kind.kept(idle)));
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    long after = Proc.rssBytes(proxy.pids());
    load.finish();
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.CONNECTION_BYTES, (double) (after - before) / idle);
    figures.put(Figure.FIXED, before / MIB);
    return run(runner, Work.IDLE, round, errors, figures);
  }

  private static Run run(
      Runner runner, Work work, int round, long errors, Map<Figure, Double> figures) {
    return new Run(
        runner.product().name(), runner.product().reference(), work, round, errors, figures);
  }
}
