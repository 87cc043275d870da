package io.vigie.vrrp.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of a {@link Fence} as nft(8) reads it: while a set holds the interface, every packet
 * passes after two looks; while it does not, what concerns the addresses is dropped.
 *
 * <p>A handover (docs/adr/0025) has two more states. Who lingers lets IP pass and asks and answers
 * nobody where the addresses are. Who relays sends what belongs to flows it has not seen begin on
 * to the former holder.
 *
 * <p>Adverts pass at all times: an address owner's (RFC 9568 §6.1) come from the VIP itself.
 *
 * <p>Words of nft 0.9 alone; the target of a neighbour solicitation has a name since 1.0.9 only.
 */
final class FenceRules {

  /** The set that tells whether the holder is alive. */
  static final String ALIVE = "alive";

  /** The set that tells whether a former holder may still serve. */
  static final String LINGERS = "lingers";

  /** The set that tells whether a new holder relays. */
  static final String RELAYS = "relays";

  /** The flows a relaying holder has seen begin: longer than it relays. */
  private static final int OWN_SECONDS = 2;

  private static final int MOST_OWN = 65_536;

  /** How much of a fence a kernel, and its nft, can do. */
  enum Extent {
    /** Both ways, with handovers. */
    ALL,
    /** Both ways. */
    BOTH_WAYS,
    /** Incoming packets alone: before Linux 5.16. */
    INGRESS
  }

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

  /** The map that tells who the former holder is. */
  static String former(boolean ipv6) {
    return ipv6 ? "former6" : "former4";
  }

  /** The whole table, in place of one of the same name. */
  static String text(String table, String nic, List<InetAddress> addresses, Extent extent) {
    StringBuilder text = new StringBuilder();
    text.append("add table netdev %s\ndelete table netdev %s\n".formatted(table, table));
    text.append("table netdev %s {\n".formatted(table));
    boolean handovers = extent == Extent.ALL;
    for (String set : handovers ? List.of(ALIVE, LINGERS, RELAYS) : List.of(ALIVE)) {
      text.append("  set %s { type iface_index; flags timeout; }\n".formatted(set));
    }
    if (handovers) {
      text.append(relay(nic, addresses));
    }
    text.append(chain("ingress", nic, handovers ? "iif @alive goto open" : "iif @alive accept"));
    rules(text, addresses, false, "arp daddr ip %s drop");
    solicited(text, addresses, "nd-neighbor-solicit");
    if (handovers) {
      text.append("    iif @lingers accept\n");
    }
    rules(text, addresses, false, "ip daddr %s ip protocol != 112 drop");
    rules(text, addresses, true, "ip6 daddr %s ip6 nexthdr != 112 drop");
    text.append("  }\n");
    if (extent != Extent.INGRESS) {
      text.append(chain("egress", nic, "oif @alive accept"));
      rules(text, addresses, false, "arp saddr ip %s drop");
      solicited(text, addresses, "nd-neighbor-advert");
      if (handovers) {
        rules(text, addresses, true, "ip6 saddr %s icmpv6 type nd-neighbor-solicit drop");
        text.append("    oif @lingers accept\n");
      }
      rules(text, addresses, false, "ip saddr %s ip protocol != 112 drop");
      rules(text, addresses, true, "ip6 saddr %s ip6 nexthdr != 112 drop");
      text.append("  }\n");
    }
    return text.append("}\n").toString();
  }

  private static String chain(String hook, String nic, String first) {
    return """
      chain %s {
        type filter hook %s device "%s" priority -400; policy accept;
        %s
    """
        .formatted(hook, hook, nic, first);
  }

  /** What a holder does who has relieved another: its own flows are those it has seen begin. */
  private static String relay(String nic, List<InetAddress> addresses) {
    StringBuilder sets = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    for (boolean ipv6 : new boolean[] {false, true}) {
      String ip = ipv6 ? "ip6" : "ip";
      String type = ipv6 ? "ipv6_addr" : "ipv4_addr";
      String own = ipv6 ? "own6" : "own4";
      String flow = "%s saddr . tcp sport . %s daddr . tcp dport".formatted(ip, ip);
      String some = some(addresses, ipv6);
      if (some.isEmpty()) {
        continue;
      }
      sets.append(
          """
            map %s { type iface_index : %s; flags timeout; }
            set %s {
              type %s . inet_service . %s . inet_service; flags dynamic,timeout;
              size %d; timeout %ds;
            }
          """
              .formatted(former(ipv6), type, own, type, type, MOST_OWN, OWN_SECONDS));
      rules.append(
          """
              %1$s daddr %2$s tcp flags & (fin | syn | rst | ack) == syn update @%3$s { %4$s } accept
              %1$s daddr %2$s %4$s != @%3$s fwd %1$s to iif map @%5$s device "%6$s"
          """
              .formatted(ip, some, own, flow, former(ipv6), nic));
    }
    return sets + "  chain open {\n    iif != @relays accept\n" + rules + "  }\n";
  }

  private static void rules(
      StringBuilder text, List<InetAddress> addresses, boolean ipv6, String rule) {
    String some = some(addresses, ipv6);
    if (!some.isEmpty()) {
      text.append("    ").append(rule.formatted(some)).append('\n');
    }
  }

  /** Solicitations go to a group, so their target tells whom they concern: 8 bytes into ICMPv6. */
  private static void solicited(StringBuilder text, List<InetAddress> addresses, String type) {
    addresses.stream()
        .filter(Inet6Address.class::isInstance)
        .map(address -> HexFormat.of().formatHex(address.getAddress()))
        .forEach(
            hex -> text.append("    icmpv6 type %s @th,64,128 0x%s drop\n".formatted(type, hex)));
  }

  /** An address without its interface. */
  private static String plain(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  private static String some(List<InetAddress> addresses, boolean ipv6) {
    String all =
        addresses.stream()
            .filter(address -> address instanceof Inet6Address == ipv6)
            .map(FenceRules::plain)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : "{ " + all + " }";
  }
}
