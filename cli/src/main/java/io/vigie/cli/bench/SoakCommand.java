package io.vigie.cli.bench;

import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Table;
import io.vigie.cli.Terminal;
import io.vigie.lab.bench.proxy.SoakBench;
import io.vigie.lab.bench.proxy.SoakBench.Check;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigie bench soak}. */
@Command(
    name = "soak",
    description =
        "lb-service for long, with mixed traffic, servers that die and reloads: whether what it"
            + " holds grows, and whether every connection is accounted for.")
final class SoakCommand implements Callable<Integer> {

  private static final int MOST_MINUTES = 7 * 24 * 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      defaultValue = "30",
      description = "How long. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--engine",
      defaultValue = "",
      description = "epoll or vertx; else the one that Vigie takes by itself.")
  private String engine = "";

  @Override
  public Integer call() throws Exception {
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw Failure.usage(
          "bench soak: --minutes is %s; expected more than 0, at most %d"
              .formatted(minutes, MOST_MINUTES));
    }
    if (!engine.isEmpty() && !ProxyCommand.ENGINES.contains(engine)) {
      throw Failure.usage(
          "bench soak: no engine '%s'; there are %s"
              .formatted(engine, String.join(", ", ProxyCommand.ENGINES)));
    }
    Path results = Results.file("soak");
    Terminal terminal = Terminal.of(spec.commandLine());
    List<Check> checks =
        SoakBench.run(
            new SoakBench.Options(
                minutes, engine, Here.again("-XX:+UseSerialGC"), Results.java(), results),
            terminal::note);
    Table table = new Table("WHAT", "GOOD", "FIGURES");
    checks.forEach(check -> table.row(check.what(), check.good() ? "yes" : "no", check.detail()));
    table.lines(terminal).forEach(terminal::say);
    terminal.say("each sample: " + results);
    return checks.stream().allMatch(Check::good) ? Exit.DONE : Exit.FAILED;
  }
}
