package io.vigie.lab.chaos;

import io.vigie.lab.chaos.report.Setting;
import io.vigie.lab.chaos.stack.Stack;
import io.vigie.lab.chaos.verdict.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;

/** One scenario, the same seed, one stack after the other or all at the same time. */
public final class Comparison {

  private Comparison() {}

  /**
   * Makes the runs that are not in {@code runs.jsonl} of the directory yet; each is written there
   * when it has ended, and the reports again.
   *
   * @param together whether all run at the same time, each on a homelab of its own: shorter, and
   *     they share this machine's processors
   * @param setting of the reports
   * @return one for each stack, in their order
   */
  public static List<Told> run(
      List<Stack> stacks,
      boolean together,
      ChaosRun.Options options,
      Setting setting,
      Consumer<String> say)
      throws IOException, InterruptedException {
    Reports reports = new Reports(Files.createDirectories(options.directory()), setting);
    List<Told> known = reports.runs();
    Phaser shared = new Phaser(missing(stacks, known, options));
    try (ExecutorService threads = Executors.newFixedThreadPool(together ? stacks.size() : 1)) {
      List<Future<Told>> runs = new ArrayList<>();
      for (Stack stack : stacks) {
        Phaser gate = together ? shared : new Phaser(1);
        runs.add(threads.submit(() -> known(stack, known, reports, options, gate, say)));
      }
      List<Told> all = new ArrayList<>();
      try {
        for (Future<Told> run : runs) {
          all.add(run.get());
        }
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException failure -> throw new IOException(failure.getMessage(), failure);
          case InterruptedException _ -> throw new InterruptedException();
          case null, default -> throw new IllegalStateException("a run failed", e.getCause());
        }
      } finally {
        threads.shutdownNow();
      }
      reports.write();
      return all;
    }
  }

  private static Told known(
      Stack stack,
      List<Told> known,
      Reports reports,
      ChaosRun.Options options,
      Phaser gate,
      Consumer<String> say)
      throws IOException, InterruptedException {
    for (Told told : known) {
      if (told.run().equals(options.run(stack))) {
        return told;
      }
    }
    try {
      Told told =
          ChaosRun.of(stack, options, () -> gate.awaitAdvanceInterruptibly(gate.arrive()), say);
      reports.add(told);
      return told;
    } finally {
      gate.arriveAndDeregister(); // nobody waits for one that has failed
    }
  }

  private static int missing(List<Stack> stacks, List<Told> known, ChaosRun.Options options) {
    List<Told.Run> there = known.stream().map(Told::run).toList();
    return Math.toIntExact(
        stacks.stream().filter(stack -> !there.contains(options.run(stack))).count());
  }
}
