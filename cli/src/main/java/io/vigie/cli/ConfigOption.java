package io.vigie.cli;

import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.HostName;
import io.vigie.kit.config.LoadResult.Broken;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.config.Problem;
import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command works with. */
public final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration; else VIGIE_CONFIG, the one of a running 'vigie up', or"
              + " /etc/vigie/vigie.yaml.")
  private @Nullable Path file;

  /** The file that was asked for by name; empty if none was. */
  public Optional<Path> given() {
    return Optional.ofNullable(file);
  }

  /** The file to read. */
  public Path find() {
    if (file == null && System.getenv().getOrDefault("VIGIE_CONFIG", "").isBlank()) {
      Optional<Running> up = Running.find();
      if (up.isPresent()) {
        return Path.of(up.get().config());
      }
    }
    return ConfigFile.find(file, System.getenv());
  }

  /**
   * Reads it; warnings go to stderr.
   *
   * @throws Failure with all problems, if it is not valid
   */
  public VigieConfig load(Terminal terminal) {
    return load(find(), terminal);
  }

  /** The same for a file. What we wrote ourselves, for the demo, needs no advice. */
  public static VigieConfig load(Path file, Terminal terminal) {
    boolean ours = file.startsWith(Here.state());
    return switch (ConfigFile.load(file, System.getenv())) {
      case Loaded(VigieConfig config, var warnings) -> {
        (ours ? List.<Problem>of() : warnings)
            .forEach(warning -> terminal.err().println("warning: " + warning));
        yield config;
      }
      case Broken(var problems) ->
          throw Failure.usage(
              "%s is not valid:%n%s"
                  .formatted(
                      file,
                      problems.stream().map(Object::toString).collect(Collectors.joining("\n"))));
    };
  }

  /**
   * Which balancer this machine is.
   *
   * @throws Failure if it is none of them
   */
  public static String host(@Nullable String option, VigieConfig config) {
    return switch (HostName.find(option, System.getenv(), HostName.ofMachine(), config)) {
      case HostName.Known(String name) -> name;
      case HostName.Unknown(String message) -> throw Failure.usage(message);
    };
  }
}
