package io.vigie.cli;

import io.vigie.cli.act.HandoverCommand;
import io.vigie.cli.act.NodeCommands;
import io.vigie.cli.bench.BenchCommand;
import io.vigie.cli.incidents.IncidentsCommand;
import io.vigie.cli.lab.LabCommand;
import io.vigie.cli.safe.SafeCommand;
import io.vigie.cli.status.StatusCommand;
import io.vigie.cli.tell.NotifyCommand;
import io.vigie.cli.up.UpCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code vigie} command. Exit codes: {@link Exit}. */
@Command(
    name = "vigie",
    description = "Keeps a small cluster reachable when its hardware is not.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT, // every command has --help
    version = "vigie 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchCommand.class,
      BrokerCommand.class,
      CheckCommand.class,
      EventsCommand.class,
      HandoverCommand.class,
      IncidentsCommand.class,
      LabCommand.class,
      NodeCommands.Drain.class,
      NodeCommands.Maintenance.class,
      NodeCommands.Ready.class,
      NodeCommands.Undrain.class,
      NodeCommands.Weight.class,
      NotifyCommand.class,
      RunCommand.class,
      SafeCommand.class,
      StatusCommand.class,
      UpCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof Failure failure) {
      command.getErr().println("vigie: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof IOException) {
      command.getErr().println("vigie: " + e.getMessage());
      return Exit.FAILED;
    }
    throw e; // a defect: picocli prints its trace, and the exit code is 1
  }
}
