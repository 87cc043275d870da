package io.vigie.cli;

import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Broken;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.config.Machine;
import io.vigie.kit.config.Problem;
import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a configuration is valid, and all that is wrong with it. */
@Command(
    name = "check",
    description = "Validates the configuration; exit code 0 if it is fine, 2 if not.")
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Option(names = "--json", description = "One JSON object: file, valid, problems, warnings.")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    Path file = option.find();
    return switch (ConfigFile.load(file, System.getenv(), Machine.here())) {
      case Loaded(VigieConfig config, var warnings) -> {
        if (json) {
          terminal.say(Json.text(Verdict.of(file, true, List.of(), warnings)));
        } else {
          warnings.forEach(warning -> terminal.err().println("warning: " + warning));
          terminal.say(
              "%s is fine: %d nodes, %d pools, %d frontends"
                  .formatted(
                      file,
                      config.nodes().size(),
                      config.pools().size(),
                      config.frontends().size()));
        }
        yield Exit.DONE;
      }
      case Broken(var problems) -> {
        if (json) {
          terminal.say(Json.text(Verdict.of(file, false, problems, List.of())));
        } else {
          problems.forEach(terminal.err()::println);
        }
        yield Exit.USAGE;
      }
    };
  }

  /** The answer as JSON. */
  private record Verdict(String file, boolean valid, List<Found> problems, List<Found> warnings) {
    static Verdict of(Path file, boolean valid, List<Problem> problems, List<Problem> warnings) {
      return new Verdict(
          file.toString(),
          valid,
          problems.stream().map(Found::of).toList(),
          warnings.stream().map(Found::of).toList());
    }
  }

  /** One problem as JSON. */
  private record Found(int line, int column, String what, String expected, String hint) {
    static Found of(Problem p) {
      return new Found(p.line(), p.column(), p.what(), p.expected(), p.hint());
    }
  }
}
