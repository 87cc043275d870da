package io.vigie.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One scenario, the same seed, one stack after the other. */
public final class Comparison {

  private Comparison() {}

  /**
   * Makes the runs that are not in {@code runs.jsonl} of the directory yet; each is written there
   * when it has ended.
   *
   * @return one for each stack, in their order
   */
  public static List<Told> run(List<Stack> stacks, ChaosRun.Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    Path results = Files.createDirectories(options.directory()).resolve("runs.jsonl");
    List<Told> known = Told.read(results);
    List<Told> all = new ArrayList<>();
    for (Stack stack : stacks) {
      Told found =
          known.stream().filter(told -> told.isOf(stack.name(), options)).findFirst().orElse(null);
      if (found == null) {
        found = Told.of(ChaosRun.of(stack, options, say), options);
        found.append(results);
      }
      all.add(found);
    }
    return all;
  }
}
