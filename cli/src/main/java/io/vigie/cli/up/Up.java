package io.vigie.cli.up;

import io.vigie.cli.Failure;
import io.vigie.cli.Running;
import io.vigie.cli.Services;
import io.vigie.cli.Terminal;
import io.vigie.cli.manage.Management;
import io.vigie.cli.story.Story;
import io.vigie.cli.up.Plan.Ground;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.StartFailure;
import io.vigie.lab.DemoProcesses;
import io.vigie.lab.Pid;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Starts everything in order; {@link Undo} ends it. */
final class Up {

  private final Terminal terminal;
  private final Undo undo;

  Up(Terminal terminal, Undo undo) {
    this.terminal = terminal;
    this.undo = undo;
  }

  /** How the plan is made, once the state directory is ours. */
  @FunctionalInterface
  interface Planner {
    Plan plan(Path state, Terminal terminal) throws Exception;
  }

  /**
   * Starts; returns when clients are served.
   *
   * @param dataDir where the broker keeps its data; else in the state directory
   * @throws Failure with what is in the way
   */
  void start(Planner planner, Optional<Path> dataDir) throws Exception {
    long startNanos = System.nanoTime();
    StateDir state = undo.open("the state directory", StateDir::take);
    Plan plan = planner.plan(state.path(), terminal);
    plan.remarks().forEach(terminal::note);
    Path log = state.path().resolve("up.log");
    logTo(log);
    undo.open("the file that names this process", () -> remember(plan));
    Path data = dataDir.orElse(state.path().resolve("broker"));
    DemoProcesses processes = state.nodes();
    if (plan.ground().isPresent()) {
      Ground ground = plan.ground().get();
      undo.open("the network", () -> network(ground, processes));
    }
    Outside outside = undo.open("broker and nodes", () -> Outside.start(plan, processes, data));
    undo.open("the services", () -> services(plan, processes, state.path()));
    Reached.await(plan.config());
    LiveView view =
        new LiveView(
            terminal,
            new Story(terminal, ZoneId.systemDefault(), plan.config().balancers().keySet()));
    Banner.lines(plan, log, (System.nanoTime() - startNanos) / 1_000_000).forEach(terminal::say);
    outside
        .broker()
        .ifPresent(
            broker -> {
              var _ =
                  broker.fault().thenAccept(reason -> view.line(reason + "; it goes on without"));
            });
    undo.open("the view", () -> Watch.open(view, machines(plan), Services.wantedBy(plan.config())));
  }

  /** What services log is for a file: the terminal is for what happens. */
  private static void logTo(Path file) throws IOException {
    System.setErr(new PrintStream(file.toFile(), StandardCharsets.UTF_8));
  }

  private static AutoCloseable remember(Plan plan) throws IOException {
    new Running(Pid.self(), plan.file().toString(), plan.host()).write();
    return Running::forget;
  }

  private static AutoCloseable network(Ground ground, DemoProcesses processes) throws IOException {
    Homelab homelab = Homelab.build(ground.prefix(), ground.network());
    processes.cables().write(homelab.cables());
    return homelab;
  }

  private static List<Management> machines(Plan plan) {
    ManagementConfig management = plan.config().management();
    return plan.ground()
        .map(
            ground ->
                ground.balancers().stream()
                    .map(place -> new Management(management, place.address().getHostAddress()))
                    .toList())
        .orElseGet(() -> List.of(new Management(management)));
  }

  /** In processes of their own if there are several balancers; they end with the nodes then. */
  private static AutoCloseable services(Plan plan, DemoProcesses processes, Path state)
      throws IOException, InterruptedException {
    if (plan.ground().isPresent()) {
      Balancers.start(plan, plan.ground().get(), processes, state);
      return () -> {};
    }
    try {
      ServiceProcess process =
          Services.start(
              Services.settings(
                  plan.config(),
                  plan.file(),
                  plan.host(),
                  state.resolve("services").resolve(plan.host())),
              Services.wantedBy(plan.config()));
      return process::stop;
    } catch (StartFailure e) {
      throw Failure.of(e);
    }
  }
}
