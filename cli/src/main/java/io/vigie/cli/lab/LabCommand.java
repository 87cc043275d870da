package io.vigie.cli.lab;

import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Terminal;
import io.vigie.lab.Blackhole;
import io.vigie.lab.DemoProcess;
import io.vigie.lab.DemoProcesses;
import io.vigie.lab.lan.Cable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Faults for the machines of the demo. */
@Command(
    name = "lab",
    description = "Breaks the demo's machines, and mends them.",
    subcommands = {LabStatus.class, LabCompare.class, LabNode.class, LabKubernetes.class})
public final class LabCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      description =
          "Ends the process of a node or a balancer at once (SIGKILL): connections are refused.")
  void kill(@Parameters(paramLabel = "NAME") String name) throws IOException {
    processes().kill(process(name));
    done(name, "killed");
  }

  @Command(
      description =
          "Freezes the process of a node or a balancer (SIGSTOP): the kernel still accepts"
              + " connections, nobody answers.")
  void stop(@Parameters(paramLabel = "NAME") String name) throws IOException {
    DemoProcess process = process(name);
    if (!process.process().isAlive()) {
      throw Failure.failed(name + " has no process to stop; start it: " + startLine(name));
    }
    processes().stop(process);
    done(name, "stopped");
  }

  @Command(
      description =
          "Swallows all packets of a node, a balancer or a host with both (p1, p2), as a dead"
              + " network card does. As root.")
  void blackhole(@Parameters(paramLabel = "NAME") String name) throws IOException {
    Optional<Cable> cable = processes().cables().find(name);
    if (cable.isPresent()) {
      cable.get().cut();
    } else {
      DemoProcess process = process(name);
      if (!Blackhole.obstacle().isEmpty()) {
        throw Failure.missing("lab blackhole: " + Blackhole.obstacle());
      }
      processes().blackhole(process);
    }
    done(name, "black-holed");
  }

  @Command(description = "Undoes kill, stop and blackhole.")
  void start(@Parameters(paramLabel = "NAME") String name) throws IOException {
    Optional<Cable> cable = processes().cables().find(name);
    if (cable.isPresent() && processes().find(name).isEmpty()) {
      cable.get().mend();
      Terminal.of(spec.commandLine()).say(name + " is on the network");
      return;
    }
    DemoProcess process = process(name);
    if (!process.owner().isAlive()) {
      throw Failure.failed(
          "the demo of " + name + " has ended; start it: " + Here.command() + " up");
    }
    processes().revive(process);
    Terminal.of(spec.commandLine()).say(name + " runs");
  }

  static DemoProcesses processes() {
    return new DemoProcesses(Here.state().resolve("nodes"));
  }

  private DemoProcess process(String name) throws IOException {
    Map<String, DemoProcess> all =
        processes().all().stream().collect(Collectors.toMap(DemoProcess::name, one -> one));
    if (all.isEmpty()) {
      throw Failure.failed("no demo runs here; start one: " + Here.command() + " up");
    }
    DemoProcess found = all.get(name);
    if (found == null) {
      throw Failure.usage(
          "no process "
              + name
              + " in the demo; there are "
              + String.join(", ", new TreeSet<>(all.keySet())));
    }
    return found;
  }

  private void done(String name, String what) {
    Terminal.of(spec.commandLine()).say(name + " " + what + "; to undo: " + startLine(name));
  }

  private static String startLine(String name) {
    return Here.command() + " lab start " + name;
  }
}
