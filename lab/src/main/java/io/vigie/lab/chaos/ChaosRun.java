package io.vigie.lab.chaos;

import static io.vigie.lab.lan.Patience.until;

import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One scenario against one stack, on a homelab of its own. */
public final class ChaosRun {

  private static final String PREFIX = "vchaos-";
  private static final List<String> NODES = List.of("k3s-1", "k3s-2", "k3s-3");
  private static final List<String> BALANCERS = List.of("lb-1", "lb-2");
  private static final int HTTPS = 443;
  private static final int SETTLE_SECONDS = 5;

  private ChaosRun() {}

  /**
   * What to do.
   *
   * @param seed of what goes wrong when
   * @param perSecond how often clients call
   * @param node the words that make a program a node, before its name and {@code --listen}
   * @param directory where the programs' files and logs go, and stay, a directory for each stack
   */
  public record Options(
      Scenario scenario, long seed, int perSecond, List<String> node, Path directory) {

    public Options {
      node = List.copyOf(node);
    }
  }

  /** What clients had of a stack. */
  public record Result(String stack, List<Act> acts, List<Call> calls, Verdict verdict) {

    public Result {
      acts = List.copyOf(acts);
      calls = List.copyOf(calls);
    }
  }

  /** A moment of the schedule. */
  private record Moment(Duration at, Act act, boolean begins) {}

  /** Builds the homelab, starts everything, breaks it, and leaves nothing but logs behind. */
  public static Result of(Stack stack, Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    String network = Homelab.freeNetwork();
    List<Act> acts = options.scenario().acts(options.seed());
    Path directory = options.directory().resolve(stack.name()).toAbsolutePath();
    Files.createDirectories(directory);
    try (Homelab homelab = Homelab.build(PREFIX, network);
        Machines machines = new Machines(homelab, network, directory)) {
      startNodes(machines, network, options.node());
      startBalancers(machines, stack, network, directory);
      Callers callers = new Callers(new InetSocketAddress(network + "." + stack.target(), HTTPS));
      until(stack.name() + " answers", () -> callers.call().isAnswered());
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      say.accept(stack.name() + ": up; " + acts.size() + " faults to come");
      List<Call> calls = play(machines, acts, callers, options, say);
      return new Result(stack.name(), acts, calls, Verdict.of(calls));
    }
  }

  private static void startNodes(Machines machines, String network, List<String> words)
      throws IOException, InterruptedException {
    for (String node : NODES) {
      List<String> command = new ArrayList<>(words);
      command.addAll(List.of(node, "--listen", Homelab.address(network, node)));
      command.addAll(List.of("--http", "80", "--https", Integer.toString(HTTPS)));
      machines.start(node, List.of(command));
    }
    for (String node : NODES) {
      Callers direct = new Callers(new InetSocketAddress(Homelab.address(network, node), HTTPS));
      until(node + " answers", () -> direct.call().isAnswered());
    }
  }

  /** The first one has the VIP before the second one is there, whatever their priorities. */
  private static void startBalancers(Machines machines, Stack stack, String network, Path directory)
      throws IOException, InterruptedException {
    for (String balancer : BALANCERS) {
      List<List<String>> programs = stack.programs(balancer, network, directory);
      machines.start(balancer, programs);
      if (!programs.isEmpty() && balancer.equals(BALANCERS.getFirst())) {
        String target = network + "." + stack.target();
        until(balancer + " has the VIP", () -> machines.has(balancer, target));
      }
      TimeUnit.SECONDS.sleep(programs.isEmpty() ? 0 : 1);
      if (!machines.runs(balancer)) {
        throw new IOException(
            "%s ended on %s: %s".formatted(stack.name(), balancer, machines.said(balancer)));
      }
    }
  }

  private static List<Call> play(
      Machines machines, List<Act> acts, Callers callers, Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    long began = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    FutureTask<List<Call>> load =
        new FutureTask<>(
            () -> callers.run(options.perSecond(), options.scenario().length(), began));
    Thread caller = Thread.ofPlatform().daemon().name("callers").start(load);
    try {
      for (Moment moment : moments(acts)) {
        TimeUnit.NANOSECONDS.sleep(began + moment.at().toNanos() - System.nanoTime());
        if (moment.begins()) {
          machines.begin(moment.act());
        } else {
          machines.end(moment.act());
        }
        say.accept(told(moment));
      }
      return load.get();
    } catch (ExecutionException e) {
      throw new IOException("the clients failed", e.getCause());
    } finally {
      caller.interrupt();
    }
  }

  private static List<Moment> moments(List<Act> acts) {
    List<Moment> moments = new ArrayList<>();
    for (Act act : acts) {
      moments.add(new Moment(act.from(), act, true));
      moments.add(new Moment(act.until(), act, false));
    }
    moments.sort(Comparator.comparing(Moment::at));
    return moments;
  }

  private static String told(Moment moment) {
    return "%5.1f s: %s %s%s"
        .formatted(
            moment.at().toMillis() / 1e3,
            moment.act().what().name().toLowerCase(Locale.ROOT),
            moment.act().of(),
            moment.begins() ? "" : " is over");
  }
}
