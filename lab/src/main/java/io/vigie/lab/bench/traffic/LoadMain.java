package io.vigie.lab.bench.traffic;

import io.vigie.lab.bench.traffic.Load.Done;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** The process of {@link Load}: a line of figures for each line of orders. */
final class LoadMain {

  private final int threads;
  private final ExecutorService executor;
  private List<ClientLoop> loops = List.of();

  private LoadMain(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
  }

  /**
   * Runs until its input ends.
   *
   * @param args how many threads
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    LoadMain main = new LoadMain(Integer.parseInt(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(main.obey(line.split(" ", -1)).line());
    }
  }

  private Done obey(String[] words) throws IOException, InterruptedException, ExecutionException {
    return switch (words[0]) {
      case "open" -> open(words);
      case "run" -> run(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
      case "close" -> all(loop -> loop::close);
      default -> throw new IOException(String.join(" ", words));
    };
  }

  private Done open(String[] words) throws IOException, InterruptedException, ExecutionException {
    List<InetSocketAddress> targets =
        Arrays.stream(words[1].split(",", -1)).map(LoadMain::target).toList();
    List<Kind> kinds = Arrays.stream(words).skip(2).map(Kind::parse).toList();
    List<ClientLoop> made = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      made.add(new ClientLoop(i, threads, targets, kinds));
    }
    loops = made;
    return all(loop -> loop::open);
  }

  private static InetSocketAddress target(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private Done run(double seconds, double perSecond)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    double share = perSecond / threads;
    return all(loop -> () -> loop.run(start, end, share));
  }

  /** Has every loop do it, and adds up. */
  private Done all(Function<ClientLoop, Callable<Tally>> order)
      throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    long exchanges = 0;
    long connects = 0;
    long errors = 0;
    Histogram delays = new Histogram(3);
    for (Future<Tally> part : executor.invokeAll(loops.stream().map(order).toList())) {
      exchanges += part.get().exchanges;
      connects += part.get().connects;
      errors += part.get().errors;
      delays.add(part.get().delays);
    }
    return new Done(
        exchanges,
        connects,
        errors,
        (System.nanoTime() - began) / 1e9,
        delays.getValueAtPercentile(99) / 1e6,
        delays.getMaxValue() / 1e6);
  }
}
