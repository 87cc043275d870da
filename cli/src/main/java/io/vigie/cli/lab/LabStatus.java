package io.vigie.cli.lab;

import io.vigie.cli.Exit;
import io.vigie.cli.Json;
import io.vigie.cli.Table;
import io.vigie.cli.Table.Cell;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.lab.DemoProcess;
import io.vigie.lab.DemoProcess.State;
import io.vigie.lab.DemoProcesses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the demo's machines do now. */
@Command(name = "status", description = "Shows what the demo's machines do now.")
final class LabStatus implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "A JSON array.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = Terminal.of(spec.commandLine());
    DemoProcesses nodes = LabCommand.processes();
    List<Shown> shown = new ArrayList<>();
    Table table = new Table("NODE", "STATE", "HTTP", "HTTPS", "PROCESS");
    for (DemoProcess node : nodes.all()) {
      State state = nodes.state(node);
      shown.add(Shown.of(node, state));
      table.row(
          node.name(),
          new Cell(word(state), state == State.RUNNING ? Paint.GOOD : Paint.BAD),
          node.address() + ":" + node.httpPort(),
          node.address() + ":" + node.httpsPort(),
          state == State.GONE ? "-" : node.process().number());
    }
    if (json) {
      terminal.say(Json.text(shown));
    } else if (shown.isEmpty()) {
      terminal.say("no demo runs here");
    } else {
      table.lines(terminal).forEach(terminal::say);
    }
    return Exit.DONE;
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** One node in JSON. */
  private record Shown(
      String node, String state, String address, int httpPort, int httpsPort, long pid) {
    static Shown of(DemoProcess node, State state) {
      return new Shown(
          node.name(),
          word(state),
          node.address(),
          node.httpPort(),
          node.httpsPort(),
          node.process().number());
    }
  }
}
