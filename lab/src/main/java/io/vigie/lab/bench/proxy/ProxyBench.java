package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Scratch;
import io.vigie.lab.bench.proxy.Course.Pacing;
import io.vigie.lab.bench.proxy.Field.Runner;
import io.vigie.lab.bench.proxy.Product.Site;
import io.vigie.lab.bench.traffic.Load;
import io.vigie.lab.bench.traffic.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Vigie's proxy beside others: the same work by the same clients through the one and the others, in
 * turn, round by round. What counts is what each unit of work costs the proxy's processes.
 */
public final class ProxyBench {

  private static final int MOST_IDLE = 9_000;
  private static final double IDLE_SHARE = 0.45;

  /** Connections that a proxy must let in, whatever the number of idle ones. */
  private static final int LEAST_CONNECTIONS = 600;

  /** Descriptors of which the works can do at all. */
  public static final int LEAST_DESCRIPTORS = 4096;

  /**
   * What to do.
   *
   * @param work which kinds, in this order
   * @param products which of {@link Products#NAMES}
   * @param engines of Vigie; empty for the one it takes by itself
   * @param haproxy the program
   * @param rounds of each kind and product
   * @param seconds of each run
   * @param warmUpSeconds before the first round of a kind, at most: until compilers are quiet
   * @param idle connections that do nothing, at most
   * @param vigie the words that run the vigie command
   * @param java the words that run another main class of ours
   * @param results where each finished run is appended; rounds that are there are not made again
   */
  public record Options(
      List<Work> work,
      List<String> products,
      List<String> engines,
      Path haproxy,
      int rounds,
      double seconds,
      double warmUpSeconds,
      int idle,
      List<String> vigie,
      List<String> java,
      Path results) {

    /** Copies the lists. */
    public Options {
      work = List.copyOf(work);
      products = List.copyOf(products);
      engines = List.copyOf(engines);
      vigie = List.copyOf(vigie);
      java = List.copyOf(java);
    }
  }

  private final Options options;
  private final Consumer<String> say;
  private final Runs runs;
  private final Path directory;
  private final Site site;
  private final Course course;

  private ProxyBench(
      Options options, Consumer<String> say, Path directory, Site site, Course course)
      throws IOException {
    this.options = options;
    this.say = say;
    this.runs = new Runs(options.results(), say);
    this.directory = directory;
    this.site = site;
    this.course = course;
  }

  /** Runs it all; {@code say} hears of every finished run. */
  public static List<Run> run(Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    long descriptors = Proc.descriptorLimit();
    int idle = (int) Math.min(options.idle(), idle(descriptors));
    int servers = Products.servers(options.work());
    try (Scratch scratch = Scratch.create();
        Servers backend =
            Servers.start(
                scratch.path().resolve("servers.log"), options.java(), Servers.LOOPBACK, servers);
        Load load = Load.start(scratch.path().resolve("load.log"), options.java())) {
      Perf perf = Perf.probe(scratch.path());
      say.accept("costs: " + perf.words());
      Site site =
          new Site(
              Place.LOOPBACK,
              backend.port(),
              Math.max(idle + idle / 20, LEAST_CONNECTIONS),
              descriptors);
      Course course =
          new Course(load, backend.pid(), perf, scratch.path(), options.warmUpSeconds(), idle);
      ProxyBench bench = new ProxyBench(options, say, scratch.path(), site, course);
      bench.all();
      return bench.runs.all();
    }
  }

  /** How many idle connections there can be: each takes two descriptors of a proxy. */
  static long idle(long descriptors) {
    return Math.min(MOST_IDLE, (long) (IDLE_SHARE * descriptors));
  }

  /** Whether the works can be done with so few descriptors as there are. */
  public static boolean hasDescriptors() throws IOException {
    return Proc.descriptorLimit() >= LEAST_DESCRIPTORS;
  }

  private void all() throws IOException, InterruptedException {
    List<Product> products = Products.of(options, say);
    List<Work> shared =
        options.work().stream().filter(work -> work != Work.IDLE && !work.isGrowth()).toList();
    series(shared, products);
    if (options.work().contains(Work.IDLE)) {
      idle(products);
    }
    series(options.work().stream().filter(Work::isGrowth).toList(), Products.growth(options));
  }

  private void series(List<Work> works, List<Product> products)
      throws IOException, InterruptedException {
    if (works.stream().allMatch(work -> areMade(products, work))) {
      return;
    }
    try (Field field = Field.start(products, directory, site, say)) {
      for (Work work : works) {
        if (!areMade(products, work)) {
          series(work, field);
        }
      }
    }
  }

  private void series(Work work, Field field) throws IOException, InterruptedException {
    for (Runner runner : field.order(1)) {
      Course.Warm warm = course.warmUp(runner.proxy(), work.kind());
      say.accept(
          "%s: warmed up for %s in %.0f s, %d errors"
              .formatted(runner.proxy().name(), work, warm.seconds(), warm.errors()));
    }
    double rate = work == Work.PACED ? saturation(field) / 2 : 0;
    for (int round = 1; round <= options.rounds(); round++) {
      for (Runner runner : field.order(round)) {
        if (!runs.has(runner.product().name(), work, round)) {
          runs.add(course.run(field, runner, work, round, new Pacing(options.seconds(), rate)));
        }
      }
    }
  }

  /** Requests a second that the reference reaches, or else whoever is first; measured once. */
  private double saturation(Field field) throws IOException, InterruptedException {
    for (Run run : runs.all()) {
      if (run.work() == Work.PACED && run.round() == 0) {
        return run.figure(Figure.RATE).orElse(0.0);
      }
    }
    Pacing asFastAsAnswered = new Pacing(options.seconds(), 0);
    Run run = course.run(field, field.order(1).getFirst(), Work.PACED, 0, asFastAsAnswered);
    runs.add(run);
    return run.figure(Figure.RATE).orElse(0.0);
  }

  /** A process for each run: what connections take must not be there from others. */
  private void idle(List<Product> products) throws IOException, InterruptedException {
    for (int round = 1; round <= options.rounds(); round++) {
      for (int i = 0; i < products.size(); i++) {
        Product product = products.get((i + round - 1) % products.size());
        if (!runs.has(product.name(), Work.IDLE, round)) {
          try (Field alone = Field.start(List.of(product), directory, site, say)) {
            for (Runner runner : alone.order(1)) {
              runs.add(course.idle(runner, round));
            }
          }
        }
      }
    }
  }

  private boolean areMade(List<Product> products, Work work) {
    return runs.have(products.stream().map(Product::name).toList(), work, options.rounds());
  }
}
