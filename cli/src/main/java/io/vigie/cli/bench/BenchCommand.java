package io.vigie.cli.bench;

import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Table;
import io.vigie.cli.Terminal;
import io.vigie.lab.bench.ElectionsBench;
import io.vigie.lab.bench.EventsBench;
import io.vigie.lab.bench.EventsBench.Way;
import io.vigie.lab.bench.FailoverBench;
import io.vigie.lab.bench.Fault;
import io.vigie.lab.bench.HealthBench;
import io.vigie.lab.bench.WatchBench;
import io.vigie.lab.bench.proxy.Tools;
import io.vigie.lab.lan.Lan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures Vigie beside its peers. All traffic stays on loopback. */
@Command(
    name = "bench",
    description = "Measures Vigie beside its peers, on this machine.",
    subcommands = {
      ConsoleCommand.class,
      DirectCommand.class,
      ProxyCommand.class,
      SoakCommand.class
    })
public final class BenchCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(description = "From a verdict to the server out of its pool: local link and Kafka.")
  void events(
      @Option(names = "--transitions", defaultValue = "1000", description = "Of each way.")
          int transitions)
      throws Exception {
    Terminal terminal = Terminal.of(spec.commandLine());
    Table table = new Table("WAY", "TRANSITIONS", "P50 ms", "P99 ms", "MAX ms");
    for (Way way : Way.values()) {
      Histogram times = EventsBench.run(way, transitions);
      table.row(
          way.name().toLowerCase(Locale.ROOT),
          times.getTotalCount(),
          millis(times.getValueAtPercentile(50)),
          millis(times.getValueAtPercentile(99)),
          millis(times.getMaxValue()));
    }
    table.lines(terminal).forEach(terminal::say);
  }

  @Command(description = "Many TCP checks at 1 s by health-service, then by HAProxy.")
  void health(
      @Option(names = "--targets", defaultValue = "1000", description = "How many.") int targets,
      @Option(names = "--seconds", defaultValue = "30", description = "Of each run.") int seconds,
      @Option(names = "--warm-up", defaultValue = "15", description = "Seconds before.") int warmUp)
      throws Exception {
    requireHaproxy();
    Terminal terminal = Terminal.of(spec.commandLine());
    Table table = new Table("PROCESS", "PROBES /s", "CPU s/s", "CPU µs/PROBE");
    for (HealthBench.Figure figure :
        HealthBench.run(targets, seconds, warmUp, Here.again("-XX:+UseSerialGC"))) {
      table.row(
          figure.process(),
          number(figure.probesPerSecond()),
          String.format(Locale.ROOT, "%.3f", figure.cpuPerSecond()),
          number(figure.cpuMicrosPerProbe()));
    }
    table.lines(terminal).forEach(terminal::say);
  }

  @Command(description = "A VIP's holder fails: Vigie and keepalived in turn. Needs root.")
  void failover(
      @Option(names = "--peer", defaultValue = "keepalived", description = "Only keepalived.")
          String peer,
      @Option(
              names = "--fault",
              split = ",",
              defaultValue = "KILL,STOP,CUT,FREEZE,LB_KILL,LB_FREEZE",
              description =
                  "Of ${COMPLETION-CANDIDATES}; LB: only of the load balancer beside the elector.")
          List<Fault> faults,
      @Option(names = "--vrrp", defaultValue = "3", description = "Version: 2 or 3.") int version,
      @Option(names = "--interval", defaultValue = "100", description = "Between adverts, in ms.")
          int interval,
      @Option(names = "--rounds", defaultValue = "5", description = "Of each.") int rounds,
      @Option(
              names = "--resume",
              description = "A file of results: the rounds that are in it are not made again.")
          @Nullable Path resume)
      throws Exception {
    if (!peer.equals("keepalived")) {
      throw Failure.usage("bench failover: no peer " + peer + "; there is keepalived");
    }
    String obstacle = Lan.obstacle("ip", "nft", "keepalived", "haproxy", "tcpdump", "ping");
    if (!obstacle.isEmpty()) {
      throw Failure.missing("bench failover: " + obstacle);
    }
    Path results = resume != null ? resume : Results.file("failover");
    Terminal terminal = Terminal.of(spec.commandLine());
    List<String> vigie = Here.again("-XX:+UseZGC");
    FailoverTable.of(
            FailoverBench.run(
                new FailoverBench.Options(faults, version, interval, rounds, vigie, results),
                terminal::note))
        .lines(terminal)
        .forEach(terminal::say);
    terminal.say("each round: " + results);
  }

  @Command(
      description =
          "Takeovers though nothing failed, with all cores busy: Vigie and keepalived. Needs root.")
  void elections(
      @Option(names = "--interval", defaultValue = "100", description = "Between adverts, in ms.")
          int interval,
      @Option(names = "--seconds", defaultValue = "600", description = "How long.") int seconds,
      @Option(names = "--busy", defaultValue = "2", description = "Processes that compute.")
          int busy,
      @Option(names = "--heap", defaultValue = "48", description = "Of vrrp-service, in MiB.")
          int heap)
      throws Exception {
    String obstacle = Lan.obstacle("ip", "nft", "keepalived");
    if (!obstacle.isEmpty()) {
      throw Failure.missing("bench elections: " + obstacle);
    }
    List<String> vigie = new ArrayList<>(Here.again("-XX:+UseZGC"));
    vigie.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx" + heap + "m" : word);
    Terminal terminal = Terminal.of(spec.commandLine());
    Table table = new Table("PRODUCT", "TAKEOVERS");
    ElectionsBench.run(new ElectionsBench.Options(interval, seconds, busy, vigie), terminal::note)
        .forEach(table::row);
    table.lines(terminal).forEach(terminal::say);
  }

  @Command(
      description =
          "From a node's death to node-at-risk in Kafka, with very many volumes in a small heap.")
  void watch(
      @Option(names = "--volumes", defaultValue = "5000", description = "How many.") int volumes,
      @Option(names = "--replicas", defaultValue = "3", description = "Of each volume.")
          int replicas,
      @Option(names = "--nodes", defaultValue = "6", description = "They are spread over.")
          int nodes,
      @Option(names = "--transitions", defaultValue = "100", description = "Deaths of nodes.")
          int transitions,
      @Option(names = "--pause", defaultValue = "500", description = "Of quiet between, in ms.")
          int pause,
      @Option(names = "--heap", defaultValue = "192", description = "Of the watcher, in MiB.")
          int heap)
      throws Exception {
    List<String> vigie = new ArrayList<>(Here.again("-XX:+UseG1GC"));
    vigie.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx" + heap + "m" : word);
    List<String> java = Results.java();
    java.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx1g" : word);
    Terminal terminal = Terminal.of(spec.commandLine());
    WatchBench.Figures figures =
        WatchBench.run(
            new WatchBench.Options(volumes, replicas, nodes, transitions, pause, vigie, java),
            terminal::note);
    Table table = new Table("NODE DOWN", "TRANSITIONS", "P50 ms", "P99 ms", "MAX ms");
    table.row(times("all quiet", figures.first()));
    table.row(times("while the first one is told of", figures.second()));
    table.lines(terminal).forEach(terminal::say);
    terminal.say(
        "%,d volumes, %,d replicas, simulated API; heap %s MiB of %d after a collection; start %.1f s; CPU %.2f s per round"
            .formatted(
                volumes,
                volumes * replicas,
                figures.heapBytes() < 0 ? "?" : Long.toString(figures.heapBytes() >> 20),
                heap,
                figures.startSeconds(),
                figures.cpuSeconds() / Math.max(1, transitions)));
  }

  private static Object[] times(String what, Histogram times) {
    return new Object[] {
      what,
      times.getTotalCount(),
      millis(times.getValueAtPercentile(50)),
      millis(times.getValueAtPercentile(99)),
      millis(times.getMaxValue())
    };
  }

  private static void requireHaproxy() {
    if (Tools.find("haproxy").isEmpty()) {
      throw Failure.missing("bench: haproxy is not installed; on Debian: apt install haproxy");
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
  }
}
