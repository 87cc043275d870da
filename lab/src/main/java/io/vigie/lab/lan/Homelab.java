package io.vigie.lab.lan;

import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A homelab on this machine, as network namespaces: two hosts, each a switch with a balancer and a
 * node behind it and one cable to the others; a third node; and this machine itself as the client.
 *
 * <pre>
 *   this machine .1 ──┐          ┌── lb-1  .6
 *   k3s-3      .105 ──┤── p1 ────┴── k3s-1 .103
 *                     └── p2 ────┬── lb-2  .7
 *                                └── k3s-2 .104
 * </pre>
 *
 * To cut the cable of a host takes its balancer and its node off the network, while both keep their
 * carrier and see each other: what a network card does that has died.
 */
public final class Homelab implements AutoCloseable {

  /** The last byte of the address of each machine. */
  public static final Map<String, Integer> MACHINES =
      Map.of("lb-1", 6, "lb-2", 7, "k3s-1", 103, "k3s-2", 104, "k3s-3", 105);

  /** The hosts whose cables several machines share, with these. */
  public static final Map<String, List<String>> HOSTS =
      Map.of("p1", List.of("lb-1", "k3s-1"), "p2", List.of("lb-2", "k3s-2"));

  private static final String SWITCH = "switch";
  private static final List<String> NETWORKS =
      List.of(
          "10.77.0",
          "10.87.0",
          "10.97.0",
          "172.29.77",
          "10.107.0",
          "10.117.0",
          "10.127.0",
          "10.137.0");
  private static final int MOST_DEVICE_NAME = 15;

  private final Namespaces spaces;
  private final Map<String, Cable> cables = new LinkedHashMap<>();
  private final String network;

  private Homelab(String prefix, String network) throws IOException {
    this.spaces = new Namespaces(prefix);
    this.network = network;
  }

  /**
   * The first three bytes of a network this machine has no address in.
   *
   * @throws IOException if it has one in each of those we know
   */
  public static String freeNetwork() throws IOException {
    Set<String> own = own();
    return NETWORKS.stream()
        .filter(network -> !own.contains(network))
        .findFirst()
        .orElseThrow(
            () -> new IOException("this machine has an address in each of " + NETWORKS + ".0/24"));
  }

  /** The first three bytes of all addresses of this machine. */
  private static Set<String> own() throws IOException {
    Set<String> own = new HashSet<>();
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress address : one.getInterfaceAddresses()) {
        String text = address.getAddress().getHostAddress();
        own.add(text.substring(0, Math.max(0, text.lastIndexOf('.'))));
      }
    }
    return own;
  }

  /**
   * Builds one beside those that are there, whose names begin with {@code name0-}, {@code name1-},
   * …: each number has its own network.
   *
   * @param name 6 characters at most
   */
  public static Homelab buildNext(String name) throws IOException {
    for (int i = 0; i < NETWORKS.size(); i++) {
      if (!own().contains(NETWORKS.get(i))) {
        try {
          return build(name + i + "-", NETWORKS.get(i));
        } catch (FileAlreadyExistsException _) {
          // somebody else's, who has no address in it yet
        }
      }
    }
    throw new IOException(
        "none of %d is free: there are such network namespaces (ip netns), or this machine has an address in each of %s.0/24"
            .formatted(NETWORKS.size(), NETWORKS));
  }

  /**
   * Builds it; removed when closed, or when this process is gone.
   *
   * @param prefix what the namespaces' names begin with, 8 characters at most; none such may be
   *     there
   * @param network its addresses' first three bytes
   */
  public static Homelab build(String prefix, String network) throws IOException {
    Homelab homelab = new Homelab(prefix, network);
    try {
      homelab.build();
      return homelab;
    } catch (IOException e) {
      homelab.close();
      throw e;
    }
  }

  private void build() throws IOException {
    bridge(SWITCH);
    for (String host : List.of("p1", "p2")) {
      bridge(host);
      Cable uplink = spaces.plug(host, "uplink", SWITCH, host);
      spaces.ip(host, "link", "set", "uplink", "master", "br0");
      cables.put(host, uplink);
    }
    machine("lb-1", "p1");
    machine("k3s-1", "p1");
    machine("lb-2", "p2");
    machine("k3s-2", "p2");
    machine("k3s-3", SWITCH);
    client();
  }

  private void bridge(String name) throws IOException {
    spaces.add(name);
    spaces.bridge(name);
  }

  private void machine(String name, String at) throws IOException {
    spaces.add(name);
    cables.put(name, spaces.plug(name, "eth0", at, name));
    spaces.run(name, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind"); // for the VIP
    spaces.ip(name, "addr", "add", address(network, name) + "/24", "dev", "eth0");
  }

  /** This machine: a device of its own namespace. */
  private void client() throws IOException {
    String device = clientDevice();
    String sw = spaces.full(SWITCH);
    Namespaces.run(
        List.of(
            ("ip link add " + device + " type veth peer name client netns " + sw).split(" ", -1)));
    spaces.ip(SWITCH, "link", "set", "client", "master", "br0", "up");
    Namespaces.run(List.of("ip", "addr", "add", network + ".1/24", "dev", device));
    Namespaces.run(List.of("ip", "link", "set", device, "up"));
  }

  /** This machine's device in it. */
  public String clientDevice() {
    String device = spaces.full("client");
    return device.substring(0, Math.min(device.length(), MOST_DEVICE_NAME));
  }

  /** Its addresses' first three bytes. */
  public String network() {
    return network;
  }

  /** The address of a machine in a network. */
  public static String address(String network, String machine) {
    Integer last = MACHINES.get(machine);
    if (last == null) {
      throw new IllegalArgumentException("there is no machine " + machine);
    }
    return network + "." + last;
  }

  /** The words that make a command run on a machine. */
  public List<String> at(String machine) {
    return spaces.at(machine);
  }

  /** Runs ip(8) on a machine; answers what it says. */
  public String ip(String machine, String... arguments) throws IOException {
    return spaces.ip(machine, arguments);
  }

  /** Runs a command on a machine to its end; answers what it says. */
  public String run(String machine, String... command) throws IOException {
    return spaces.run(machine, command);
  }

  /** Sends a signal to all that runs on a machine, as {@code KILL}; nothing to one without any. */
  public void signal(String machine, String signal) throws IOException {
    Namespaces.run(
        List.of(
            "sh",
            "-c",
            "ip netns pids %s | xargs -r kill -%s".formatted(spaces.full(machine), signal)));
  }

  /** What a person calls a machine's namespace. */
  public String namespace(String machine) {
    return spaces.full(machine);
  }

  /** What can be cut: every machine's cable, and each host's uplink, by name. */
  public Map<String, Cable> cables() {
    return Map.copyOf(cables);
  }

  @Override
  public void close() throws IOException {
    spaces.close();
  }
}
