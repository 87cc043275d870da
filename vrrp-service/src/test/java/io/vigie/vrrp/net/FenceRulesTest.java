package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.vrrp.net.FenceRules.Extent;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of a fence as text. */
class FenceRulesTest {

  @Test
  void aTableOfBothFamiliesBothWays() throws Exception {
    List<InetAddress> vips =
        List.of(
            InetAddress.getByName("192.168.1.8"),
            InetAddress.getByName("192.168.1.9"),
            InetAddress.getByName("fd00:1::8"));
    assertEquals(
        """
        add table netdev t
        delete table netdev t
        table netdev t {
          set alive { type iface_index; flags timeout; }
          chain ingress {
            type filter hook ingress device "eth0.5" priority -400; policy accept;
            iif @alive accept
            arp daddr ip { 192.168.1.8, 192.168.1.9 } drop
            icmpv6 type nd-neighbor-solicit @th,64,128 0xfd000001000000000000000000000008 drop
            ip daddr { 192.168.1.8, 192.168.1.9 } ip protocol != 112 drop
            ip6 daddr { fd00:1:0:0:0:0:0:8 } ip6 nexthdr != 112 drop
          }
          chain egress {
            type filter hook egress device "eth0.5" priority -400; policy accept;
            oif @alive accept
            arp saddr ip { 192.168.1.8, 192.168.1.9 } drop
            icmpv6 type nd-neighbor-advert @th,64,128 0xfd000001000000000000000000000008 drop
            ip saddr { 192.168.1.8, 192.168.1.9 } ip protocol != 112 drop
            ip6 saddr { fd00:1:0:0:0:0:0:8 } ip6 nexthdr != 112 drop
          }
        }
        """,
        FenceRules.text("t", "eth0.5", vips, Extent.BOTH_WAYS));
  }

  @Test
  void whoLingersIsSilentAndWhoRelaysKnowsItsOwnFlows() throws Exception {
    List<InetAddress> vips =
        List.of(InetAddress.getByName("192.168.1.8"), InetAddress.getByName("fd00:1::8"));
    assertEquals(
        """
        add table netdev t
        delete table netdev t
        table netdev t {
          set alive { type iface_index; flags timeout; }
          set lingers { type iface_index; flags timeout; }
          set relays { type iface_index; flags timeout; }
          map former4 { type iface_index : ipv4_addr; flags timeout; }
          set own4 {
            type ipv4_addr . inet_service . ipv4_addr . inet_service; flags dynamic,timeout;
            size 65536; timeout 2s;
          }
          map former6 { type iface_index : ipv6_addr; flags timeout; }
          set own6 {
            type ipv6_addr . inet_service . ipv6_addr . inet_service; flags dynamic,timeout;
            size 65536; timeout 2s;
          }
          chain open {
            iif != @relays accept
            ip daddr { 192.168.1.8 } tcp flags & (fin | syn | rst | ack) == syn update @own4 \
        { ip saddr . tcp sport . ip daddr . tcp dport } accept
            ip daddr { 192.168.1.8 } ip saddr . tcp sport . ip daddr . tcp dport != @own4 \
        fwd ip to iif map @former4 device "eth0"
            ip6 daddr { fd00:1:0:0:0:0:0:8 } tcp flags & (fin | syn | rst | ack) == syn update @own6 \
        { ip6 saddr . tcp sport . ip6 daddr . tcp dport } accept
            ip6 daddr { fd00:1:0:0:0:0:0:8 } ip6 saddr . tcp sport . ip6 daddr . tcp dport != @own6 \
        fwd ip6 to iif map @former6 device "eth0"
          }
          chain ingress {
            type filter hook ingress device "eth0" priority -400; policy accept;
            iif @alive goto open
            arp daddr ip { 192.168.1.8 } drop
            icmpv6 type nd-neighbor-solicit @th,64,128 0xfd000001000000000000000000000008 drop
            iif @lingers accept
            ip daddr { 192.168.1.8 } ip protocol != 112 drop
            ip6 daddr { fd00:1:0:0:0:0:0:8 } ip6 nexthdr != 112 drop
          }
          chain egress {
            type filter hook egress device "eth0" priority -400; policy accept;
            oif @alive accept
            arp saddr ip { 192.168.1.8 } drop
            icmpv6 type nd-neighbor-advert @th,64,128 0xfd000001000000000000000000000008 drop
            ip6 saddr { fd00:1:0:0:0:0:0:8 } icmpv6 type nd-neighbor-solicit drop
            oif @lingers accept
            ip saddr { 192.168.1.8 } ip protocol != 112 drop
            ip6 saddr { fd00:1:0:0:0:0:0:8 } ip6 nexthdr != 112 drop
          }
        }
        """,
        FenceRules.text("t", "eth0", vips, Extent.ALL));
  }

  @Test
  void withoutEgressAndWithoutIpv6ThereIsNoWordOfThem() throws Exception {
    String text =
        FenceRules.text("t", "eth0", List.of(InetAddress.getByName("192.168.1.8")), Extent.INGRESS);
    assertFalse(text.contains("egress"), text);
    assertFalse(text.contains("ip6"), text);
    assertFalse(text.contains("icmpv6"), text);
  }

  @Test
  void noTwoVipsShareATable() {
    assertEquals("vigie_vrrp_main", FenceRules.table("main"));
    assertEquals("vigie_vrrp_a_2db", FenceRules.table("a-b"));
    assertNotEquals(FenceRules.table("a-b"), FenceRules.table("a_b"));
    assertNotEquals(FenceRules.table("a-b"), FenceRules.table("a_2db"));
    assertTrue(FenceRules.isFence(FenceRules.table("main")));
    assertFalse(FenceRules.isFence("vigie_lab_192_0_2_1"));
  }
}
