package io.vigie.kit.config;

import io.vigie.kit.config.VipConfig.Auth;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold between the keys of the virtual addresses. */
final class VipRules {
  /** Max Advertise Interval of VRRPv3 is 12 bits of centiseconds (RFC 9568 §5.2.7). */
  private static final int MOST_V3_MILLIS = 40_950;

  /**
   * VRRPv2's Adver Int is 8 bits of seconds (RFC 3768 §5.3.7); the binder's range stops earlier.
   */
  private static final int SECOND_MILLIS = 1000;

  private VipRules() {}

  static void versionsFit(VigieConfig config, Findings findings) {
    config.vips().forEach((name, vip) -> versionFits(KeyPath.of("vips", name), vip, findings));
  }

  private static void versionFits(KeyPath path, VipConfig vip, Findings findings) {
    KeyPath interval = path.then("interval");
    if (!findings.sound(interval, path.then("version"))) {
      return;
    }
    long millis = vip.interval().toMillis();
    boolean fits =
        vip.version() == 2
            ? millis % SECOND_MILLIS == 0
            : millis % 10 == 0 && millis <= MOST_V3_MILLIS;
    if (!fits) {
      findings.error(
          interval,
          "%s is %s, which VRRPv%d can't say"
              .formatted(interval.quoted(), Durations.format(vip.interval()), vip.version()),
          vip.version() == 2 ? "whole seconds" : "a multiple of 10ms, at most 40s950ms",
          vip.version() == 2 ? "with version 2, write interval: 1s" : "");
    }
    authFits(path.then("auth"), vip, findings);
  }

  private static void authFits(KeyPath path, VipConfig vip, Findings findings) {
    Auth auth = vip.auth();
    if (auth == null || !findings.sound(path, path.then("pass"))) {
      return;
    }
    if (vip.version() == 3) {
      findings.error(
          path,
          "%s means nothing in VRRPv3".formatted(path.quoted()),
          "version: 2",
          "RFC 9568 has no authentication; remove it, or set version: 2");
    }
    int bytes = auth.pass().reveal().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > 8) {
      findings.error(
          path.then("pass"),
          "%s is %d bytes long".formatted(path.then("pass").quoted(), bytes),
          "at most 8 bytes",
          "keepalived cuts a longer one off after 8: do the same");
    }
  }

  static void familiesFit(VigieConfig config, Findings findings) {
    config
        .vips()
        .forEach(
            (name, vip) -> {
              KeyPath path = KeyPath.of("vips", name, "addresses");
              Set<Boolean> families = families(vip.addresses());
              if (families.size() > 1) {
                findings.error(
                    path,
                    "%s has IPv4 and IPv6 addresses".formatted(path.quoted()),
                    "one family per virtual router",
                    "make it two VIPs, and a sync group of both");
              } else if (vip.version() == 2
                  && families.contains(false)
                  && findings.sound(path, KeyPath.of("vips", name, "version"))) {
                findings.error(
                    path,
                    "%s has IPv6 addresses, which VRRPv2 does not carry".formatted(path.quoted()),
                    "IPv4 addresses",
                    "set version: 3");
              }
            });
  }

  /** Whether there are IPv4 addresses (true), and others (false). */
  private static Set<Boolean> families(List<String> prefixed) {
    return prefixed.stream()
        .map(text -> ip(text) instanceof Inet4Address)
        .collect(Collectors.toSet());
  }

  private static InetAddress ip(String prefixed) {
    return IpText.address(prefixed.substring(0, prefixed.indexOf('/'))).orElseThrow();
  }

  static void routersAreApart(VigieConfig config, Findings findings) {
    Map<String, String> routers = new HashMap<>();
    Map<InetAddress, String> addresses = new HashMap<>();
    config
        .vips()
        .forEach(
            (name, vip) -> {
              KeyPath vrid = KeyPath.of("vips", name, "vrid");
              String router =
                  "%s %d %s"
                      .formatted(vip.networkInterface(), vip.vrid(), families(vip.addresses()));
              String before = routers.putIfAbsent(router, name);
              if (before != null && findings.sound(vrid)) {
                findings.error(
                    vrid,
                    "%s is %d, as is `vips.%s.vrid` on the same interface"
                        .formatted(vrid.quoted(), vip.vrid(), before),
                    "a vrid of its own",
                    "put both addresses into one VIP, or choose another vrid");
              }
              for (int i = 0; i < vip.addresses().size(); i++) {
                KeyPath path = KeyPath.of("vips", name, "addresses").item(i);
                String owner = addresses.putIfAbsent(ip(vip.addresses().get(i)), name);
                if (owner != null && !owner.equals(name)) {
                  findings.error(
                      path,
                      "%s belongs to `vips.%s`".formatted(path.quoted(), owner),
                      "an address of its own",
                      "");
                }
              }
            });
  }

  static void groupsAreApart(VigieConfig config, Findings findings) {
    Map<String, String> groups = new HashMap<>();
    config
        .syncGroups()
        .forEach(
            (name, group) -> {
              for (int i = 0; i < group.members().size(); i++) {
                String before = groups.putIfAbsent(group.members().get(i), name);
                if (before != null && !before.equals(name)) {
                  KeyPath path = KeyPath.of("syncGroups", name, "members").item(i);
                  findings.error(
                      path,
                      "%s: the VIP %s is in group %s already"
                          .formatted(path.quoted(), group.members().get(i), before),
                      "each VIP in one group at most",
                      "");
                }
              }
            });
  }

  /** A group has one role on a host, so what leads to it must be the same for all its members. */
  static void groupsAreOfOneMind(VigieConfig config, Findings findings) {
    config
        .syncGroups()
        .forEach(
            (name, group) -> {
              if (group.members().isEmpty()) {
                return; // found already
              }
              VipConfig first = config.vips().get(group.members().getFirst());
              for (int i = 1; i < group.members().size(); i++) {
                String member = group.members().get(i);
                VipConfig vip = config.vips().get(member);
                if (first == null || vip == null) {
                  continue; // a dangling name, found already
                }
                KeyPath path = KeyPath.of("syncGroups", name, "members").item(i);
                alike(path, member, "priority", first.priority(), vip.priority(), findings);
                alike(path, member, "preempt", first.preempt(), vip.preempt(), findings);
                alike(path, member, "track", first.track(), vip.track(), findings);
                alike(path, member, "stability", first.stability(), vip.stability(), findings);
              }
            });
  }

  private static void alike(
      KeyPath path, String vip, String key, Object wanted, Object found, Findings findings) {
    if (!wanted.equals(found)) {
      findings.error(
          path,
          "%s: `vips.%s.%s` differs from that of the group's first member"
              .formatted(path.quoted(), vip, key),
          "the same `%s` for all members".formatted(key),
          "they move together, so one of them alone cannot want to");
    }
  }

  /** keepalived's rule: a debounce that outlasts the peers' patience makes two holders. */
  static void linkDelaysFit(VigieConfig config, Findings findings) {
    config
        .vips()
        .forEach(
            (name, vip) -> {
              KeyPath path = KeyPath.of("vips", name, "linkDownDelay");
              if (!findings.sound(path, KeyPath.of("vips", name, "interval"))) {
                return;
              }
              long most = (vip.downAfter() - 1) * vip.interval().toMillis();
              if (vip.linkDownDelay().toMillis() > most) {
                findings.error(
                    path,
                    "%s is %s".formatted(path.quoted(), Durations.format(vip.linkDownDelay())),
                    "at most (downAfter - 1) intervals, %s here"
                        .formatted(Durations.format(Duration.ofMillis(most))),
                    "by then a peer has taken over");
              }
            });
  }

  /** What the VIPs need of the machine they are checked on. */
  static void machineFits(VigieConfig config, Machine machine, Findings findings) {
    config
        .vips()
        .forEach(
            (name, vip) -> {
              KeyPath link = KeyPath.of("vips", name, "interface");
              if (findings.sound(link) && !machine.interfaces().contains(vip.networkInterface())) {
                findings.warning(
                    link,
                    "%s: this machine has no interface %s"
                        .formatted(link.quoted(), vip.networkInterface()),
                    "one of " + String.join(", ", machine.interfaces()),
                    "on a balancer, vrrp-service takes no part in this VIP until there is one");
              }
              KeyPath interval = KeyPath.of("vips", name, "interval");
              if (vip.interval().toMillis() < SECOND_MILLIS && !machine.nft()) {
                findings.warning(
                    interval,
                    "%s is %s, and this machine has no nft"
                        .formatted(interval.quoted(), Durations.format(vip.interval())),
                    "nftables, to fence a frozen balancer within an interval",
                    "without it a frozen balancer may answer for up to 2 s beside its successor:"
                        + " apt install nftables, or interval: 1s");
              }
            });
  }

  /** A VIP that moves takes the watchers' connection with it, so it is the last resort. */
  static void kubernetesComesFirst(VigieConfig config, Findings findings) {
    KubernetesConfig kubernetes = config.kubernetes();
    if (kubernetes == null) {
      return;
    }
    Set<String> vips =
        config.vips().values().stream()
            .flatMap(vip -> vip.addresses().stream())
            .map(address -> address.substring(0, address.indexOf('/')))
            .collect(Collectors.toSet());
    for (int i = 0; i + 1 < kubernetes.servers().size(); i++) {
      String host =
          kubernetes
              .servers()
              .get(i)
              .replaceFirst("https?://\\[?([^\\]/]*?)\\]?(:\\d+)?(/.*)?$", "$1");
      if (vips.contains(host)) {
        KeyPath path = KeyPath.of("kubernetes", "servers").item(i);
        findings.warning(
            path,
            "%s is a VIP".formatted(path.quoted()),
            "the servers' own addresses first, a VIP last, if at all",
            "a failover would cut the watchers off from what they should watch");
      }
    }
  }
}
