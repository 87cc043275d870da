package io.vigie.lb.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lb.core.Cidr;
import io.vigie.lb.core.LbConfig.Balance;
import io.vigie.lb.core.Target;
import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesetTest {

  private static final List<Backend> TWO =
      List.of(new Backend("k1", 0x56000001), new Backend("k2", 0x56000002));

  private static Front front(String listen, int port, Balance balance, Target... targets) {
    return front(listen, port, balance, List.of(), List.of(), targets);
  }

  private static Front front(
      String listen,
      int port,
      Balance balance,
      List<String> allow,
      List<String> deny,
      Target... targets) {
    return new Front(
        "web",
        new InetSocketAddress(InetAddress.ofLiteral(listen), port),
        true,
        balance,
        Cidr.parseAll(allow),
        Cidr.parseAll(deny),
        TWO,
        List.of(targets));
  }

  private static Target target(String name, String address, int share) {
    return new Target(
        name, new InetSocketAddress(InetAddress.ofLiteral(address), 443), share, share);
  }

  private static Ruleset rules(Front... fronts) {
    return Ruleset.of(new Plan(List.of(fronts)));
  }

  private static List<String> chain(Ruleset rules, String name) {
    Ruleset.Chain chain = rules.chains().get(name);
    assertTrue(chain != null, () -> name + " in " + rules.chains().keySet());
    return chain == null ? List.of() : chain.rules();
  }

  @Test
  void aWholeTable() {
    Front web =
        front(
            "192.0.2.8",
            443,
            Balance.ROUNDROBIN,
            target("k1", "10.0.0.1", 2),
            target("k2", "10.0.0.2", 1));
    assertEquals(
        """
        add table inet vigie_lb
        delete table inet vigie_lb
        table inet vigie_lb {
          counter new/web/k1 { }
          counter in/web/k1 { }
          counter out/web/k1 { }
          counter new/web/k2 { }
          counter in/web/k2 { }
          counter out/web/k2 { }
          counter denied/web { }
          counter unserved/web { }
          chain server/web/k1 {
            counter name "new/web/k1" meta l4proto tcp ct mark set 0x56000001 dnat ip to 10.0.0.1:443
          }
          chain server/web/k2 {
            counter name "new/web/k2" meta l4proto tcp ct mark set 0x56000002 dnat ip to 10.0.0.2:443
          }
          chain clients/web/ipv4 {
            tcp flags & (fin | syn | rst | ack) != syn return
            numgen inc mod 3 vmap { 0 : goto server/web/k1, 1 : goto server/web/k2, 2 : goto server/web/k1 }
          }
          chain prerouting {
            type nat hook prerouting priority -100; policy accept;
            tcp dport 443 ip daddr 192.0.2.8 goto clients/web/ipv4
          }
          chain output {
            type nat hook output priority -100; policy accept;
            tcp dport 443 ip daddr 192.0.2.8 goto clients/web/ipv4
          }
          chain postrouting {
            type nat hook postrouting priority 100; policy accept;
            ct mark { 0x56000001, 0x56000002 } masquerade
          }
          chain accounting {
            type filter hook prerouting priority 0; policy accept;
            ct direction original counter name ct mark map { 0x56000001 : "in/web/k1", 0x56000002 : "in/web/k2" }
            ct direction reply counter name ct mark map { 0x56000001 : "out/web/k1", 0x56000002 : "out/web/k2" }
          }
          chain accounting/local {
            type filter hook output priority 0; policy accept;
            ct direction original counter name ct mark map { 0x56000001 : "in/web/k1", 0x56000002 : "in/web/k2" }
          }
        }
        """,
        rules(web).text());
  }

  @Test
  void noFrontendNoRulesButHooksThatKeepWhatIsOpen() {
    assertEquals(
        """
        add table inet vigie_lb
        delete table inet vigie_lb
        table inet vigie_lb {
          chain prerouting {
            type nat hook prerouting priority -100; policy accept;
          }
          chain output {
            type nat hook output priority -100; policy accept;
          }
          chain postrouting {
            type nat hook postrouting priority 100; policy accept;
          }
          chain accounting {
            type filter hook prerouting priority 0; policy accept;
          }
          chain accounting/local {
            type filter hook output priority 0; policy accept;
          }
        }
        """,
        rules().text());
  }

  @Test
  void aServerThatGoesChangesTheChainsItIsIn() {
    Target k1 = target("k1", "10.0.0.1", 1);
    Target k2 = target("k2", "10.0.0.2", 1);
    Ruleset both = rules(front("192.0.2.8", 443, Balance.ROUNDROBIN, k1, k2));
    Ruleset one = rules(front("192.0.2.8", 443, Balance.ROUNDROBIN, k2));
    assertEquals("", both.changeFrom(both));
    assertEquals(
        """
        flush chain inet vigie_lb server/web/k1
        flush chain inet vigie_lb clients/web/ipv4
        add rule inet vigie_lb clients/web/ipv4 tcp flags & (fin | syn | rst | ack) != syn return
        add rule inet vigie_lb clients/web/ipv4 goto server/web/k2
        """,
        one.changeFrom(both));
    assertEquals(
        """
        flush chain inet vigie_lb server/web/k1
        add rule inet vigie_lb server/web/k1 counter name "new/web/k1" meta l4proto tcp ct mark set 0x56000001 dnat ip to 10.0.0.1:443
        flush chain inet vigie_lb clients/web/ipv4
        add rule inet vigie_lb clients/web/ipv4 tcp flags & (fin | syn | rst | ack) != syn return
        add rule inet vigie_lb clients/web/ipv4 numgen inc mod 2 vmap { 0 : goto server/web/k1, 1 : goto server/web/k2 }
        """,
        both.changeFrom(one));
  }

  @Test
  void anotherFrontendIsAnotherTable() {
    Ruleset web = rules(front("192.0.2.8", 443, Balance.ROUNDROBIN));
    assertFalse(web.hasShapeOf(rules()));
    assertEquals(web.text(), web.changeFrom(rules()));
    assertEquals(rules().text(), rules().changeFrom(web));
  }

  /** What a wildcard takes is for this machine's own addresses alone, and each family its own. */
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, tcp dport 443 ip daddr != 127.0.0.0/8 fib daddr type local goto clients/web/ipv4, ''",
    "'::', tcp dport 443 ip daddr != 127.0.0.0/8 fib daddr type local goto clients/web/ipv4,"
        + " tcp dport 443 ip6 daddr != ::1 fib daddr type local goto clients/web/ipv6",
    "2001:db8::8, tcp dport 443 ip6 daddr 2001:db8:0:0:0:0:0:8 goto clients/web/ipv6, ''",
  })
  void whereClientsComeIn(String listen, String first, String second) {
    Ruleset rules = rules(front(listen, 443, Balance.ROUNDROBIN));
    List<String> expected = second.isEmpty() ? List.of(first) : List.of(first, second);
    assertEquals(expected, chain(rules, "prerouting"));
    assertEquals(expected, chain(rules, "output"));
  }

  @Test
  void eachFamilyOfClientsHasTheServersOfItsOwn() {
    Ruleset rules =
        rules(
            front(
                "::",
                443,
                Balance.ROUNDROBIN,
                target("k1", "10.0.0.1", 1),
                target("k2", "2001:db8::2", 1)));
    assertEquals("goto server/web/k1", chain(rules, "clients/web/ipv4").getLast());
    assertEquals("goto server/web/k2", chain(rules, "clients/web/ipv6").getLast());
    assertEquals(
        List.of(
            "counter name \"new/web/k2\" meta l4proto tcp ct mark set 0x56000002"
                + " dnat ip6 to [2001:db8:0:0:0:0:0:2]:443"),
        chain(rules, "server/web/k2"));
  }

  @Test
  void withoutAServerClientsAreCountedAndTurnedAway() {
    Ruleset rules = rules(front("192.0.2.8", 443, Balance.ROUNDROBIN));
    assertEquals(
        List.of(
            "tcp flags & (fin | syn | rst | ack) != syn return", "counter name \"unserved/web\""),
        chain(rules, "clients/web/ipv4"));
  }

  @ParameterizedTest
  @CsvSource({
    "ROUNDROBIN, 'numgen inc mod 2 vmap { 0 : '",
    "RANDOM, 'numgen random mod 2 vmap { 0 : '",
    "SOURCE, 'jhash ip saddr mod 1021 seed 0x56494749 vmap { 0 : '",
  })
  void howToChoose(Balance balance, String begins) {
    Ruleset rules =
        rules(
            front(
                "192.0.2.8",
                443,
                balance,
                target("k1", "10.0.0.1", 1),
                target("k2", "10.0.0.2", 1)));
    String last = chain(rules, "clients/web/ipv4").getLast();
    assertTrue(last.startsWith(begins), last);
  }

  @Test
  void accessListsWithoutOverlaps() {
    Ruleset rules =
        rules(
            front(
                "::",
                443,
                Balance.ROUNDROBIN,
                List.of("10.1.0.0/16", "10.0.0.0/8", "192.0.2.0/24", "10.2.0.0/16"),
                List.of("10.6.6.6", "2001:db8::/32")));
    assertEquals(
        List.of(
            "tcp flags & (fin | syn | rst | ack) != syn return",
            "ip saddr { 10.6.6.6/32 } counter name \"denied/web\" return",
            "ip saddr != { 10.0.0.0/8, 192.0.2.0/24 } counter name \"denied/web\" return",
            "counter name \"unserved/web\""),
        chain(rules, "clients/web/ipv4"));
    assertEquals(
        List.of(
            "tcp flags & (fin | syn | rst | ack) != syn return",
            "ip6 saddr { 2001:db8:0:0:0:0:0:0/32 } counter name \"denied/web\" return",
            "counter name \"denied/web\" return",
            "counter name \"unserved/web\""),
        chain(rules, "clients/web/ipv6"));
  }

  @Test
  void withoutMasqueradeServersSeeTheirClients() {
    Front web = front("192.0.2.8", 443, Balance.ROUNDROBIN);
    Front open =
        new Front("open", web.listen(), false, web.balance(), List.of(), List.of(), TWO, List.of());
    assertEquals(List.of(), chain(rules(open), "postrouting"));
  }

  /** What nft could take for something else is spelled out. */
  @ParameterizedTest
  @CsvSource({"web, web", "k3s-1.lan, k3s-1.lan", "a_b, a_5fb", "a b, a_20b", "a/b, a_2fb"})
  void names(String name, String nft) {
    assertEquals(nft, Names.nft(name));
  }
}
