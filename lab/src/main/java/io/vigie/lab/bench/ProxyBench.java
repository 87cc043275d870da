package io.vigie.lab.bench;

import io.vigie.lab.bench.Load.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Vigie's proxy beside HAProxy: the same work by the same clients through the one and the other, in
 * turn, round by round. What counts is each process's CPU time per unit of work.
 */
public final class ProxyBench {

  /** Vigie's reference engine has one loop. */
  private static final int LOOPS = 1;

  /**
   * What to do.
   *
   * @param work which kinds
   * @param rounds pairs of runs per kind
   * @param seconds of each run
   * @param warmUpSeconds of each kind before its first round, so that the JVM has compiled
   * @param vigie the command that starts {@code vigie}
   * @param results where each finished run is appended, as a line of JSON
   */
  public record Options(
      List<Work> work,
      int rounds,
      double seconds,
      double warmUpSeconds,
      List<String> vigie,
      Path results) {
    public Options {
      work = List.copyOf(work);
      vigie = List.copyOf(vigie);
    }
  }

  /**
   * One run of one proxy.
   *
   * @param cpuPerUnit CPU seconds per request, connection or GiB
   * @param unitsPerSecond throughput
   * @param errors exchanges that failed
   */
  public record Run(
      String proxy, Work work, int round, double cpuPerUnit, double unitsPerSecond, long errors) {

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"proxy\":\"%s\",\"work\":\"%s\",\"round\":%d,\"cpuSecondsPerUnit\":%.9f,"
              + "\"unitsPerSecond\":%.3f,\"errors\":%d}",
          proxy,
          work,
          round,
          cpuPerUnit,
          unitsPerSecond,
          errors);
    }
  }

  private ProxyBench() {}

  /** Runs it all; {@code progress} hears of every finished run. */
  public static List<Run> run(Options options, Consumer<String> progress)
      throws IOException, InterruptedException, ExecutionException {
    List<Run> runs = new ArrayList<>();
    try (Scratch scratch = Scratch.create();
        Backend backend = new Backend();
        Peer haproxy = Peer.haproxy(scratch.path(), LOOPS, servers(backend), " check inter 2s");
        Peer vigie = Peer.vigieLb(scratch.path(), backend.port(), options.vigie())) {
      for (Work work : options.work()) {
        progress.accept("warming up: " + work);
        Load.run(work, vigie.frontend(), options.warmUpSeconds());
        Load.run(work, haproxy.frontend(), 1);
        for (int round = 1; round <= options.rounds(); round++) {
          for (Peer peer : List.of(haproxy, vigie)) {
            Run run = measure(peer, work, round, options.seconds());
            runs.add(run);
            Files.writeString(
                options.results(),
                run.json() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
            progress.accept(run.json());
          }
        }
      }
    }
    return runs;
  }

  private static List<String> servers(Backend backend) {
    return List.of("one 127.0.0.1:" + backend.port());
  }

  private static Run measure(Peer peer, Work work, int round, double seconds)
      throws IOException, InterruptedException, ExecutionException {
    double before = peer.cpuSeconds();
    Done done = Load.run(work, peer.frontend(), seconds);
    double cpu = peer.cpuSeconds() - before;
    double units = Math.max((double) done.count() / work.perUnit(), Double.MIN_NORMAL);
    return new Run(peer.name(), work, round, cpu / units, units / done.seconds(), done.errors());
  }
}
