package io.vigie.lab.chaos;

import io.vigie.lab.bench.Child;
import io.vigie.lab.lan.Cable;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The machines of a homelab and what runs on them, to be broken and mended.
 *
 * <p>Thread rule: one thread at a time.
 */
final class Machines implements AutoCloseable {

  private final Homelab homelab;
  private final String network;
  private final Path directory;
  private final Map<String, List<List<String>>> programs = new HashMap<>();
  private final Map<String, List<Child>> running = new HashMap<>();
  private int started;

  /**
   * Nothing runs yet.
   *
   * @param directory for logs
   */
  Machines(Homelab homelab, String network, Path directory) {
    this.homelab = homelab;
    this.network = network;
    this.directory = directory;
  }

  /** Starts a machine's programs, now and whenever it comes back. */
  void start(String machine, List<List<String>> commands) throws IOException {
    programs.put(machine, commands);
    start(machine);
  }

  private void start(String machine) throws IOException {
    List<Child> children = new ArrayList<>();
    for (List<String> command : programs.getOrDefault(machine, List.of())) {
      List<String> all = new ArrayList<>(homelab.at(machine));
      all.addAll(command);
      children.add(Child.start(directory.resolve(machine + "-" + started++ + ".log"), all));
    }
    running.put(machine, children);
  }

  /** Whether a machine has an address now. */
  boolean has(String machine, String address) throws IOException {
    return homelab.ip(machine, "-o", "addr", "show", "dev", "eth0").contains(" " + address + "/");
  }

  /** Whether all runs that was started there. */
  boolean runs(String machine) {
    return running.getOrDefault(machine, List.of()).stream().allMatch(Child::isAlive);
  }

  /** Breaks something. */
  void begin(Act act) throws IOException {
    switch (act.what()) {
      case CUT -> cable(act.of()).cut();
      case KILL -> {
        cable(act.of()).cut(); // a machine without power sends no farewell
        signal(act.of(), "KILL");
      }
      case FREEZE -> signal(act.of(), "STOP");
    }
  }

  /** Undoes it. */
  void end(Act act) throws IOException {
    switch (act.what()) {
      case CUT -> cable(act.of()).mend();
      case KILL -> {
        boot(act.of());
        cable(act.of()).mend();
        start(act.of());
      }
      case FREEZE -> signal(act.of(), "CONT");
    }
  }

  /** A machine that comes up has its own address and no other. */
  private void boot(String machine) throws IOException {
    homelab.ip(machine, "addr", "flush", "dev", "eth0");
    String own = Homelab.address(network, machine) + "/24";
    homelab.ip(machine, "addr", "add", own, "dev", "eth0");
  }

  private Cable cable(String of) {
    Cable cable = homelab.cables().get(of);
    if (cable == null) {
      throw new IllegalArgumentException("nothing to break is called " + of);
    }
    return cable;
  }

  private void signal(String machine, String signal) throws IOException {
    homelab.signal(machine, signal);
  }

  /** What its programs have said, for the one who looks for a reason. */
  String said(String machine) throws IOException {
    StringBuilder said = new StringBuilder();
    for (Child child : running.getOrDefault(machine, List.of())) {
      said.append(child.said());
    }
    return said.toString();
  }

  @Override
  public void close() {
    for (String machine : running.keySet()) {
      try {
        signal(machine, "KILL");
      } catch (IOException e) {
        // it has nothing left to end; the namespaces' guard looks again
      }
    }
    running.values().forEach(children -> children.forEach(Child::close));
  }
}
