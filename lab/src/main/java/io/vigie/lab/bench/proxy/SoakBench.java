package io.vigie.lab.bench.proxy;

import io.vigie.lab.Pid;
import io.vigie.lab.bench.Scratch;
import io.vigie.lab.bench.proxy.Product.Site;
import io.vigie.lab.bench.traffic.Kind;
import io.vigie.lab.bench.traffic.Load;
import io.vigie.lab.bench.traffic.Load.Done;
import io.vigie.lab.bench.traffic.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * lb-service for long, with traffic of all kinds, servers that die and come back, and reloads: what
 * it holds must not grow, and what became of every connection must be known.
 */
public final class SoakBench {

  private static final int SERVERS = 8;
  private static final int CONNECTIONS = 600;
  private static final int LEAST_SAMPLE_SECONDS = 2;
  private static final int SAMPLES = 60;
  private static final int LOOK_MILLIS = 100;
  private static final int QUIET_SECONDS = 60;

  /** The service shows a new picture every second. */
  private static final long PICTURE_MILLIS = 2_500;

  private static final double PIPES_SLACK = 16;
  private static final double DESCRIPTORS_SLACK = 32;
  private static final double RSS_SLACK_MIB = 16;
  private static final double HEAP_SLACK_MIB = 4;
  private static final double THREADS_SLACK = 4;

  private static final List<Kind> MIX =
      List.of(
          new Kind(64, 0, 0, Kind.ANSWER_BYTES, 20),
          new Kind(64, 20, 0, Kind.ANSWER_BYTES, 50),
          new Kind(16, 1, 0, Kind.ANSWER_BYTES, 10),
          new Kind(4, 3, 0, 4 << 20, 50),
          new Kind(4, 3, 4 << 20, Kind.ANSWER_BYTES, 50));

  /**
   * What to do.
   *
   * @param minutes how long
   * @param engine the value of {@code engine:}; empty for the one it takes by itself
   * @param vigie the words that run the vigie command
   * @param java the words that run another main class of ours
   * @param results where samples are appended, as lines of JSON
   */
  public record Options(
      double minutes, String engine, List<String> vigie, List<String> java, Path results) {}

  /**
   * What was found of one thing.
   *
   * @param what it is
   * @param detail figures, for people
   * @param good whether it is as it must be
   */
  public record Check(String what, String detail, boolean good) {}

  private final Options options;
  private final Consumer<String> say;
  private final VigieLb vigie;
  private final VigieLb.Ports ports;
  private final List<Sample> samples = new ArrayList<>();
  private int reloads;

  private SoakBench(Options options, Consumer<String> say) throws IOException {
    this.options = options;
    this.say = say;
    this.vigie =
        new VigieLb(
            VigieLb.name(options.engine()),
            options.engine(),
            VigieLb.PROXY,
            SERVERS,
            1,
            true,
            options.vigie());
    this.ports = VigieLb.Ports.free(1);
  }

  /** Runs it; {@code say} hears of every sample. */
  public static List<Check> run(Options options, Consumer<String> say)
      throws IOException, InterruptedException, ExecutionException {
    return new SoakBench(options, say).run();
  }

  private List<Check> run() throws IOException, InterruptedException, ExecutionException {
    try (Scratch scratch = Scratch.create();
        Servers servers =
            Servers.start(
                scratch.path().resolve("servers.log"), options.java(), Servers.LOOPBACK, SERVERS);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Load load = Load.start(scratch.path().resolve("load.log"), options.java())) {
      Site site = new Site(Place.LOOPBACK, servers.port(), CONNECTIONS, Proc.descriptorLimit());
      Path directory = Files.createDirectory(scratch.path().resolve("vigie"));
      try (Proxy proxy = vigie.start(directory, site, ports)) {
        proxy.awaitListening();
        load.open(proxy.targets(), MIX);
        Future<Done> working = clients.submit(() -> load.run(60 * options.minutes()));
        Trouble trouble = new Trouble(servers, SERVERS, () -> reload(proxy, directory, site));
        watch(proxy, working, trouble);
        trouble.end();
        Done done = working.get();
        load.finish();
        return checks(proxy, done, trouble);
      }
    }
  }

  private void reload(Proxy proxy, Path directory, Site site) throws IOException {
    vigie.configure(directory, site, ports, VigieLb.RETRIES + ++reloads % 2);
    List<Long> all = new ArrayList<>(List.of(proxy.process().pid()));
    proxy.others().forEach(other -> all.add(other.pid()));
    for (long pid : all) {
      Pid.of(pid).orElseThrow(() -> new IOException("a service has ended")).send(Pid.Signal.HUP);
    }
  }

  private void watch(Proxy proxy, Future<Done> working, Trouble trouble)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    double every = Math.max(LEAST_SAMPLE_SECONDS, 60 * options.minutes() / SAMPLES);
    while (!working.isDone()) {
      double second = (System.nanoTime() - began) / 1e9;
      if (second >= every * (samples.size() + 1)) {
        Sample sample = Sample.of(proxy.process(), (long) second);
        samples.add(sample);
        Files.writeString(
            options.results(),
            sample.json() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        say.accept(sample.json());
      }
      trouble.make();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private List<Check> checks(Proxy proxy, Done done, Trouble trouble)
      throws IOException, InterruptedException {
    List<Check> checks = new ArrayList<>();
    trend(checks, "descriptors", Sample::descriptors, DESCRIPTORS_SLACK);
    trend(checks, "pipes", Sample::pipes, PIPES_SLACK);
    trend(checks, "resident memory MiB", Sample::rssMib, RSS_SLACK_MIB);
    trend(checks, "heap MiB", Sample::heapMib, HEAP_SLACK_MIB);
    trend(checks, "threads", Sample::threads, THREADS_SLACK);
    Metrics metrics = quiet();
    checks.add(account(metrics, done));
    long bad =
        metrics.sum("vigie_config_reloads_total", "result=\"broken\"")
            + metrics.sum("vigie_config_reloads_total", "result=\"refused\"");
    checks.add(new Check("reloads", "%d, %d of them refused".formatted(reloads, bad), bad == 0));
    Sample last = Sample.of(proxy.process(), -1);
    checks.add(
        new Check(
            "descriptors when all is quiet",
            "%.0f, %.0f of them pipes".formatted(last.descriptors(), last.pipes()),
            samples.isEmpty() || last.descriptors() < samples.getLast().descriptors()));
    say.accept(
        "%d exchanges, %d errors of clients while %d servers died"
            .formatted(done.exchanges(), done.errors(), trouble.deaths()));
    return checks;
  }

  private void trend(
      List<Check> checks, String what, ToDoubleFunction<Sample> figure, double slack) {
    List<Double> figures = samples.stream().mapToDouble(figure).boxed().toList();
    try {
      checks.add(Trend.of(what, figures, slack).check());
    } catch (IllegalArgumentException e) {
      say.accept("not checked: too few samples, " + e.getMessage());
    }
  }

  /** The metrics once no session is left, or when that takes too long. */
  private Metrics quiet() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
    Metrics metrics;
    do {
      TimeUnit.MILLISECONDS.sleep(PICTURE_MILLIS);
      metrics = Metrics.of(ports.lb());
    } while (metrics.sum("vigie_lb_frontend_sessions_active", "") > 0
        && System.nanoTime() - end < 0);
    return metrics;
  }

  private static Check account(Metrics metrics, Done done) {
    long accepted = metrics.sum("vigie_lb_frontend_accepted_total", "");
    long ended = metrics.sum("vigie_lb_frontend_ended_total", "");
    long live = metrics.sum("vigie_lb_frontend_sessions_active", "");
    return new Check(
        "connections accounted for",
        "%d accepted, %d ended by a code, %d live; clients made %d"
            .formatted(accepted, ended, live, done.connects()),
        accepted == ended + live && accepted >= done.connects());
  }
}
