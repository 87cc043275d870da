package io.vigie.cli.bench;

import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Terminal;
import io.vigie.lab.bench.proxy.DirectBench;
import io.vigie.lab.bench.proxy.Run;
import io.vigie.lab.bench.proxy.Tools;
import io.vigie.lab.bench.proxy.Work;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigie bench direct}. */
@Command(
    name = "direct",
    description =
        "What mode: direct costs, beside plain routing and HAProxy, between network namespaces."
            + " Needs root.")
final class DirectCommand implements Callable<Integer> {

  private static final String NAME = "bench direct";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--work",
      split = ",",
      defaultValue = "kept-64,new,download-8",
      description = "Of kept, new, download, upload, or one of them. Default: ${DEFAULT-VALUE}.")
  private List<String> work = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "Of each work and way. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
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
      names = "--resume",
      description = "A file of results: the runs that are in it are not made again.")
  private @Nullable Path resume;

  @Override
  public Integer call() throws Exception {
    List<Work> works = works();
    Ranges.require(NAME, "rounds", rounds, 1, Ranges.MOST_ROUNDS);
    Ranges.require(NAME, "seconds", seconds, 0.1, Ranges.MOST_SECONDS);
    Ranges.require(NAME, "warm-up", warmUp, 0, Ranges.MOST_SECONDS);
    Path haproxy = haproxy();
    Path results = resume != null ? resume : Results.file("direct");
    Terminal terminal = Terminal.of(spec.commandLine());
    List<Run> runs =
        DirectBench.run(
            new DirectBench.Options(
                works,
                haproxy,
                rounds,
                seconds,
                warmUp,
                Here.again("-XX:+UseSerialGC"),
                Results.java(),
                results),
            terminal::note);
    DirectTable.of(runs).forEach(terminal::say);
    terminal.say("each run: " + results);
    return Exit.DONE;
  }

  private List<Work> works() {
    try {
      List<Work> works = Work.parse(work);
      for (Work one : works) {
        if (!one.isPlain()) {
          throw new IllegalArgumentException("no work '" + one + "'");
        }
      }
      return works;
    } catch (IllegalArgumentException e) {
      throw Failure.usage(NAME + ": " + e.getMessage() + "; there are kept, new, download, upload");
    }
  }

  private static Path haproxy() throws IOException {
    String obstacle = Lan.obstacle("ip", "nft", "haproxy");
    if (!obstacle.isEmpty()) {
      throw Failure.missing(NAME + ": " + obstacle);
    }
    return Tools.find("haproxy").orElseThrow();
  }
}
