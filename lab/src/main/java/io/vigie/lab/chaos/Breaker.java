package io.vigie.lab.chaos;

import io.vigie.lab.bench.Child;
import io.vigie.lab.chaos.scenario.Act;
import io.vigie.lab.chaos.scenario.Fault;
import io.vigie.lab.lan.Cable;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Breaks what a scenario says, and mends it. Faults may overlap: a machine without power starts
 * nothing, and a cable passes packets when nobody cuts it any more.
 *
 * <p>Thread rule: one thread at a time.
 */
final class Breaker implements AutoCloseable {

  private static final int HOGS = 2;

  private final Homelab homelab;
  private final Machines machines;
  private final Map<String, Integer> cuts = new HashMap<>();
  private final Set<String> dark = new HashSet<>();
  private final Map<Act, List<Child>> hogs = new HashMap<>();

  Breaker(Homelab homelab, Machines machines) {
    this.homelab = homelab;
    this.machines = machines;
  }

  /** Breaks something. */
  void begin(Act act) throws IOException {
    switch (act.fault()) {
      case Fault.Cut(String of) -> cut(of);
      case Fault.Unplug(String of) -> cable(of).carrier(false);
      case Fault.Lose(String of, double percent, Fault.Way way) ->
          Packets.lose(cable(of), percent, way);
      case Fault.Part(String of, String from) -> {
        Packets.refuse(cable(of), from, addresses(from));
        Packets.refuse(cable(from), of, addresses(of));
      }
      case Fault.Kill(String of) -> {
        cut(of); // a machine without power sends no farewell
        dark.add(of);
        machines.signal(of, "KILL");
      }
      case Fault.Crash(String of) -> signal(of, "KILL");
      case Fault.Freeze(String of) -> signal(of, "STOP");
      case Fault.Stop(String of) -> signal(of, "TERM");
      case Fault.Hog(String of) -> {
        List<Child> all = new ArrayList<>();
        hogs.put(act, all);
        for (int i = 0; i < HOGS; i++) {
          all.add(machines.run(of, List.of("sh", "-c", "while :; do :; done")));
        }
      }
      case Fault.Fill(String of) -> {
        Disk disk = machines.disk(of);
        if (disk != null) {
          disk.fill();
        }
      }
    }
  }

  /** Undoes it. */
  void end(Act act) throws IOException, InterruptedException {
    switch (act.fault()) {
      case Fault.Cut(String of) -> mend(of);
      case Fault.Unplug(String of) -> cable(of).carrier(true);
      case Fault.Lose(String of, _, _) -> Packets.keep(cable(of));
      case Fault.Part(String of, String from) -> {
        Packets.admit(cable(of), from);
        Packets.admit(cable(from), of);
      }
      case Fault.Kill(String of) -> {
        dark.remove(of);
        machines.forget(of);
        mend(of);
        machines.boot(of);
      }
      case Fault.Crash(String of) -> start(of);
      case Fault.Freeze(String of) -> signal(of, "CONT");
      case Fault.Stop(String of) -> {
        Machines.awaitEnd(machines.children(machine(of), program(of)));
        start(of);
      }
      case Fault.Hog(String _) -> hogs.getOrDefault(act, List.of()).forEach(Child::close);
      case Fault.Fill(String of) -> {
        Disk disk = machines.disk(of);
        if (disk != null) {
          disk.empty();
        }
      }
    }
  }

  private void cut(String of) throws IOException {
    if (cuts.merge(of, 1, Integer::sum) == 1) {
      cable(of).cut();
    }
  }

  private void mend(String of) throws IOException {
    if (cuts.merge(of, -1, Integer::sum) == 0) {
      cable(of).mend();
    }
  }

  /** Nothing starts on a machine without power; it does when it boots. */
  private void start(String of) throws IOException {
    if (!dark.contains(machine(of))) {
      machines.restart(machine(of), program(of));
    }
  }

  private void signal(String of, String signal) throws IOException {
    String program = program(of);
    if (program == null && !signal.equals("TERM")) {
      machines.signal(of, signal);
      return;
    }
    for (Child child : machines.children(machine(of), program)) {
      if (signal.equals("TERM")) {
        child.signal(signal); // its children are its own affair
      } else {
        child.signalAll(signal);
      }
    }
  }

  private static String machine(String of) {
    int slash = of.indexOf('/');
    return slash < 0 ? of : of.substring(0, slash);
  }

  private static @Nullable String program(String of) {
    int slash = of.indexOf('/');
    return slash < 0 ? null : of.substring(slash + 1);
  }

  private List<String> addresses(String of) {
    return Homelab.HOSTS.getOrDefault(of, List.of(of)).stream()
        .map(machine -> Homelab.address(homelab.network(), machine))
        .toList();
  }

  private Cable cable(String of) {
    Cable cable = homelab.cables().get(of);
    if (cable == null) {
      throw new IllegalArgumentException("nothing to break is called " + of);
    }
    return cable;
  }

  @Override
  public void close() {
    hogs.values().forEach(all -> all.forEach(Child::close));
  }
}
