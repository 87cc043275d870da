package io.vigie.lab.bench.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A bench's runs: those that its file has from before, and each that is added, there as well. */
final class Runs {

  private final Path file;
  private final Consumer<String> say;
  private final List<Run> all;

  /**
   * Those of the file.
   *
   * @param say hears of each that is added
   */
  Runs(Path file, Consumer<String> say) throws IOException {
    this.file = file;
    this.say = say;
    this.all = new ArrayList<>(Run.read(file));
  }

  List<Run> all() {
    return List.copyOf(all);
  }

  void add(Run run) throws IOException {
    all.add(run);
    run.append(file);
    say.accept(run.json());
  }

  boolean has(String product, Work work, int round) {
    return all.stream().anyMatch(run -> run.isOf(product, work, round));
  }

  /** Whether all rounds, from 1 to {@code rounds}, of all products are there. */
  boolean have(List<String> products, Work work, int rounds) {
    return IntStream.rangeClosed(1, rounds)
        .allMatch(round -> products.stream().allMatch(product -> has(product, work, round)));
  }
}
