package io.vigie.vrrp.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of a {@link Fence} as nft(8) reads it: while the set holds the interface, every packet
 * passes after one look; while it does not, what concerns the addresses is dropped.
 *
 * <p>Adverts pass at all times: an address owner's (RFC 9568 §6.1) come from the VIP itself.
 *
 * <p>Words of nft 0.9 alone; the target of a neighbour solicitation has a name since 1.0.9 only.
 */
final class FenceRules {

  /** The set that tells whether the holder is alive. */
  static final String ALIVE = "alive";

  private static final String PREFIX = "vigie_vrrp_";

  private FenceRules() {}

  /** The name of a VIP's table: no two VIPs share one, whatever their names. */
  static String table(String vip) {
    StringBuilder name = new StringBuilder(PREFIX);
    for (int i = 0; i < vip.length(); i++) {
      char c = vip.charAt(i);
      if (c < 128 && Character.isLetterOrDigit(c)) {
        name.append(c);
      } else {
        name.append("_%02x".formatted((int) c));
      }
    }
    return name.toString();
  }

  /** Whether a table is one of a fence. */
  static boolean isFence(String table) {
    return table.startsWith(PREFIX);
  }

  /**
   * The whole table, in place of one of the same name.
   *
   * @param bothWays whether packets from the addresses are dropped too: kernels of 5.16 and later
   */
  static String text(String table, String nic, List<InetAddress> addresses, boolean bothWays) {
    StringBuilder text = new StringBuilder();
    text.append("add table netdev %s\ndelete table netdev %s\n".formatted(table, table));
    text.append("table netdev %s {\n".formatted(table));
    text.append("  set %s { type iface_index; flags timeout; }\n".formatted(ALIVE));
    text.append(chain("ingress", nic, "iif"));
    text.append(v4(addresses, "arp daddr ip %s drop", "ip daddr %s ip protocol != 112 drop"));
    text.append(v6(addresses, "ip6 daddr %s ip6 nexthdr != 112 drop", "nd-neighbor-solicit"));
    text.append("  }\n");
    if (bothWays) {
      text.append(chain("egress", nic, "oif"));
      text.append(v4(addresses, "arp saddr ip %s drop", "ip saddr %s ip protocol != 112 drop"));
      text.append(v6(addresses, "ip6 saddr %s ip6 nexthdr != 112 drop", "nd-neighbor-advert"));
      text.append("  }\n");
    }
    return text.append("}\n").toString();
  }

  private static String chain(String hook, String nic, String index) {
    return """
      chain %s {
        type filter hook %s device "%s" priority -400; policy accept;
        %s @%s accept
    """
        .formatted(hook, hook, nic, index, ALIVE);
  }

  private static String v4(List<InetAddress> addresses, String... rules) {
    String some = some(addresses, false, InetAddress::getHostAddress);
    StringBuilder text = new StringBuilder();
    for (String rule : some.isEmpty() ? new String[0] : rules) {
      text.append("    ").append(rule.formatted(some)).append('\n');
    }
    return text.toString();
  }

  /** Solicitations go to a group, so their target tells whom they concern: 8 bytes into ICMPv6. */
  private static String v6(List<InetAddress> addresses, String rule, String neighbour) {
    String some = some(addresses, true, FenceRules::plain);
    if (some.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("    " + rule.formatted(some) + "\n");
    addresses.stream()
        .filter(Inet6Address.class::isInstance)
        .map(address -> HexFormat.of().formatHex(address.getAddress()))
        .forEach(
            hex ->
                text.append("    icmpv6 type %s @th,64,128 0x%s drop\n".formatted(neighbour, hex)));
    return text.toString();
  }

  /** An address without its interface. */
  private static String plain(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  private static String some(
      List<InetAddress> addresses, boolean ipv6, Function<InetAddress, String> shown) {
    return addresses.stream()
        .filter(address -> address instanceof Inet6Address == ipv6)
        .map(shown)
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "), all -> all.isEmpty() ? "" : "{ " + all + " }"));
  }
}
