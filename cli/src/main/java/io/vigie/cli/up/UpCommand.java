package io.vigie.cli.up;

import io.vigie.cli.Exit;
import io.vigie.cli.Span;
import io.vigie.cli.Speed;
import io.vigie.cli.Terminal;
import io.vigie.kit.service.Signals;
import io.vigie.sim.play.Tempo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything on this machine. */
@Command(
    name = "up",
    description = {
      "Runs everything on this machine, with a Kafka broker of its own, and shows what happens.",
      "Without --config: a demo with three nodes and a simulated cluster. As root: two balancers"
          + " and a VIP that moves between them, each in a network namespace; else one balancer on"
          + " loopback, without a VIP."
    })
public final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Your own nodes and frontends; else VIGIE_CONFIG, else a demo.")
  private @Nullable Path config;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Which balancer of the configuration this machine is; else VIGIE_HOST.")
  private @Nullable String host;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Ends by itself after this time, such as 60s.")
  private @Nullable String limit;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the broker keeps its data; else broker/ in the state directory.")
  private @Nullable Path dataDir;

  @Option(names = "--loopback", description = "The demo on loopback, without a VIP, as root too.")
  private boolean loopback;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How many times as fast as life the demo's simulated cluster is; default"
              + " ${DEFAULT-VALUE}.")
  private double speed;

  /** Made by picocli. */
  UpCommand() {}

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.of(spec.commandLine());
    Optional<Duration> life = Optional.ofNullable(limit).map(text -> Span.parse("--for", text));
    CountDownLatch end = new CountDownLatch(1);
    try (Undo undo = new Undo(terminal)) {
      // Whatever ends the process undoes everything first, also in the middle of the start.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(undo::close));
      Signals.on("INT", UpCommand::exit);
      Signals.on("TERM", UpCommand::exit);
      Up up = new Up(terminal, undo);
      up.start(this::plan, Optional.ofNullable(dataDir));
      if (life.isPresent()) {
        end.await(life.get().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        end.await();
      }
      return Exit.DONE;
    } catch (CancellationException e) {
      return Exit.DONE; // a signal during the start: undone already
    }
  }

  private Plan plan(Path state, Terminal terminal) throws Exception {
    Optional<Path> file =
        Optional.ofNullable(config)
            .or(
                () ->
                    Optional.ofNullable(System.getenv("VIGIE_CONFIG"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of));
    if (file.isPresent()) {
      return OwnPlan.make(file.get().toAbsolutePath(), host, terminal);
    }
    Tempo tempo = Speed.parse(speed);
    String obstacle = HomelabPlan.obstacle();
    if (!loopback && obstacle.isEmpty()) {
      return HomelabPlan.make(state, tempo, terminal);
    }
    if (!loopback) {
      terminal.note("one balancer without a VIP: " + obstacle);
    }
    return DemoPlan.make(state, tempo, terminal);
  }

  private static void exit() {
    Thread.ofPlatform().start(() -> System.exit(Exit.DONE));
  }
}
