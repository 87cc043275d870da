package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            ip daddr { 192.168.1.8, 192.168.1.9 } ip protocol != 112 drop
            ip6 daddr { fd00:1:0:0:0:0:0:8 } ip6 nexthdr != 112 drop
            icmpv6 type nd-neighbor-solicit @th,64,128 0xfd000001000000000000000000000008 drop
          }
          chain egress {
            type filter hook egress device "eth0.5" priority -400; policy accept;
            oif @alive accept
            arp saddr ip { 192.168.1.8, 192.168.1.9 } drop
            ip saddr { 192.168.1.8, 192.168.1.9 } ip protocol != 112 drop
            ip6 saddr { fd00:1:0:0:0:0:0:8 } ip6 nexthdr != 112 drop
            icmpv6 type nd-neighbor-advert @th,64,128 0xfd000001000000000000000000000008 drop
          }
        }
        """,
        FenceRules.text("t", "eth0.5", vips, true));
  }

  @Test
  void withoutEgressAndWithoutIpv6ThereIsNoWordOfThem() throws Exception {
    String text =
        FenceRules.text("t", "eth0", List.of(InetAddress.getByName("192.168.1.8")), false);
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
