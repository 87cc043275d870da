package io.vigie.lab.lan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A link with a client and two or more balancers on it, as network namespaces around a bridge.
 * Addresses are 10.78.0.N and fe80::N; the client is .5, the balancers are a (.6), b (.7), …
 */
public final class Lan implements AutoCloseable {

  private static int made;

  private final String prefix =
      "vv%d%c".formatted(ProcessHandle.current().pid() % 100_000, (char) ('a' + made++ % 26));
  private final List<String> spaces = new ArrayList<>();

  /** What must be there for this; the first that is not, empty if all is. */
  public static String obstacle(String... programs) throws IOException {
    if (!Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t")) {
      return "network namespaces need root; run the same with sudo";
    }
    for (String program : List.of(programs)) {
      boolean there =
          List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/lib/frr").stream()
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
      if (!there) {
        return program + " is not installed";
      }
    }
    return "";
  }

  /**
   * Lays the cables.
   *
   * @param balancers their names, one letter each
   */
  public Lan(String... balancers) throws IOException {
    try {
      add("sw");
      ip("sw", "link", "add", "br0", "type", "bridge", "forward_delay", "0", "mcast_snooping", "0");
      ip("sw", "link", "set", "br0", "up");
      host("c", 5);
      for (int i = 0; i < balancers.length; i++) {
        host(balancers[i], 6 + i);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void host(String name, int number) throws IOException {
    add(name);
    sysctl(name, "net/ipv6/conf/default/accept_dad", "0"); // else link-local addresses wait 1 s
    run(
        List.of(
            "ip",
            "link",
            "add",
            "eth0",
            "netns",
            space(name),
            "type",
            "veth",
            "peer",
            "name",
            "to-" + name,
            "netns",
            space("sw")));
    ip("sw", "link", "set", "to-" + name, "master", "br0", "up");
    ip(name, "link", "set", "eth0", "addrgenmode", "none");
    ip(name, "link", "set", "eth0", "up");
    ip(name, "addr", "add", "10.78.0." + number + "/24", "dev", "eth0");
    ip(name, "addr", "add", "fe80::" + number + "/64", "dev", "eth0");
  }

  private void add(String name) throws IOException {
    run(List.of("ip", "netns", "add", space(name)));
    spaces.add(name);
    ip(name, "link", "set", "lo", "up");
  }

  private void sysctl(String host, String key, String value) throws IOException {
    List<String> command = new ArrayList<>(at(host));
    command.addAll(List.of("sh", "-c", "echo " + value + " > /proc/sys/" + key));
    run(command);
  }

  private String space(String name) {
    return prefix + name;
  }

  /** The words that make a command run on a host. */
  public List<String> at(String host) {
    return List.of("ip", "netns", "exec", space(host));
  }

  /** Runs ip(8) on a host; answers what it says. */
  public String ip(String host, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", space(host)));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a command on a host to its end; answers what it says. */
  public String run(String host, String... command) throws IOException {
    List<String> all = new ArrayList<>(at(host));
    all.addAll(List.of(command));
    return run(all);
  }

  /** Whether a host has an address on its interface. */
  public boolean has(String host, String address) throws IOException {
    return ip(host, "-o", "addr", "show", "dev", "eth0").contains(" " + address + "/");
  }

  /** Pulls or plugs the cable of a host at the switch: the host sees its carrier go. */
  public void cable(String host, boolean plugged) throws IOException {
    ip("sw", "link", "set", "to-" + host, plugged ? "up" : "down");
  }

  /** Cuts a host off, or lets it back, without a change of its carrier. */
  public void isolate(String host, boolean isolated) throws IOException {
    if (isolated) {
      ip("sw", "link", "set", "to-" + host, "nomaster");
    } else {
      ip("sw", "link", "set", "to-" + host, "master", "br0");
    }
  }

  /** Loses all adverts a host sends, or no longer. */
  public void mute(String host, boolean mute) throws IOException {
    if (mute) {
      run(host, "nft", "add table netdev mute");
      run(
          host,
          "nft",
          "add chain netdev mute out { type filter hook egress device eth0 priority 0; }");
      run(host, "nft", "add rule netdev mute out ip protocol 112 drop");
    } else {
      run(host, "nft", "delete table netdev mute");
    }
  }

  /** The hardware address of a host's interface. */
  public String mac(String host) throws IOException {
    String shown = ip(host, "-o", "link", "show", "dev", "eth0");
    return shown.replaceFirst("(?s).*link/ether (\\S+).*", "$1").strip();
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + ": no end after 20 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  /** With a namespace go its devices, and with them their other ends. */
  @Override
  public void close() throws IOException {
    for (String name : List.copyOf(spaces)) {
      run(List.of("ip", "netns", "del", space(name)));
      spaces.remove(name);
    }
  }
}
