package io.vigie.cli.lab;

import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Span;
import io.vigie.cli.Table;
import io.vigie.cli.Terminal;
import io.vigie.lab.chaos.ChaosRun;
import io.vigie.lab.chaos.Comparison;
import io.vigie.lab.chaos.Reports;
import io.vigie.lab.chaos.Surroundings;
import io.vigie.lab.chaos.load.Call.Outcome;
import io.vigie.lab.chaos.report.Setting;
import io.vigie.lab.chaos.scenario.Scenario;
import io.vigie.lab.chaos.scenario.ScenarioFile;
import io.vigie.lab.chaos.stack.KeepalivedPair;
import io.vigie.lab.chaos.stack.SingleNode;
import io.vigie.lab.chaos.stack.Stack;
import io.vigie.lab.chaos.stack.Stacks;
import io.vigie.lab.chaos.stack.VigiePair;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The same faults against one stack after the other. */
@Command(
    name = "compare",
    description =
        "Breaks a homelab of network namespaces on a schedule while clients call, once for each"
            + " stack, and compares what the clients lost. Needs root.")
final class LabCompare implements Callable<Integer> {

  private static final int MOST_PER_SECOND = 1_000;
  private static final Pattern PLAIN = Pattern.compile("[\\w./:,=@%+-]+");
  private static final int MOST_SESSIONS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SCENARIO", description = "A shipped scenario's name, or a file.")
  private String scenario = "";

  @Option(names = "--seed", defaultValue = "1", description = "Of what goes wrong when.")
  private long seed;

  @Option(
      names = "--against",
      split = ",",
      defaultValue = "single,haproxy-keepalived,tuned,vigie",
      description = "Stacks, in this order: single, haproxy-keepalived, tuned, vigie.")
  private List<String> against = List.of();

  @Option(names = "--length", description = "Of the load, if not as long as the scenario says.")
  private @Nullable String length;

  @Option(names = "--rate", defaultValue = "50", description = "Requests per second, 1 to 1000.")
  private int rate;

  @Option(
      names = "--sessions",
      defaultValue = "5",
      description = "Sessions of each kind that stay: streams and watches, 0 to 100.")
  private int sessions;

  @Option(
      names = "--together",
      description =
          "All stacks at the same time, each on a homelab of its own: shorter, but they share this"
              + " machine's processors.")
  private boolean together;

  @Option(
      names = {"--out", "--resume"},
      paramLabel = "DIR",
      description =
          "Where runs.jsonl, report.html, report.md and the programs' logs go; a run that is there"
              + " already is not made again.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rate < 1 || rate > MOST_PER_SECOND) {
      throw Failure.usage("--rate " + rate + ": expected 1 to " + MOST_PER_SECOND);
    }
    if (sessions < 0 || sessions > MOST_SESSIONS) {
      throw Failure.usage("--sessions " + sessions + ": expected 0 to " + MOST_SESSIONS);
    }
    List<Stack> stacks = stacks();
    Scenario wanted = scenario();
    String obstacle = Namespaces.obstacle(programs());
    if (!obstacle.isEmpty()) {
      throw Failure.missing("lab compare: " + obstacle);
    }
    Path directory = out != null ? out : newDirectory();
    Terminal terminal = Terminal.of(spec.commandLine());
    ChaosRun.Options options =
        new ChaosRun.Options(wanted, seed, rate, sessions, node(), directory);
    Setting setting = new Setting(command(), Surroundings.facts(peers()));
    List<Told> told = Comparison.run(stacks, together, options, setting, terminal::note);
    table(told).lines(terminal).forEach(terminal::say);
    Reports reports = new Reports(directory, setting);
    terminal.say("reports: " + reports.page() + ", " + reports.markdown());
    terminal.say("each run, and logs: " + directory);
    return 0;
  }

  /** As it can be given to a shell again. */
  private String command() {
    String words =
        spec.root().commandLine().getParseResult().originalArgs().stream()
            .map(
                word ->
                    PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return "sudo " + Here.command() + " " + words;
  }

  /** The programs of others that are compared. */
  private List<String> peers() {
    boolean none = Set.of(SingleNode.NAME, VigiePair.NAME).containsAll(against);
    return none ? List.of() : List.of("haproxy", "keepalived");
  }

  /** A node answers soon after its start, and takes little of what the balancers are to have. */
  private static List<String> node() {
    List<String> words = new ArrayList<>(Here.again("-XX:+UseSerialGC"));
    words.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx128m" : word);
    words.add(1, "-XX:TieredStopAtLevel=1");
    words.addAll(List.of("lab", "node"));
    return words;
  }

  private Scenario scenario() {
    try {
      Scenario read = ScenarioFile.read(scenario);
      return length == null ? read : read.lasting(Span.parse("--length", length));
    } catch (IOException e) {
      throw Failure.usage("lab compare: " + e.getMessage());
    }
  }

  private List<Stack> stacks() {
    List<Stack> stacks = new ArrayList<>();
    for (String name : against) {
      stacks.add(
          switch (name) {
            case SingleNode.NAME -> new SingleNode();
            case KeepalivedPair.SEED -> new KeepalivedPair(false);
            case KeepalivedPair.TUNED -> new KeepalivedPair(true);
            case VigiePair.NAME -> new VigiePair(Here.again("-XX:+UseZGC"), Here.withBroker());
            default ->
                throw Failure.usage(
                    "--against %s: there are %s".formatted(name, String.join(", ", Stacks.NAMES)));
          });
    }
    return stacks;
  }

  private String[] programs() {
    return Stream.concat(Stream.of("ip", "ss", "xargs", "nft", "tcpdump"), peers().stream())
        .toArray(String[]::new);
  }

  private static Path newDirectory() {
    String stamp = Instant.now().toString().replaceAll("[:.]", "-");
    return Here.state().resolve("chaos").resolve(stamp);
  }

  private static Table table(List<Told> all) {
    Table table =
        new Table(
            "STACK",
            "AVAILABILITY",
            "SECONDS LOST",
            "LONGEST OUTAGE s",
            "P50 ms",
            "P99 ms",
            "P99.9 ms",
            "REFUSED",
            "CUT OFF",
            "TIMED OUT",
            "OTHER");
    for (Told told : all) {
      table.row(
          told.run().stack(),
          String.format(Locale.ROOT, "%.3f %%", 100 * told.verdict().availability()),
          String.format(Locale.ROOT, "%.1f", told.verdict().secondsLost()),
          String.format(Locale.ROOT, "%.1f", told.verdict().longestOutageMillis() / 1e3),
          String.format(Locale.ROOT, "%.1f", told.verdict().p50Millis()),
          String.format(Locale.ROOT, "%.0f", told.verdict().p99Millis()),
          String.format(Locale.ROOT, "%.0f", told.verdict().p999Millis()),
          told.failed(Outcome.REFUSED),
          told.failed(Outcome.CUT_OFF),
          told.failed(Outcome.TIMED_OUT),
          told.failed(Outcome.OTHER));
    }
    return table;
  }
}
