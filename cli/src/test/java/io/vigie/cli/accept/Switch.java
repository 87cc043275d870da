package io.vigie.cli.accept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The homelab's cables, as network namespaces: a switch with the gateway's address, host p1 with a
 * bridge of its own behind one card, and on it lb-1 and node a; nodes b and c on the switch.
 *
 * <pre>
 *   lb-1 ─┐
 *         p1 ──card── sw ── b
 *   a ────┘            └─── c
 * </pre>
 */
final class Switch implements AutoCloseable {

  static final String GATEWAY = "10.77.0.1";

  private final String prefix = "vg" + ProcessHandle.current().pid() % 10_000;
  private final List<String> spaces = new ArrayList<>();

  /** Why there can be none here; empty if there can. */
  static String obstacle() throws IOException {
    if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
      return "ip is not installed; apt install iproute2";
    }
    return Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t")
        ? ""
        : "network namespaces need root; run the same with sudo";
  }

  Switch() throws IOException {
    try {
      bridge("sw");
      bridge("p1");
      ip("-n", space("sw"), "addr", "add", GATEWAY + "/24", "dev", "br0");
      wire("p1", "card", "sw", "p1", true);
      for (String host : List.of("lb", "a")) {
        host(host, "p1");
      }
      for (String host : List.of("b", "c")) {
        host(host, "sw");
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  static String address(String host) {
    return "10.77.0.1" + List.of("lb", "a", "b", "c").indexOf(host);
  }

  /** The words that make a command run there. */
  List<String> at(String host) {
    return List.of("ip", "netns", "exec", space(host));
  }

  /** Pulls or plugs the card of p1. Its guests keep their carrier. */
  void card(boolean up) throws IOException {
    ip("-n", space("p1"), "link", "set", "dev", "card", up ? "up" : "down");
  }

  /** Pulls or plugs the cable of one host. */
  void cable(String host, boolean up) throws IOException {
    ip("-n", space(host), "link", "set", "dev", "eth0", up ? "up" : "down");
  }

  private void bridge(String name) throws IOException {
    add(name);
    ip("-n", space(name), "link", "add", "name", "br0", "type", "bridge");
    ip("-n", space(name), "link", "set", "br0", "up");
  }

  private void host(String name, String bridge) throws IOException {
    add(name);
    wire(name, "eth0", bridge, name, false);
    ip("-n", space(name), "addr", "add", address(name) + "/24", "dev", "eth0");
  }

  /** A veth from one namespace to a bridge's, and into it; on both bridges if {@code both}. */
  private void wire(String from, String device, String bridge, String port, boolean both)
      throws IOException {
    ip(
        "-n",
        space(from),
        "link",
        "add",
        device,
        "type",
        "veth",
        "peer",
        "name",
        port,
        "netns",
        space(bridge));
    ip("-n", space(bridge), "link", "set", "dev", port, "master", "br0", "up");
    if (both) {
      ip("-n", space(from), "link", "set", "dev", device, "master", "br0");
    }
    ip("-n", space(from), "link", "set", "dev", device, "up");
  }

  private void add(String name) throws IOException {
    ip("netns", "add", space(name));
    spaces.add(space(name));
    ip("-n", space(name), "link", "set", "lo", "up");
  }

  private String space(String name) {
    return prefix + name;
  }

  private static void ip(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  /** With a namespace go its devices, and with them their other ends. */
  @Override
  public void close() throws IOException {
    for (String space : List.copyOf(spaces)) {
      ip("netns", "del", space);
      spaces.remove(space);
    }
  }
}
