package io.vigie.cli.tell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom to tell. */
@Command(
    name = "notify",
    description = "Tells those whom `notify` in the configuration names.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = NotifyTest.class)
public final class NotifyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by picocli. */
  NotifyCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
