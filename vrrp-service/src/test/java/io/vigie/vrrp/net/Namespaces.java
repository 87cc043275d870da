package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.InNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts on one link: network namespaces, each with an interface {@code eth0} on a bridge. The first
 * is 192.0.2.1/24 and fe80::1/64, the second .2, and so on. Root only; gone when closed.
 */
final class Namespaces implements AutoCloseable {

  /** The interface of every host. */
  static final String NIC = "eth0";

  private static final String SWITCH = "sw";
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String prefix =
      "vn%d%c"
          .formatted(
              ProcessHandle.current().pid() % 1_000_000,
              (char) ('a' + MADE.getAndIncrement() % 26));
  private final List<String> hosts = new ArrayList<>();

  private Namespaces() {}

  /** Skips the test, and says why, where there can be no namespaces or a program is missing. */
  static void assume(String... programs) throws IOException {
    assumeTrue(
        Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t"),
        "network namespaces need root: run the tests with sudo");
    assumeTrue(Commands.has("ip"), "ip is not installed: apt-get install iproute2");
    for (String program : programs) {
      assumeTrue(Commands.has(program), program + " is not installed");
    }
  }

  /** Makes a link with these hosts, whose names are short. */
  static Namespaces of(String... names) throws IOException {
    Namespaces all = new Namespaces();
    try {
      all.add(SWITCH);
      all.ip(SWITCH, "link add br0 type bridge forward_delay 0 mcast_snooping 0");
      all.ip(SWITCH, "link set br0 up");
      for (int i = 0; i < names.length; i++) {
        all.host(names[i], i + 1);
      }
      return all;
    } catch (IOException e) {
      all.close();
      throw e;
    }
  }

  private void add(String host) throws IOException {
    Commands.run(List.of("ip", "netns", "add", name(host)));
    hosts.add(host);
    ip(host, "link set lo up");
  }

  private void host(String host, int number) throws IOException {
    add(host);
    ip(SWITCH, "link add to-%s type veth peer name %s netns %s".formatted(host, NIC, name(host)));
    ip(SWITCH, "link set to-%s master br0 up".formatted(host));
    ip(host, "link set %s addrgenmode none".formatted(NIC));
    ip(host, "link set %s up".formatted(NIC));
    ip(host, "addr add 192.0.2.%d/24 dev %s".formatted(number, NIC));
    ip(host, "addr add fe80::%d/64 dev %s nodad".formatted(number, NIC));
  }

  /** What ip-netns(8) calls a host. */
  String name(String host) {
    return prefix + host;
  }

  /** Runs ip(8) on a host: one line of arguments. */
  String ip(String host, String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name(host)));
    command.addAll(Arrays.asList(arguments.split(" ", -1)));
    return Commands.run(command);
  }

  /** The words that make a program run on a host. */
  List<String> at(String host, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name(host)));
    all.addAll(List.of(command));
    return all;
  }

  /** Runs a program on a host. */
  String run(String host, String... command) throws IOException {
    return Commands.run(at(host, command));
  }

  /** Does something in this process, on a thread of its own that belongs to the host. */
  <T> T on(String host, Callable<T> task) throws Exception {
    return InNamespace.run(name(host), task);
  }

  /** The interface of a host, as the kernel tells of it. */
  Nic nic(String host) throws Exception {
    return on(
        host,
        () -> {
          try (Links links = Links.open()) {
            return links.all().stream()
                .filter(NetEvent.LinkChanged.class::isInstance)
                .map(event -> ((NetEvent.LinkChanged) event).nic())
                .filter(nic -> nic.name().equals(NIC))
                .findFirst()
                .orElseThrow();
          }
        });
  }

  /** Whether an address is on the interface of a host. */
  boolean has(String host, String address) throws IOException {
    return ip(host, "-o addr show dev " + NIC).contains(" " + address + "/");
  }

  /** Pulls or plugs a host's cable: it sees its carrier go. */
  void cable(String host, boolean plugged) throws IOException {
    ip(SWITCH, "link set to-%s %s".formatted(host, plugged ? "up" : "down"));
  }

  /** With a namespace go its interfaces, and with them their other ends. */
  @Override
  public void close() throws IOException {
    for (String host : List.copyOf(hosts)) {
      Commands.run(List.of("ip", "netns", "del", name(host)));
      hosts.remove(host);
    }
  }
}
