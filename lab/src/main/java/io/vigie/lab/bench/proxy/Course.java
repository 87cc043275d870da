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
   * What a warm-up came to.
   *
   * @param seconds how long it took
   * @param errors exchanges that failed
   */
  record Warm(double seconds, long errors) {}

  /** Has the proxy work until its compilers, and those of clients and servers, are quiet. */
  Warm warmUp(Way way, Kind kind) throws IOException {
    long errors = load.open(way.targets(), List.of(kind));
    double spent = 0;
    double before = compilerSeconds(way);
    int quiet = 0;
    while (spent < warmUpSeconds && quiet < QUIET_SLICES) {
      double slice = Math.min(SLICE_SECONDS, warmUpSeconds - spent);
      errors += load.run(slice).errors();
      spent += slice;
      double now = compilerSeconds(way);
      quiet = now - before < QUIET * slice ? quiet + 1 : 0;
      before = now;
    }
    load.finish();
    return new Warm(spent, errors);
  }

  private double compilerSeconds(Way way) throws IOException {
    double sum = Proc.compilerSeconds(load.pid()) + Proc.compilerSeconds(serversPid);
    for (long pid : way.pids()) {
      sum += Proc.compilerSeconds(pid);
    }
    return sum;
  }

  /**
   * How long a run is, and how fast.
   *
   * @param perSecond requests, at even intervals; 0 for as many as are answered
   */
  record Pacing(double seconds, double perSecond) {}

  /** What has no part in a run, but runs. */
  @FunctionalInterface
  interface Beside {

    /** CPU time it has taken so far. */
    double cpuSeconds() throws IOException;
  }

  /**
   * What was measured in a run.
   *
   * @param errors exchanges and connects that failed
   * @param figures those that could be taken
   */
  record Measured(long errors, Map<Figure, Double> figures) {}

  /** One run through a product. */
  Run run(Field field, Runner runner, Work work, int round, Pacing pacing)
      throws IOException, InterruptedException {
    Proxy proxy = runner.proxy();
    Measured measured = measure(proxy, work, pacing, () -> field.cpuSecondsBeside(proxy));
    return run(runner, work, round, measured.errors(), measured.figures());
  }

  /** One run. Connections that are kept are there before anything is counted. */
  Measured measure(Way way, Work work, Pacing pacing, Beside beside)
      throws IOException, InterruptedException {
    double seconds = pacing.seconds();
    double perSecond = pacing.perSecond();
    long errors = load.open(way.targets(), List.of(work.kind()));
    Map<Figure, Double> figures;
    Done done;
    double others;
    try (Meter meter = Meter.start(perf, directory, way.pids())) {
      double before = beside.cpuSeconds();
      done = perSecond > 0 ? load.pace(seconds, perSecond) : load.run(seconds);
      others = beside.cpuSeconds() - before;
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
    figures.put(Figure.OTHERS, Math.max(0, others) / done.seconds());
    if (perSecond > 0) {
      figures.put(Figure.P99, done.p99Millis());
      figures.put(Figure.LONGEST, done.longestMillis());
    }
    return new Measured(errors + done.errors(), figures);
  }

  /** What connections that do nothing take of a proxy that is fresh, but has compiled. */
  Run idle(Runner runner, int round) throws IOException, InterruptedException {
    Proxy proxy = runner.proxy();
    warmUp(proxy, Work.NEW.kind());
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    boolean java = runner.product().launch() instanceof VigieLb; // nobody else may be asked
    long heapBefore = java ? proxy.process().heapBytes() : -1;
    long before = Proc.rssBytes(proxy.pids());
    long errors = load.open(proxy.targets(), List.of(Kind.kept(idle)));
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    long after = Proc.rssBytes(proxy.pids());
    long heapAfter = java ? proxy.process().heapBytes() : -1;
    load.finish();
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    double resident = (double) (after - before) / idle;
    double heap = heapBefore < 0 ? 0 : (double) (heapAfter - heapBefore) / idle;
    figures.put(Figure.RSS_BYTES, resident);
    if (heapBefore >= 0) {
      figures.put(Figure.HEAP_BYTES, heap);
    }
    figures.put(Figure.CONNECTION_BYTES, resident + heap);
    figures.put(Figure.FIXED, before / MIB);
    return run(runner, Work.IDLE, round, errors, figures);
  }

  private static Run run(
      Runner runner, Work work, int round, long errors, Map<Figure, Double> figures) {
    return new Run(
        runner.product().name(), runner.product().reference(), work, round, errors, figures);
  }
}
