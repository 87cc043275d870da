package io.vigie.cli.bench;

import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Table;
import io.vigie.cli.Terminal;
import io.vigie.lab.bench.console.ConsoleBench;
import io.vigie.lab.bench.console.ConsoleBench.Figures;
import io.vigie.lab.bench.console.ConsoleBench.Painted;
import io.vigie.lab.bench.proxy.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigie bench console}. */
@Command(
    name = "console",
    description =
        "The console with weeks of outages in Kafka and many pages open: how soon it is ready, how"
            + " soon Chromium shows its page, whether every page is told all, in order.")
final class ConsoleCommand implements Callable<Integer> {

  private static final String NAME = "bench console";
  private static final int LEAST_PER_INCIDENT = 26;
  private static final int MOST_INCIDENTS = 20_000;
  private static final int MOST_EVENTS = 2_000_000;
  private static final int MOST_STREAMS = 400; // the console's own bound
  private static final int MOST_PER_SECOND = 20_000;
  private static final int MOST_SECONDS = 600;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--events",
      defaultValue = "100000",
      description = "In Kafka before the start. Default: ${DEFAULT-VALUE}.")
  private int events;

  @Option(
      names = "--incidents",
      defaultValue = "1000",
      description = "They are of. Default: ${DEFAULT-VALUE}.")
  private int incidents;

  @Option(
      names = "--streams",
      defaultValue = "200",
      description = "Pages that follow. Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--per-second",
      defaultValue = "1000",
      description = "Events while they do. Default: ${DEFAULT-VALUE}.")
  private int perSecond;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--heap",
      defaultValue = "256",
      description = "Of the console, in MiB. Default: ${DEFAULT-VALUE}.")
  private int heap;

  @Override
  public Integer call() throws Exception {
    Ranges.require(NAME, "incidents", incidents, 1, MOST_INCIDENTS);
    Ranges.require(NAME, "events", events, LEAST_PER_INCIDENT * incidents, MOST_EVENTS);
    Ranges.require(NAME, "streams", streams, 1, MOST_STREAMS);
    Ranges.require(NAME, "per-second", perSecond, 1, MOST_PER_SECOND);
    Ranges.require(NAME, "seconds", seconds, 1, MOST_SECONDS);
    Ranges.require(NAME, "heap", heap, 48, 65_536);
    Terminal terminal = Terminal.of(spec.commandLine());
    List<String> vigie = new ArrayList<>(Here.again("-XX:+UseG1GC"));
    vigie.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx" + heap + "m" : word);
    Path browser = browser();
    if (browser == null) {
      terminal.note("no Chromium: the page is not measured; on Debian: apt install chromium");
    }
    Figures figures =
        ConsoleBench.run(
            new ConsoleBench.Options(
                events, incidents, streams, perSecond, seconds, browser, vigie),
            terminal::note);
    table(figures).lines(terminal).forEach(terminal::say);
    if (figures.outOfOrder() > 0) {
      throw Failure.failed("%,d events were not told in order".formatted(figures.outOfOrder()));
    }
    return Exit.DONE;
  }

  private Table table(Figures figures) {
    Table table = new Table("WHAT", "FIGURE");
    table.row(
        "ready, with %,d events and %,d incidents in Kafka".formatted(figures.events(), incidents),
        "%.1f s after its start".formatted(figures.readySeconds()));
    List<Painted> paints = figures.paints();
    if (!paints.isEmpty()) {
      table.row("first page: anything, all of it", millis(paints.getFirst()));
      table.row("the slowest of %d more".formatted(paints.size() - 1), millis(slowest(paints)));
    }
    Histogram late = figures.lateNanos();
    table.row(
        "%,d events/s to %d streams for %d s".formatted(perSecond, streams, seconds),
        "%,d told, %,d out of order".formatted(late.getTotalCount(), figures.outOfOrder()));
    table.row(
        "from the event until a page has it: p50, p99, max",
        String.format(
            Locale.ROOT,
            "%.0f, %.0f, %.0f ms",
            late.getValueAtPercentile(50) / 1e6,
            late.getValueAtPercentile(99) / 1e6,
            late.getMaxValue() / 1e6));
    table.row(
        "CPU while it tells", String.format(Locale.ROOT, "%.2f of a core", figures.cpuShare()));
    table.row(
        "heap of %d MiB in use at the end; resident".formatted(heap),
        figures.heapBytes() < 0
            ? "? (no jcmd); %d MiB".formatted(figures.residentBytes() >> 20)
            : "%d MiB; %d MiB".formatted(figures.heapBytes() >> 20, figures.residentBytes() >> 20));
    return table;
  }

  private static Painted slowest(List<Painted> paints) {
    return paints.stream()
        .skip(1)
        .reduce(
            new Painted(0, 0),
            (a, b) ->
                new Painted(
                    Math.max(a.firstMillis(), b.firstMillis()),
                    Math.max(a.wholeMillis(), b.wholeMillis())));
  }

  private static String millis(Painted painted) {
    return String.format(
        Locale.ROOT, "%.0f, %.0f ms", painted.firstMillis(), painted.wholeMillis());
  }

  private static @Nullable Path browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Tools.find(name).stream())
        .findFirst()
        .orElse(null);
  }
}
