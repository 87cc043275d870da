package io.vigie.lab.lan;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A link with a client and two or more balancers on it, as network namespaces around a bridge.
 * Addresses are 10.78.0.N and fe80::N; the client is .5, the balancers are a (.6), b (.7), …
 */
public final class Lan implements AutoCloseable {

  private static final String SWITCH = "sw";
  private static final AtomicInteger MADE = new AtomicInteger();

  private final Namespaces spaces;
  private final Map<String, Cable> cables = new HashMap<>();

  /** What must be there for this; the first that is not, empty if all is. */
  public static String obstacle(String... programs) throws IOException {
    return Namespaces.obstacle(programs);
  }

  /**
   * Lays the cables.
   *
   * @param balancers their names, one letter each
   */
  public Lan(String... balancers) throws IOException {
    char which = (char) ('a' + MADE.getAndIncrement() % 26);
    spaces = new Namespaces("vv%d%c".formatted(ProcessHandle.current().pid() % 100_000, which));
    try {
      spaces.add(SWITCH);
      spaces.bridge(SWITCH);
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
    spaces.add(name);
    spaces.sysctl(
        name, "net/ipv6/conf/default/accept_dad", "0"); // else link-local addresses wait 1 s
    cables.put(name, spaces.plug(name, "eth0", SWITCH, "to-" + name));
    ip(name, "addr", "flush", "dev", "eth0");
    ip(name, "addr", "add", "10.78.0." + number + "/24", "dev", "eth0");
    ip(name, "addr", "add", "fe80::" + number + "/64", "dev", "eth0");
  }

  /** The words that make a command run on a host. */
  public List<String> at(String host) {
    return spaces.at(host);
  }

  /** What ip-netns(8) calls a host. */
  public String name(String host) {
    return spaces.full(host);
  }

  /** Runs ip(8) on a host; answers what it says. */
  public String ip(String host, String... arguments) throws IOException {
    return spaces.ip(host, arguments);
  }

  /** Runs a command on a host to its end; answers what it says. */
  public String run(String host, String... command) throws IOException {
    return spaces.run(host, command);
  }

  /** Whether a host has an address on its interface. */
  public boolean has(String host, String address) throws IOException {
    return ip(host, "-o", "addr", "show", "dev", "eth0").contains(" " + address + "/");
  }

  /** Pulls or plugs the cable of a host at the switch: the host sees its carrier go. */
  public void cable(String host, boolean plugged) throws IOException {
    cableOf(host).carrier(plugged);
  }

  /** Cuts a host off, or lets it back, without a change of its carrier. */
  public void isolate(String host, boolean isolated) throws IOException {
    if (isolated) {
      cableOf(host).cut();
    } else {
      cableOf(host).mend();
    }
  }

  private Cable cableOf(String host) {
    Cable cable = cables.get(host);
    if (cable == null) {
      throw new IllegalArgumentException("there is no host " + host);
    }
    return cable;
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

  @Override
  public void close() throws IOException {
    spaces.close();
  }
}
