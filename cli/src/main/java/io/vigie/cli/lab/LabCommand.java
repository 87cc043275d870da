package io.vigie.cli.lab;

import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Terminal;
import io.vigie.lab.Blackhole;
import io.vigie.lab.DemoNodes;
import io.vigie.lab.DemoProcess;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Faults for the demo's nodes. */
@Command(
    name = "lab",
    description = "Breaks the demo's nodes, and mends them.",
    subcommands = {LabStatus.class, LabNode.class})
public final class LabCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(description = "Ends a node's process at once (SIGKILL): connections are refused.")
  void kill(@Parameters(paramLabel = "NODE") String name) throws IOException {
    DemoProcess node = node(name);
    nodes().kill(node);
    done(name, "killed");
  }

  @Command(
      description =
          "Freezes a node's process (SIGSTOP): the kernel still accepts connections, nobody"
              + " answers.")
  void stop(@Parameters(paramLabel = "NODE") String name) throws IOException {
    DemoProcess node = node(name);
    if (!node.process().isAlive()) {
      throw Failure.failed(name + " has no process to stop; start it: " + startLine(name));
    }
    nodes().stop(node);
    done(name, "stopped");
  }

  @Command(description = "Swallows all packets of a node, as a dead network card does. As root.")
  void blackhole(@Parameters(paramLabel = "NODE") String name) throws IOException {
    DemoProcess node = node(name);
    if (!Blackhole.obstacle().isEmpty()) {
      throw Failure.missing("lab blackhole: " + Blackhole.obstacle());
    }
    nodes().blackhole(node);
    done(name, "black-holed");
  }

  @Command(description = "Undoes kill, stop and blackhole.")
  void start(@Parameters(paramLabel = "NODE") String name) throws IOException {
    DemoProcess node = node(name);
    if (!node.owner().isAlive()) {
      throw Failure.failed(
          "the demo of " + name + " has ended; start it: " + Here.command() + " up");
    }
    nodes().revive(node);
    Terminal.of(spec.commandLine()).say(name + " runs");
  }

  static DemoNodes nodes() {
    return new DemoNodes(Here.state().resolve("nodes"));
  }

  private DemoProcess node(String name) throws IOException {
    List<DemoProcess> all = nodes().all();
    if (all.isEmpty()) {
      throw Failure.failed("no demo runs here; start one: " + Here.command() + " up");
    }
    return all.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.usage(
                    "no demo node "
                        + name
                        + "; there are "
                        + all.stream().map(DemoProcess::name).collect(Collectors.joining(", "))));
  }

  private void done(String name, String what) {
    Terminal.of(spec.commandLine()).say(name + " " + what + "; to undo: " + startLine(name));
  }

  private static String startLine(String name) {
    return Here.command() + " lab start " + name;
  }
}
