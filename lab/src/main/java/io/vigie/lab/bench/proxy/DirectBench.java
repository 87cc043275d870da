package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Scratch;
import io.vigie.lab.bench.proxy.Course.Beside;
import io.vigie.lab.bench.proxy.Course.Measured;
import io.vigie.lab.bench.proxy.Course.Pacing;
import io.vigie.lab.bench.proxy.Course.Warm;
import io.vigie.lab.bench.proxy.Product.Site;
import io.vigie.lab.bench.traffic.Kind;
import io.vigie.lab.bench.traffic.Load;
import io.vigie.lab.bench.traffic.Servers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a frontend of {@code mode: direct} costs: the same work by the same clients and servers, on
 * hosts of their own, through a balancer that only routes, through HAProxy and through such a
 * frontend, in turn, round by round. The kernel's part belongs to no process, so what counts is
 * what the machine spends.
 */
public final class DirectBench {

  /** The way without anything but a route. */
  public static final String ROUTING = "routing";

  /** All ways, in the order of the table. */
  public static final List<String> WAYS =
      List.of(ROUTING, Haproxy.NAME, VigieLb.NAME + "-" + VigieLb.DIRECT);

  private static final int CONNECTIONS = 600;

  /**
   * What to do.
   *
   * @param work which kinds, in this order
   * @param haproxy the program
   * @param rounds of each kind and way
   * @param seconds of each run
   * @param warmUpSeconds before the first round of a kind, at most: until compilers are quiet
   * @param vigie the words that run the vigie command
   * @param java the words that run another main class of ours
   * @param results where each finished run is appended; rounds that are there are not made again
   */
  public record Options(
      List<Work> work,
      Path haproxy,
      int rounds,
      double seconds,
      double warmUpSeconds,
      List<String> vigie,
      List<String> java,
      Path results) {

    /** Copies the lists. */
    public Options {
      work = List.copyOf(work);
      vigie = List.copyOf(vigie);
      java = List.copyOf(java);
    }
  }

  /** Only the kernel, and only by its routes. */
  private record Routing(List<InetSocketAddress> targets) implements Way {

    @Override
    public String name() {
      return ROUTING;
    }

    @Override
    public List<Long> pids() {
      return List.of();
    }

    @Override
    public List<Long> pidsOfAll() {
      return List.of();
    }
  }

  private final Options options;
  private final Consumer<String> say;
  private final Runs runs;
  private final Load load;
  private final Servers servers;

  private DirectBench(Options options, Consumer<String> say, Load load, Servers servers)
      throws IOException {
    this.options = options;
    this.say = say;
    this.runs = new Runs(options.results(), say);
    this.load = load;
    this.servers = servers;
  }

  /** Runs it all; {@code say} hears of every finished run. */
  public static List<Run> run(Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    try (Scratch scratch = Scratch.create();
        DirectNet net = new DirectNet(WAYS.size());
        Servers servers =
            Servers.start(
                scratch.path().resolve("servers.log"),
                net.servers().command(options.java()),
                net.servers().net(),
                1);
        Load load = Load.start(scratch.path().resolve("load.log"), net.clients(options.java()))) {
      Perf perf = Perf.probe(scratch.path());
      say.accept("costs: " + perf.words());
      DirectBench bench = new DirectBench(options, say, load, servers);
      Course course =
          new Course(load, servers.pid(), perf, scratch.path(), options.warmUpSeconds(), 0);
      bench.all(net, course, scratch.path());
      return bench.runs.all();
    }
  }

  private void all(DirectNet net, Course course, Path directory)
      throws IOException, InterruptedException {
    List<Work> open =
        options.work().stream().filter(work -> !runs.have(WAYS, work, options.rounds())).toList();
    if (open.isEmpty()) {
      return;
    }
    InetSocketAddress server = new InetSocketAddress(net.servers().listen(), servers.port());
    try (Proxy haproxy = start(new Haproxy(options.haproxy(), false), net.balancer(1), directory);
        Proxy direct = start(VigieLb.direct(options.vigie()), net.balancer(2), directory)) {
      List<Way> ways = List.of(new Routing(List.of(server)), haproxy, direct);
      for (Work work : open) {
        series(work, ways, course);
      }
    }
  }

  private Proxy start(Product.Launch launch, Place place, Path directory)
      throws IOException, InterruptedException {
    Site site = new Site(place, servers.port(), CONNECTIONS, Proc.descriptorLimit());
    Proxy proxy = launch.start(Files.createTempDirectory(directory, "product"), site);
    try {
      proxy.awaitListening(this::answers);
      return proxy;
    } catch (IOException | InterruptedException e) {
      proxy.close();
      throw e;
    }
  }

  private boolean answers(InetSocketAddress target) throws IOException {
    long errors = load.open(List.of(target), List.of(Kind.kept(1)));
    load.finish();
    return errors == 0;
  }

  private void series(Work work, List<Way> ways, Course course)
      throws IOException, InterruptedException {
    for (Way way : ways) {
      Warm warm = course.warmUp(way, work.kind());
      say.accept(
          "%s: warmed up for %s in %.0f s, %d errors"
              .formatted(way.name(), work, warm.seconds(), warm.errors()));
    }
    for (int round = 1; round <= options.rounds(); round++) {
      List<Way> order = new ArrayList<>(ways);
      Collections.rotate(order, 1 - round);
      for (Way way : order) {
        if (!runs.has(way.name(), work, round)) {
          Measured run = course.measure(way, work, new Pacing(options.seconds(), 0), beside(way));
          runs.add(new Run(way.name(), Haproxy.NAME, work, round, run.errors(), run.figures()));
        }
      }
    }
  }

  /** All programs but clients, servers, and what is between them. */
  private Beside beside(Way way) {
    Set<Long> parts = new HashSet<>(way.pidsOfAll());
    parts.add(load.pid());
    parts.add(servers.pid());
    return () -> Proc.cpuSecondsBut(parts);
  }
}
