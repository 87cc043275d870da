package io.vigie.lab.bench;

import static io.vigie.lab.lan.Patience.until;

import io.vigie.lab.bench.Contender.Started;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How often a backup takes over though nothing failed, while other processes keep every core busy:
 * a pair of Vigie and a pair of keepalived, each on a link of its own, at the same time.
 */
public final class ElectionsBench {

  private static final int SAY_SECONDS = 60;
  private static final int END_SECONDS = 5;

  /**
   * What is measured.
   *
   * @param intervalMillis between adverts, with version 3
   * @param seconds how long
   * @param busy how many processes do nothing but compute
   * @param vigie the words that run the vigie command; a small heap in them is one under pressure
   */
  public record Options(int intervalMillis, int seconds, int busy, List<String> vigie) {}

  private ElectionsBench() {}

  /** Takeovers by product; 0 is right. Needs root and keepalived. */
  public static Map<String, Integer> run(Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    Contender keepalived = new KeepalivedContender(3, options.intervalMillis());
    Contender vigie = new VigieContender(3, options.intervalMillis(), options.vigie());
    List<Process> busy = new ArrayList<>();
    try (Scratch scratch = Scratch.create();
        Lan one = new Lan("a", "b");
        Lan other = new Lan("a", "b");
        Pair theirs = Pair.start(keepalived, one, scratch.path().resolve("keepalived"));
        Pair ours = Pair.start(vigie, other, scratch.path().resolve("vigie"))) {
      for (int i = 0; i < options.busy(); i++) {
        busy.add(busy(options.seconds() + END_SECONDS));
      }
      int theirsBefore = theirs.takeovers();
      int oursBefore = ours.takeovers();
      Map<String, Integer> counted = new LinkedHashMap<>();
      long begin = System.nanoTime();
      for (int second = 0; second < options.seconds(); second += SAY_SECONDS) {
        long until = Math.min(options.seconds(), second + SAY_SECONDS);
        TimeUnit.NANOSECONDS.sleep(begin + TimeUnit.SECONDS.toNanos(until) - System.nanoTime());
        counted.put(keepalived.name(), theirs.takeovers() - theirsBefore);
        counted.put(vigie.name(), ours.takeovers() - oursBefore);
        say.accept("after %d s, takeovers: %s".formatted(until, counted));
      }
      return counted;
    } finally {
      busy.forEach(Process::destroy);
    }
  }

  /** It ends by itself should nobody be left to end it. */
  private static Process busy(int seconds) throws IOException {
    String limit = Integer.toString(seconds);
    return new ProcessBuilder("timeout", limit, "sh", "-c", "while :; do :; done").start();
  }

  /** Two hosts of one product. */
  private record Pair(Started a, Started b) implements AutoCloseable {

    static Pair start(Contender contender, Lan lan, Path directory)
        throws IOException, InterruptedException {
      Files.createDirectories(directory);
      Started a = contender.start(lan, "a", directory, false);
      try {
        until("a holds the VIP", () -> lan.has("a", Contender.VIP));
        Started b = contender.start(lan, "b", directory, false);
        try {
          until("b is ready", () -> contender.isReady(b));
          return new Pair(a, b);
        } catch (IOException | InterruptedException e) {
          b.close();
          throw e;
        }
      } catch (IOException | InterruptedException e) {
        a.close();
        throw e;
      }
    }

    int takeovers() throws IOException {
      int count = 0;
      for (Started one : List.of(a, b)) {
        String said = one.elector().said();
        count += said.split("role=ACTIVE, was=|Entering MASTER STATE", -1).length - 1;
      }
      return count;
    }

    @Override
    public void close() {
      b.close();
      a.close();
    }
  }
}
