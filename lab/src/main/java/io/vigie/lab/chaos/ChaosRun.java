package io.vigie.lab.chaos;

import static io.vigie.lab.lan.Patience.until;

import io.vigie.lab.chaos.load.Call;
import io.vigie.lab.chaos.load.Callers;
import io.vigie.lab.chaos.load.Sessions;
import io.vigie.lab.chaos.load.Sessions.Ended;
import io.vigie.lab.chaos.load.Tls;
import io.vigie.lab.chaos.scenario.Act;
import io.vigie.lab.chaos.scenario.Fault;
import io.vigie.lab.chaos.scenario.Scenario;
import io.vigie.lab.chaos.stack.Program;
import io.vigie.lab.chaos.stack.Stack;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One scenario against one stack, on a homelab of its own. */
public final class ChaosRun {

  private static final List<String> NODES = List.of("k3s-1", "k3s-2", "k3s-3");
  private static final List<String> BALANCERS = List.of("lb-1", "lb-2");
  private static final int HTTPS = 443;

  /** What the names of its namespaces begin with. */
  private static final String NAME = "vchaos";

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int WARM_UPS = 24;

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private ChaosRun() {}

  /**
   * What to do.
   *
   * @param seed of what goes wrong when
   * @param perSecond how often clients call
   * @param sessions how many of each kind stay
   * @param node the words that make a program a node, before its name and {@code --listen}
   * @param directory where the programs' files and logs go, and stay, a directory for each stack
   */
  public record Options(
      Scenario scenario,
      long seed,
      int perSecond,
      int sessions,
      List<String> node,
      Path directory) {

    public Options {
      node = List.copyOf(node);
    }

    /** The run of a stack. */
    Told.Run run(Stack stack) {
      return new Told.Run(
          scenario.name(), seed, scenario.length().toSeconds(), perSecond, sessions, stack.name());
    }
  }

  /** Where a run waits for others. */
  @FunctionalInterface
  public interface Gate {

    /** Returns when all are here. */
    void await() throws IOException, InterruptedException;
  }

  /** A moment of the schedule. */
  private record Moment(Duration at, Act act, boolean begins) {}

  /** What clients had. */
  private record Had(List<Call> calls, List<Ended> ended, Vitals vitals) {}

  /** All that takes part. */
  private record Play(Breaker breaker, Machines machines, List<Act> acts, Clients clients) {}

  /** What they use. */
  private record Clients(Callers callers, Sessions sessions) {}

  /**
   * Builds the homelab, starts everything, breaks it, and leaves nothing but logs behind.
   *
   * @param together passed when it is up, and again when it is warm and the load is to begin
   */
  public static Told of(Stack stack, Options options, Gate together, Consumer<String> say)
      throws IOException, InterruptedException {
    Path directory = options.directory().resolve(stack.name()).toAbsolutePath();
    Files.createDirectories(directory);
    List<Act> acts = options.scenario().acts(options.seed());
    try (Homelab homelab = Homelab.buildNext(NAME);
        Machines machines = new Machines(homelab, directory);
        Breaker breaker = new Breaker(homelab, machines)) {
      String network = homelab.network();
      String address = network + "." + stack.target();
      startNodes(machines, network, options.node());
      startBalancers(machines, stack, network, directory, acts);
      InetSocketAddress target = new InetSocketAddress(address, HTTPS);
      Tls tls = new Tls();
      Clients clients = new Clients(new Callers(target, tls), new Sessions(target, tls));
      until(stack.name() + " answers", () -> clients.callers().call().isAnswered());
      together.await();
      warmUp(stack, clients.callers(), options.perSecond());
      together.await();
      checkStart(machines, stack, address);
      try (Answers answers = Answers.capture(homelab.clientDevice(), address, directory)) {
        say.accept(stack.name() + ": up; " + acts.size() + " faults to come");
        Instant began = Instant.now().plusSeconds(1);
        Had had =
            play(
                new Play(breaker, machines, acts, clients),
                options,
                said -> say.accept(stack.name() + said));
        double both = answers.bothMillis();
        Ending ending = Ending.await(machines, stack.bootstrap(network), address, directory);
        had.vitals().rest(machines.running());
        return Told.of(
            options.run(stack),
            new Told.Seen(
                began,
                acts,
                had.calls(),
                had.ended(),
                both,
                ending.log(),
                ending.aftermath(had.vitals().lives())));
      }
    }
  }

  private static void checkStart(Machines machines, Stack stack, String address)
      throws IOException {
    List<String> holders = machines.holders(address);
    if (stack.hasVip() && !holders.equals(List.of(BALANCERS.getFirst()))) {
      throw new IOException(
          "%s: the VIP moved while nothing was broken yet: it is on %s; is this machine too busy?"
              .formatted(stack.name(), holders));
    }
  }

  /** The load, until all are answered for a while: everything has been loaded, and is compiled. */
  private static void warmUp(Stack stack, Callers callers, int perSecond)
      throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      List<Call> calls = callers.run(perSecond, WARM_UP, System.nanoTime());
      if (calls.stream().allMatch(Call::isAnswered)) {
        return;
      }
    }
    throw new IOException(
        "%s: not one of %d times %d s in which all requests were answered, and nothing was broken yet"
            .formatted(stack.name(), WARM_UPS, WARM_UP.toSeconds()));
  }

  private static void startNodes(Machines machines, String network, List<String> words)
      throws IOException, InterruptedException {
    Tls tls = new Tls();
    for (String node : NODES) {
      List<String> command = new ArrayList<>(words);
      command.addAll(List.of(node, "--listen", Homelab.address(network, node)));
      command.addAll(List.of("--http", "80", "--https", Integer.toString(HTTPS)));
      machines.install(node, List.of(Program.of("node", command)));
    }
    for (String node : NODES) {
      Callers direct =
          new Callers(new InetSocketAddress(Homelab.address(network, node), HTTPS), tls);
      until(node + " answers", () -> direct.call().isAnswered());
    }
  }

  /** The first one has the VIP when the load begins, whatever their priorities. */
  private static void startBalancers(
      Machines machines, Stack stack, String network, Path directory, List<Act> acts)
      throws IOException, InterruptedException {
    for (String balancer : BALANCERS) {
      List<Program> programs = stack.programs(balancer, network, directory);
      for (Program program : programs) {
        Path state = program.state();
        if (state != null && acts.stream().anyMatch(act -> fills(act, balancer))) {
          machines.disk(balancer, state);
        }
      }
      machines.install(balancer, programs);
      if (stack.hasVip()) {
        String target = network + "." + stack.target();
        String first = BALANCERS.getFirst();
        until(first + " has the VIP", () -> machines.holders(target).equals(List.of(first)));
      }
    }
  }

  private static boolean fills(Act act, String balancer) {
    return act.fault() instanceof Fault.Fill(String of) && of.equals(balancer);
  }

  private static Had play(Play play, Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    Duration length = options.scenario().length();
    long began = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    Clients clients = play.clients();
    FutureTask<List<Call>> calls =
        new FutureTask<>(() -> clients.callers().run(options.perSecond(), length, began));
    FutureTask<List<Ended>> ended =
        new FutureTask<>(() -> clients.sessions().run(options.sessions(), length, began));
    FutureTask<Vitals> vitals =
        new FutureTask<>(() -> watch(play.machines(), began + length.toNanos()));
    List<Thread> threads =
        List.of(
            Thread.ofPlatform().daemon().name("vitals").start(vitals),
            Thread.ofPlatform().daemon().name("callers").start(calls),
            Thread.ofPlatform().daemon().name("sessions").start(ended));
    try {
      for (Moment moment : moments(play.acts())) {
        sleepUntil(began + moment.at().toNanos());
        if (moment.begins()) {
          play.breaker().begin(moment.act());
        } else {
          play.breaker().end(moment.act());
        }
        say.accept(told(moment));
      }
      sleepUntil(began + length.toNanos());
      return new Had(calls.get(), ended.get(), vitals.get());
    } catch (ExecutionException e) {
      throw new IOException("what watched the run failed", e.getCause());
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  /** Looks at the processes now and then, until the load ends. */
  private static Vitals watch(Machines machines, long until) throws InterruptedException {
    Vitals vitals = new Vitals();
    while (until - System.nanoTime() > 0) {
      vitals.look(machines.running(), System.nanoTime());
      sleepUntil(Math.min(System.nanoTime() + LOOK_NANOS, until));
    }
    return vitals;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
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
    return ": %.1f s: %s%s"
        .formatted(
            moment.at().toMillis() / 1e3,
            moment.act().fault().said(),
            moment.begins() ? "" : " is over");
  }
}
