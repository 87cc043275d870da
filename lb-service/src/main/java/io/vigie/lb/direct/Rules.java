package io.vigie.lb.direct;

import io.vigie.lb.core.Cidr;
import io.vigie.lb.core.HostPort;
import io.vigie.lb.core.LbConfig.Balance;
import io.vigie.lb.core.Slots;
import io.vigie.lb.core.Target;
import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;
import io.vigie.lb.direct.Ruleset.Chain;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * The rules of a {@link Ruleset}. A connection's first packet comes from a hook to its frontend's
 * chain, which leads to the chain of one server; there it is counted, marked and given its new
 * destination. What follows of the connection meets {@code accounting} alone.
 */
final class Rules {

  static final String POSTROUTING = "postrouting";

  /** The same on every balancer: so is the server of a client. */
  private static final String SEED = "0x56494749";

  private static final String LOOPBACK4 = "127.0.0.0/8";
  private static final String LOOPBACK6 = "::1";

  /** Who is in the middle of a connection that nobody remembers gets an RST from this machine. */
  private static final String FIRST_PACKETS_ONLY =
      "tcp flags & (fin | syn | rst | ack) != syn return";

  private enum Family {
    IPV4("ip"),
    IPV6("ip6");

    /** What nft calls its header. */
    final String header;

    Family(String header) {
      this.header = header;
    }

    static Family of(InetAddress address) {
      return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    String chain(Front front) {
      return "clients/" + Names.nft(front.name()) + (this == IPV4 ? "/ipv4" : "/ipv6");
    }
  }

  private Rules() {}

  /** The counters of a frontend. */
  static List<String> counters(Front front) {
    List<String> counters = new ArrayList<>();
    for (Backend server : front.servers()) {
      counters.add(Names.begun(front, server));
      counters.add(Names.in(front, server));
      counters.add(Names.out(front, server));
    }
    counters.add(Names.denied(front));
    counters.add(Names.unserved(front));
    return counters;
  }

  /** The chains of a frontend: one for each of its servers, one for each family of its clients. */
  static Map<String, List<String>> ofFront(Front front) {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    for (Backend server : front.servers()) {
      List<String> rules =
          front.targets().stream()
              .filter(target -> target.server().equals(server.name()))
              .map(target -> forward(front, server, target))
              .toList();
      chains.put(Names.server(front, server.name()), rules);
    }
    for (Family family : families(front)) {
      chains.put(family.chain(front), choose(front, family));
    }
    return chains;
  }

  /** The chains that packets come to by themselves. */
  static Map<String, Chain> hooked(Plan plan) {
    List<String> lead = plan.fronts().stream().flatMap(front -> lead(front).stream()).toList();
    String toServers = counting(plan, "original", Names::in);
    String toClients = counting(plan, "reply", Names::out);
    boolean some = !toServers.isEmpty();
    Map<String, Chain> chains = new LinkedHashMap<>();
    chains.put("prerouting", new Chain(hook("nat", "prerouting", -100), lead));
    chains.put("output", new Chain(hook("nat", "output", -100), lead));
    chains.put(POSTROUTING, new Chain(hook("nat", POSTROUTING, 100), masquerade(plan)));
    chains.put(
        "accounting",
        new Chain(
            hook("filter", "prerouting", 0), some ? List.of(toServers, toClients) : List.of()));
    chains.put(
        "accounting/local",
        new Chain(hook("filter", "output", 0), some ? List.of(toServers) : List.of()));
    return chains;
  }

  private static String hook(String type, String hook, int priority) {
    return "type %s hook %s priority %d; policy accept;".formatted(type, hook, priority);
  }

  private static List<Family> families(Front front) {
    InetAddress listen = front.listen().getAddress();
    Family own = Family.of(listen);
    return listen.isAnyLocalAddress() && own == Family.IPV6
        ? List.of(Family.IPV4, Family.IPV6)
        : List.of(own);
  }

  /** From a hook to a frontend. */
  private static List<String> lead(Front front) {
    List<String> rules = new ArrayList<>();
    for (Family family : families(front)) {
      InetAddress listen = front.listen().getAddress();
      String to =
          listen.isAnyLocalAddress()
              ? "%s daddr != %s fib daddr type local"
                  .formatted(family.header, family == Family.IPV4 ? LOOPBACK4 : LOOPBACK6)
              : family.header + " daddr " + listen.getHostAddress();
      rules.add(
          "tcp dport %d %s goto %s".formatted(front.listen().getPort(), to, family.chain(front)));
    }
    return rules;
  }

  private static List<String> choose(Front front, Family family) {
    List<String> rules = new ArrayList<>();
    rules.add(FIRST_PACKETS_ONLY);
    rules.addAll(access(front, family));
    List<Target> targets =
        front.targets().stream()
            .filter(target -> Family.of(target.address().getAddress()) == family)
            .toList();
    rules.add(
        switch (targets.size()) {
          case 0 -> count(Names.unserved(front));
          case 1 -> "goto " + Names.server(front, targets.getFirst().server());
          default -> wheel(front, family, targets);
        });
    return rules;
  }

  private static String wheel(Front front, Family family, List<Target> targets) {
    boolean hashed = front.balance() == Balance.SOURCE;
    int[] wheel = hashed ? Slots.bySource(targets) : Slots.inTurn(targets);
    String place =
        switch (front.balance()) {
          case SOURCE ->
              "jhash %s saddr mod %d seed %s".formatted(family.header, wheel.length, SEED);
          case RANDOM -> "numgen random mod " + wheel.length;
          case ROUNDROBIN -> "numgen inc mod " + wheel.length;
          case LEASTCONN, FIRST ->
              throw new IllegalArgumentException(front.name() + ": " + front.balance());
        };
    StringJoiner map = new StringJoiner(", ", " vmap { ", " }");
    for (int i = 0; i < wheel.length; i++) {
      map.add(i + " : goto " + Names.server(front, targets.get(wheel[i]).server()));
    }
    return place + map;
  }

  /** Who is turned away goes on to this machine, where nobody listens: an RST is the answer. */
  private static List<String> access(Front front, Family family) {
    List<String> rules = new ArrayList<>();
    String away = count(Names.denied(front)) + " return";
    String denied = blocks(front.deny(), family);
    if (!denied.isEmpty()) {
      rules.add("%s saddr { %s } %s".formatted(family.header, denied, away));
    }
    if (!front.allow().isEmpty()) {
      String allowed = blocks(front.allow(), family);
      rules.add(
          allowed.isEmpty()
              ? away
              : "%s saddr != { %s } %s".formatted(family.header, allowed, away));
    }
    return rules;
  }

  /** Those of a family, without those that lie in others: a set of nft has no overlaps. */
  private static String blocks(List<Cidr> all, Family family) {
    List<Cidr> apart = new ArrayList<>();
    for (Cidr block : all) {
      Predicate<Cidr> covers = other -> other.covers(block);
      if (block.isIpv4() == (family == Family.IPV4) && apart.stream().noneMatch(covers)) {
        apart.removeIf(block::covers);
        apart.add(block);
      }
    }
    return String.join(", ", apart.stream().map(Cidr::toString).toList());
  }

  private static String forward(Front front, Backend server, Target target) {
    return "%s meta l4proto tcp ct mark set %s dnat %s to %s"
        .formatted(
            count(Names.begun(front, server)),
            hex(server.mark()),
            Family.of(target.address().getAddress()).header,
            HostPort.text(target.address()));
  }

  private static List<String> masquerade(Plan plan) {
    StringJoiner marks = new StringJoiner(", ", "ct mark { ", " } masquerade");
    marks.setEmptyValue("");
    plan.fronts().stream()
        .filter(Front::masquerade)
        .flatMap(front -> front.servers().stream())
        .forEach(server -> marks.add(hex(server.mark())));
    return marks.length() == 0 ? List.of() : List.of(marks.toString());
  }

  private interface Naming {
    String name(Front front, Backend server);
  }

  private static String counting(Plan plan, String direction, Naming counter) {
    StringJoiner map = new StringJoiner(", ");
    for (Front front : plan.fronts()) {
      for (Backend server : front.servers()) {
        map.add("%s : \"%s\"".formatted(hex(server.mark()), counter.name(front, server)));
      }
    }
    return map.length() == 0
        ? ""
        : "ct direction %s counter name ct mark map { %s }".formatted(direction, map);
  }

  private static String count(String counter) {
    return "counter name \"%s\"".formatted(counter);
  }

  private static String hex(int mark) {
    return "0x%08x".formatted(mark);
  }
}
