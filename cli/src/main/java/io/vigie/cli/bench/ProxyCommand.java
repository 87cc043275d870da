package io.vigie.cli.bench;

import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Terminal;
import io.vigie.lab.bench.proxy.Figure;
import io.vigie.lab.bench.proxy.Products;
import io.vigie.lab.bench.proxy.ProxyBench;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.bench.proxy.Tools;
import io.vigie.lab.bench.proxy.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigie bench proxy}. */
@Command(
    name = "proxy",
    description = "The same traffic through lb-service and through other TCP proxies, in turn.")
final class ProxyCommand implements Callable<Integer> {

  /** What {@code engine:} may be, besides {@code auto}. */
  static final List<String> ENGINES = List.of("epoll", "vertx");

  private static final int MOST_IDLE = 9_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--work",
      split = ",",
      defaultValue = "kept,new,bulk,idle",
      description =
          "Of kept (64 and 512 connections), new, bulk (1, 8 and 64 connections), idle, paced,"
              + " servers; or one of them, as kept-64. Default: ${DEFAULT-VALUE}.")
  private List<String> work = List.of();

  @Option(
      names = "--direction",
      defaultValue = "download",
      description = "Of bulk: download, upload or both.")
  private String direction = "";

  @Option(
      names = "--products",
      split = ",",
      defaultValue = "haproxy,haproxy-tuned,nginx,vigie",
      description = "Default: ${DEFAULT-VALUE}. All are compared with haproxy.")
  private List<String> products = List.of();

  @Option(
      names = "--engine",
      split = ",",
      description =
          "Of epoll, vertx: one Vigie for each. Without it, one Vigie with the engine"
              + " that it takes by itself.")
  private List<String> engines = List.of();

  @Option(names = "--haproxy", description = "The haproxy to run; else the one of this machine.")
  private @Nullable Path haproxy;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "Of each work and product. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Of each run. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description =
          "Seconds before the first round, at most: until the JVMs have compiled. Default:"
              + " ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--idle",
      defaultValue = "9000",
      description =
          "Idle connections, and no more than 45 %% of the descriptors there may be. Default:"
              + " ${DEFAULT-VALUE}.")
  private int idle;

  @Option(
      names = "--resume",
      description = "A file of results: the runs that are in it are not made again.")
  private @Nullable Path resume;

  @Override
  public Integer call() throws Exception {
    List<Work> works = works();
    requireOneOf("product", products, Products.NAMES);
    requireOneOf("engine", engines, ENGINES);
    Ranges.require("bench proxy", "rounds", rounds, 1, Ranges.MOST_ROUNDS);
    Ranges.require("bench proxy", "seconds", seconds, 0.1, Ranges.MOST_SECONDS);
    Ranges.require("bench proxy", "warm-up", warmUp, 0, Ranges.MOST_SECONDS);
    Ranges.require("bench proxy", "idle", idle, 1, MOST_IDLE);
    Path program = haproxy();
    if (!ProxyBench.hasDescriptors()) {
      throw Failure.missing(
          "bench proxy: at least %d descriptors are needed; see ulimit -n"
              .formatted(ProxyBench.LEAST_DESCRIPTORS));
    }
    Path results = resume != null ? resume : Results.file("proxy");
    Terminal terminal = Terminal.of(spec.commandLine());
    List<Run> runs =
        ProxyBench.run(
            new ProxyBench.Options(
                works,
                products,
                engines,
                program,
                rounds,
                seconds,
                warmUp,
                idle,
                Here.again("-XX:+UseSerialGC"),
                Results.java(),
                results),
            terminal::note);
    ProxyTable.of(runs).forEach(terminal::say);
    if (runs.stream().noneMatch(run -> run.figures().containsKey(Figure.CYCLES))) {
      terminal.say("CPU time only: perf stat counts no cycles here");
    }
    terminal.say("each run: " + results);
    return Exit.DONE;
  }

  private List<Work> works() {
    List<String> names = new ArrayList<>();
    List<String> bulk =
        switch (direction) {
          case "download", "upload" -> List.of(direction);
          case "both" -> List.of("download", "upload");
          default ->
              throw Failure.usage(
                  "bench proxy: no direction '%s'; there are download, upload, both"
                      .formatted(direction));
        };
    work.forEach(name -> names.addAll(name.equals("bulk") ? bulk : List.of(name)));
    try {
      return Work.parse(names);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "bench proxy: " + e.getMessage() + "; there are kept, new, bulk, idle, paced, servers");
    }
  }

  private static void requireOneOf(String what, List<String> names, List<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw Failure.usage(
            "bench proxy: no %s '%s'; there are %s"
                .formatted(what, name, String.join(", ", known)));
      }
    }
  }

  private Path haproxy() {
    boolean wanted = products.stream().anyMatch(name -> name.startsWith("haproxy"));
    if (haproxy != null) {
      if (!Files.isExecutable(haproxy)) {
        throw Failure.usage("bench proxy: --haproxy " + haproxy + " is not a program");
      }
      return haproxy;
    }
    return Tools.find("haproxy")
        .orElseGet(
            () -> {
              if (wanted) {
                throw Failure.missing(
                    "bench proxy: haproxy is not installed; on Debian: apt install haproxy");
              }
              return Path.of("haproxy");
            });
  }
}
