package io.vigie.lab.chaos;

import static io.vigie.lab.lan.Patience.until;

import io.vigie.lab.bench.Child;
import io.vigie.lab.chaos.stack.Program;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a homelab and the programs on them.
 *
 * <p>Thread rule: one thread at a time, but for {@link #running}.
 */
final class Machines implements AutoCloseable {

  private final Homelab homelab;
  private final Path directory;
  private final Map<String, List<Program>> programs = new HashMap<>();
  private final Map<String, Map<String, Child>> running = new HashMap<>();
  private final Map<String, Disk> disks = new HashMap<>();
  private volatile Map<String, Child> latest = Map.of();
  private int started;

  /**
   * Nothing runs yet.
   *
   * @param directory for logs
   */
  Machines(Homelab homelab, Path directory) {
    this.homelab = homelab;
    this.directory = directory;
  }

  /** Gives a machine's programs a disk of their own for what they must not forget. */
  void disk(String machine, Path state) throws IOException {
    disks.put(machine, Disk.mount(state));
  }

  /** The disk of a machine; null if it has none of its own. */
  @Nullable Disk disk(String machine) {
    return disks.get(machine);
  }

  /** Starts a machine's programs one after the other, now and whenever it comes back. */
  void install(String machine, List<Program> all) throws IOException, InterruptedException {
    programs.put(machine, all);
    for (Program program : all) {
      start(machine, program);
      Child child = child(machine, program);
      if (!program.ready().isEmpty()) {
        child.awaitLine(program.ready());
      }
    }
  }

  /** Starts those of a machine's programs that do not run. */
  void restart(String machine, @Nullable String only) throws IOException {
    for (Program program : programs.getOrDefault(machine, List.of())) {
      Child before = running.getOrDefault(machine, Map.of()).get(program.name());
      if ((only == null || only.equals(program.name())) && (before == null || !before.isAlive())) {
        start(machine, program);
      }
    }
  }

  private void start(String machine, Program program) throws IOException {
    Disk disk = disks.get(machine);
    List<String> all = new ArrayList<>();
    if (disk != null && program.state() != null) {
      all.addAll(disk.words());
    }
    all.addAll(homelab.at(machine));
    all.addAll(program.command());
    Path log = directory.resolve("%s-%s-%d.log".formatted(machine, program.name(), started++));
    running
        .computeIfAbsent(machine, _ -> new LinkedHashMap<>())
        .put(program.name(), Child.start(log, all));
    latest = named();
  }

  private Child child(String machine, Program program) {
    Child child = running.getOrDefault(machine, Map.of()).get(program.name());
    if (child == null) {
      throw new IllegalStateException(program.name() + " was not started on " + machine);
    }
    return child;
  }

  /** The processes of a machine's programs. */
  List<Child> children(String machine, @Nullable String only) {
    return running.getOrDefault(machine, Map.of()).entrySet().stream()
        .filter(entry -> only == null || only.equals(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** All that was started last, by names such as {@code lb-1/vigie}. Any thread may ask. */
  Map<String, Child> running() {
    return latest;
  }

  private Map<String, Child> named() {
    Map<String, Child> all = new TreeMap<>();
    running.forEach(
        (machine, its) -> its.forEach((program, one) -> all.put(machine + "/" + program, one)));
    return Collections.unmodifiableMap(all);
  }

  /** Whether a machine has an address now. */
  boolean has(String machine, String address) throws IOException {
    return homelab.ip(machine, "-o", "addr", "show", "dev", "eth0").contains(" " + address + "/");
  }

  /** The balancers that have an address now. */
  List<String> holders(String address) throws IOException {
    List<String> holders = new ArrayList<>();
    for (String machine : new TreeSet<>(programs.keySet())) {
      if (has(machine, address) && !address.equals(Homelab.address(homelab.network(), machine))) {
        holders.add(machine);
      }
    }
    return holders;
  }

  /** What a machine's kernel would still send for programs that are dead is gone with its power. */
  void forget(String machine) throws IOException {
    homelab.run(machine, "ss", "--kill", "--tcp", "--all");
  }

  /** A machine that comes up has its own address and no other, and starts what it has. */
  void boot(String machine) throws IOException {
    homelab.ip(machine, "addr", "flush", "dev", "eth0");
    String own = Homelab.address(homelab.network(), machine) + "/24";
    homelab.ip(machine, "addr", "add", own, "dev", "eth0");
    restart(machine, null);
  }

  /** Sends a signal to all that runs on a machine. */
  void signal(String machine, String signal) throws IOException {
    homelab.signal(machine, signal);
  }

  /** Runs a command there until it is closed. */
  Child run(String machine, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(homelab.at(machine));
    all.addAll(command);
    return Child.start(directory.resolve("%s-%d.log".formatted(machine, started++)), all);
  }

  /** Goes on when all is gone that was sent away. */
  static void awaitEnd(List<Child> children) throws IOException, InterruptedException {
    for (Child child : children) {
      until("process " + child.pid() + " ends", () -> !child.isAlive());
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (String machine : running.keySet()) {
      try {
        signal(machine, "KILL");
      } catch (IOException e) {
        failure = e; // the namespaces' guard ends it
      }
    }
    running.values().forEach(all -> all.values().forEach(Child::close));
    for (Disk disk : disks.values()) {
      disk.close();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
