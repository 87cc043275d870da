package io.vigie.cli.safe;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Json;
import io.vigie.cli.Terminal;
import io.vigie.kit.config.VigieConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** May a node be taken down? */
@Command(
    name = "safe",
    description =
        "Says whether a node may be taken down, with every reason; exit code 0 yes, 1 no, 3"
            + " unknown.")
public final class SafeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Parameters(paramLabel = "NODE", description = "The node, as Kubernetes names it.")
  private String node = "";

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  /** Made by picocli. */
  SafeCommand() {}

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    VigieConfig config = option.load(terminal);
    Answer answer = new Gatekeeper(config).ask(node);
    if (json) {
      terminal.say(Json.text(answer));
    } else {
      answer.lines(terminal).forEach(terminal::say);
    }
    return answer.exitCode();
  }
}
