package io.vigie.vrrp.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Packets for a VIP pass only while its holder is alive: an nftables table of family netdev that
 * drops ARP, neighbour solicitations and IP for the addresses, and from them, unless a set holds
 * the packet's protocol. What the set holds expires within milliseconds, so a process that stands
 * still is silent before a peer has taken over. A backup is fenced at all times.
 *
 * <p>The table is made by the program {@code nft}, once; afterwards one netlink transaction of some
 * 50 µs keeps it open.
 *
 * <p>Thread rule: one thread.
 */
public final class Fence implements AutoCloseable {

  private static final int NFT_SECONDS = 5;

  private final FenceSets sets;
  private final String table;

  private Fence(String table, List<InetAddress> addresses) {
    this.table = table;
    this.sets = new FenceSets(table, addresses);
  }

  /** What became of a fence. */
  public sealed interface Raised {
    /** It stands, closed. */
    record Up(Fence fence, boolean bothWays) implements Raised {}

    /** It cannot be built. */
    record Unavailable(String why) implements Raised {}
  }

  /**
   * Raises a fence, closed. A leftover of an earlier run is replaced.
   *
   * @param vip its name
   */
  public static Raised raise(String vip, String device, List<InetAddress> addresses) {
    String table = "vigie_" + vip.replaceAll("[^A-Za-z0-9_]", "_");
    String both = nft(rules(table, device, addresses, true));
    if (both.isEmpty()) {
      return new Raised.Up(new Fence(table, addresses), true);
    }
    String oneWay =
        nft(rules(table, device, addresses, false)); // kernels before 5.16 have no egress
    return oneWay.isEmpty()
        ? new Raised.Up(new Fence(table, addresses), false)
        : new Raised.Unavailable(both);
  }

  /**
   * Lets packets through for so long.
   *
   * @param millis 1 or more
   * @return whether the kernel agreed
   */
  public boolean open(long millis) {
    return sets.keep(millis);
  }

  /** Lets nothing through from now on. */
  public void shut() {
    sets.empty();
  }

  /** Removes it: packets pass. */
  @Override
  public void close() {
    String ignored = nft("delete table netdev " + table + "\n"); // gone already: as wanted
    sets.close();
  }

  private static String rules(
      String table, String nic, List<InetAddress> addresses, boolean bothWays) {
    StringBuilder text = new StringBuilder();
    text.append("add table netdev ").append(table).append('\n');
    text.append("delete table netdev ").append(table).append('\n');
    text.append("table netdev ").append(table).append(" {\n");
    text.append(set("alive", "ether_type", "flags timeout;"));
    text.append(set("vip4", "ipv4_addr", list(addresses, false)));
    text.append(set("vip6", "ipv6_addr", list(addresses, true)));
    text.append(chain("incoming", "ingress", nic));
    text.append("    arp daddr ip @vip4 drop\n");
    text.append("    ip daddr @vip4 drop\n");
    text.append("    ip6 daddr @vip6 drop\n");
    for (InetAddress address : addresses) {
      if (address instanceof Inet6Address) { // its target; nft before 1.0.7 has no name for it
        text.append("    icmpv6 type nd-neighbor-solicit @th,64,128 0x")
            .append(HexFormat.of().formatHex(address.getAddress()))
            .append(" drop\n");
      }
    }
    text.append("  }\n");
    if (bothWays) {
      text.append(chain("outgoing", "egress", nic));
      text.append("    arp saddr ip @vip4 drop\n");
      text.append("    ip saddr @vip4 drop\n");
      text.append("    ip6 saddr @vip6 drop\n");
      text.append("  }\n");
    }
    return text.append("}\n").toString();
  }

  private static String set(String name, String type, String more) {
    return "  set %s { type %s; %s }\n".formatted(name, type, more);
  }

  private static String chain(String name, String hook, String nic) {
    return """
      chain %s { type filter hook %s device "%s" priority -400; policy accept;
        meta protocol @alive accept
    """
        .formatted(name, hook, nic);
  }

  private static String list(List<InetAddress> addresses, boolean ipv6) {
    String all =
        addresses.stream()
            .filter(address -> address instanceof Inet6Address == ipv6)
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : "elements = { " + all + " }";
  }

  /** Runs nft with these rules; answers what is wrong, empty if nothing. */
  private static String nft(String rules) {
    try {
      Process process = new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(rules.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(NFT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "nft did not answer within " + NFT_SECONDS + " s";
      }
      return process.exitValue() == 0 ? "" : "nft: " + said.lines().findFirst().orElse("failed");
    } catch (IOException | UncheckedIOException e) {
      return "nft cannot be run: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted while nft ran";
    }
  }
}
