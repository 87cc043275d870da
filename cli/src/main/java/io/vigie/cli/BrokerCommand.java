package io.vigie.cli;

import io.vigie.broker.EmbeddedBroker;
import io.vigie.kit.service.Signals;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Only the embedded broker, for those who have none. */
@Command(name = "broker", description = "Runs a Kafka broker, for those who have none.")
final class BrokerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where it keeps its data; else broker/ in the state directory.")
  private @Nullable Path dataDir;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9092",
      description = "Where clients find it (default: ${DEFAULT-VALUE}).")
  private String listen = "";

  @Override
  public Integer call() throws IOException {
    Terminal terminal = Terminal.of(spec.commandLine());
    HostPort address =
        HostPort.parse(listen)
            .orElseThrow(
                () ->
                    Failure.usage(
                        "--listen " + listen + ": expected host:port, such as 127.0.0.1:9092"));
    Path directory = dataDir == null ? Here.state().resolve("broker") : dataDir;
    CompletableFuture<String> end = new CompletableFuture<>();
    Signals.on("TERM", () -> end.complete(""));
    Signals.on("INT", () -> end.complete(""));
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, address.host(), address.port())) {
      terminal.say("ready: bootstrap " + broker.bootstrap() + ", data in " + directory);
      var _ = broker.fault().thenAccept(end::complete);
      String reason = end.join();
      if (!reason.isEmpty()) {
        throw Failure.failed(reason);
      }
      return Exit.DONE;
    } catch (BindException e) {
      throw Failure.failed(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
