package io.vigie.lab.lan;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Network namespaces that do not outlive their owner. A guard makes them, and holds one end of a
 * pipe to us: when the pipe ends, whether we close it or are killed, it ends every process in the
 * namespaces that it made and removes them, and with them their devices.
 *
 * <p>Thread rule: one thread.
 */
public final class Namespaces implements AutoCloseable {

  private static final int RUN_SECONDS = 20;
  private static final List<String> PROGRAM_DIRECTORIES =
      List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/lib/frr");

  /** Makes those it is told, and says how that went. */
  private static final String GUARD =
      """
      trap '' HUP INT TERM PIPE
      names=
      while read -r name; do
        if said=$(ip netns add "$name" 2>&1); then
          names="$name $names"
          echo made
        else
          echo $said
        fi
      done
      for name in $names; do
        for pid in $(ip netns pids "$name" 2>/dev/null); do
          kill -9 "$pid" 2>/dev/null
          rm -f "/tmp/.java_pid$pid" # where jcmd found a JVM
        done
        ip netns del "$name" 2>/dev/null
      done
      """;

  private static final String MADE = "made";

  private final String prefix;
  private final Process guard;
  private final BufferedWriter toGuard;
  private final BufferedReader fromGuard;

  /**
   * None yet.
   *
   * @param prefix what their names begin with
   */
  public Namespaces(String prefix) throws IOException {
    this.prefix = prefix;
    this.guard =
        new ProcessBuilder("sh", "-c", GUARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    this.toGuard = guard.outputWriter(StandardCharsets.UTF_8);
    this.fromGuard = guard.inputReader(StandardCharsets.UTF_8);
  }

  private static @Nullable String refusal;

  /** What must be there for this; the first that is not, empty if all is. */
  public static String obstacle(String... programs) throws IOException {
    if (!Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t")) {
      return "network namespaces need root; run the same with sudo";
    }
    for (String program : programs) {
      if (PROGRAM_DIRECTORIES.stream().noneMatch(d -> Files.isExecutable(Path.of(d, program)))) {
        return program + " is not installed";
      }
    }
    return refusal();
  }

  /** Root in a container may lack the right: whether it works is only found out by trying, once. */
  private static synchronized String refusal() {
    String known = refusal;
    if (known == null) {
      known = trial();
      refusal = known;
    }
    return known;
  }

  private static String trial() {
    try (Namespaces spaces = new Namespaces("vt%d".formatted(ProcessHandle.current().pid()))) {
      spaces.add("a");
      spaces.add("b");
      spaces.bridge("b");
      spaces.plug("a", "eth0", "b", "to-a");
      spaces.run("a", "true");
      return "";
    } catch (IOException e) {
      return "this root may not make network namespaces: " + e.getMessage();
    }
  }

  /**
   * Makes one, its loopback up.
   *
   * @throws FileAlreadyExistsException if somebody has made one of this name: it is theirs, and
   *     stays
   */
  public void add(String name) throws IOException {
    String full = full(name);
    toGuard.write(full + "\n");
    toGuard.flush();
    String said = fromGuard.readLine();
    if (!MADE.equals(said)) {
      if (said != null && said.contains("File exists")) {
        throw new FileAlreadyExistsException(
            full,
            null,
            "there is such a network namespace; if nobody uses it: ip netns del " + full);
      }
      throw new IOException("network namespace " + full + ": " + said);
    }
    ip(name, "link", "set", "lo", "up");
  }

  /** Makes a switch of a namespace: its device {@code br0}. */
  public void bridge(String name) throws IOException {
    ip(name, "link", "add", "br0", "type", "bridge", "forward_delay", "0", "mcast_snooping", "0");
    ip(name, "link", "set", "br0", "up");
  }

  /**
   * Lays a cable from a host to a switch.
   *
   * @param host its namespace, where the end is {@code device}, up
   * @param port the name of the end at the switch
   */
  public Cable plug(String host, String device, String bridge, String port) throws IOException {
    ip(host, "link", "add", device, "type", "veth", "peer", "name", port, "netns", full(bridge));
    ip(bridge, "link", "set", port, "master", "br0", "up");
    ip(host, "link", "set", device, "up");
    return new Cable(full(bridge), port);
  }

  /** Lays a cable from one host to another, without a switch; both ends are up. */
  public void connect(String one, String device, String other, String peer) throws IOException {
    ip(one, "link", "add", device, "type", "veth", "peer", "name", peer, "netns", full(other));
    ip(one, "link", "set", device, "up");
    ip(other, "link", "set", peer, "up");
  }

  /** Sets a switch of the kernel in one, as {@code net/ipv4/ip_forward}. */
  public void sysctl(String name, String key, String value) throws IOException {
    run(name, "sh", "-c", "echo " + value + " > /proc/sys/" + key);
  }

  /** Its name for the rest of the machine. */
  public String full(String name) {
    return prefix + name;
  }

  /** The words that make a command run in one. */
  public List<String> at(String name) {
    return List.of("ip", "netns", "exec", full(name));
  }

  /** Runs ip(8) in one; answers what it says. */
  public String ip(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", full(name)));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a command in one to its end; answers what it says. */
  public String run(String name, String... command) throws IOException {
    List<String> all = new ArrayList<>(at(name));
    all.addAll(List.of(command));
    return run(all);
  }

  /** Runs a command to its end; answers what it says. */
  static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!ended(process)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": no end after " + RUN_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(RUN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Removes them, and ends what runs in them. */
  @Override
  public void close() throws IOException {
    toGuard.close();
    if (!ended(guard)) {
      throw new IOException("the namespaces " + prefix + "* are not gone after 20 s");
    }
  }
}
