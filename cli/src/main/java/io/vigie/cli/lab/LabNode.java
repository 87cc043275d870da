package io.vigie.cli.lab;

import io.vigie.cli.Failure;
import io.vigie.cli.Terminal;
import io.vigie.lab.DemoNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One demo node in this process, for containers. */
@Command(name = "node", description = "Is a demo node: answers its name to every request.")
final class LabNode implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "What to answer.")
  private String name = "";

  @Option(names = "--listen", defaultValue = "127.0.0.1", description = "Address to listen on.")
  private String listen = "";

  @Option(names = "--http", defaultValue = "8080", description = "Port for HTTP.")
  private int http;

  @Option(names = "--https", defaultValue = "8443", description = "Port for HTTPS.")
  private int https;

  @Option(
      names = "--node-port",
      defaultValue = "0",
      description = "A further port for HTTP, as a service of type NodePort has; 0 for none.")
  private int nodePort;

  @Override
  public Integer call() throws InterruptedException {
    try (DemoNode node =
        DemoNode.start(name, InetAddress.getByName(listen), http, https, nodePort)) {
      Terminal.of(spec.commandLine())
          .say(name + " answers at http:/" + node.http() + " and https:/" + node.https());
      new CountDownLatch(1).await(); // until a signal ends the process
    } catch (IOException e) {
      throw Failure.failed(
          "demo node %s: cannot listen on %s:%d and :%d: %s; choose others by --listen, --http, --https"
              .formatted(name, listen, http, https, e.getMessage()));
    }
    return 0;
  }
}
