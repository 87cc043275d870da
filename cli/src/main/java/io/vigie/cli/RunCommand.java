package io.vigie.cli;

import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.kit.service.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One or several services in this process. */
@Command(
    name = "run",
    description = "Runs services until SIGTERM or SIGINT; SIGHUP loads the configuration again.")
final class RunCommand implements Callable<Integer> {

  private static final Path INSTALLED_STATE = Path.of("/var/lib/vigie");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Parameters(
      paramLabel = "SERVICE",
      arity = "1..*",
      description = "health, lb, vrrp, storage, db, console.")
  private List<String> names = List.of();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Which balancer this machine is; else VIGIE_HOST, else the host name.")
  private @Nullable String host;

  @Option(
      names = "--log",
      paramLabel = "plain|json",
      description = "The form of the log on stderr; else VIGIE_LOG, else plain.")
  private @Nullable LogForm log;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where spool and counters are kept; else VIGIE_STATE_DIR, /var/lib/vigie or .vigie.")
  private @Nullable Path stateDir;

  @Option(
      names = "--once",
      description = "Stops again as soon as all have started: to see whether they would.")
  private boolean once;

  /** How a log looks. */
  enum LogForm {
    PLAIN,
    JSON
  }

  @Override
  public Integer call() {
    if (log != null) {
      System.setProperty("vigie.log", log.name().toLowerCase(Locale.ROOT)); // before any logger
    }
    Terminal terminal = Terminal.of(spec.commandLine());
    List<ServiceName> services = names.stream().map(Services::byName).distinct().toList();
    VigieConfig config = option.load(terminal);
    String who = ConfigOption.host(host, config);
    ServiceSettings settings =
        Services.settings(config, option.find().toAbsolutePath(), who, state(who));
    List<ServiceVerticle> verticles = Services.verticles(settings, services);
    if (!once) {
      return ServiceProcess.run(settings, verticles);
    }
    try {
      ServiceProcess.start(settings, verticles).stop();
      return Exit.DONE;
    } catch (StartFailure e) {
      throw Failure.of(e);
    }
  }

  private Path state(String who) {
    if (stateDir != null) {
      return stateDir;
    }
    String fromEnv = System.getenv().getOrDefault("VIGIE_STATE_DIR", "");
    if (!fromEnv.isBlank()) {
      return Path.of(fromEnv);
    }
    return Files.isWritable(INSTALLED_STATE)
        ? INSTALLED_STATE
        : Here.state().resolve("services").resolve(who);
  }
}
