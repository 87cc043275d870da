package io.vigie.lb.direct;

import io.vigie.kit.config.Machine;
import java.io.IOException;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the kernel tells of its work at one moment.
 *
 * @param counts the table's counters
 * @param open connections of ours that are open, by mark
 * @param blind why connections cannot be seen; empty if they can
 * @param forwardsIpv4 whether it forwards IPv4 packets at all
 * @param forwardsIpv6 whether it forwards IPv6 packets at all
 * @param tookNanos how long it took to find that out: the longer, the more connections there are
 */
public record Look(
    Counts counts,
    Map<Integer, Integer> open,
    String blind,
    boolean forwardsIpv4,
    boolean forwardsIpv6,
    long tookNanos) {

  /** Nothing was looked at yet, and nothing is known to be wrong. */
  public static final Look NOT_YET = new Look(Counts.ZERO, Map.of(), "", true, true, 0);

  public Look {
    open = Map.copyOf(open);
  }

  /**
   * Looks. Blocks.
   *
   * @throws IOException if the plan's counters are not there, or the kernel cannot say
   */
  public static Look now(Plan plan) throws IOException {
    long began = System.nanoTime();
    Counts counts;
    Map<Integer, Integer> open = Map.of();
    String blind = "";
    try (Netfilter socket = Netfilter.open()) {
      counts = Counts.now(socket);
      if (!counts.has(plan)) {
        throw new IOException("there is no table " + Ruleset.TABLE);
      }
      try {
        open = Conntrack.open(socket, Marks.OURS, Marks.OURS_MASK);
      } catch (IOException e) {
        blind = String.valueOf(e.getMessage());
      }
    }
    return new Look(
        counts,
        open,
        blind,
        Machine.isOn(Machine.FORWARD_IPV4),
        Machine.isOn(Machine.FORWARD_IPV6),
        System.nanoTime() - began);
  }

  /** Connections of ours that are open. */
  public int connections() {
    return open.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What keeps a plan from being carried out, for people. */
  public List<String> warnings(Plan plan) {
    List<String> warnings = new ArrayList<>();
    if (!blind.isEmpty()) {
      warnings.add(
          "connections of direct frontends are neither counted nor cut with their server: "
              + blind);
    }
    if (!forwardsIpv4 && sends(plan, false)) {
      warnings.add(off(Machine.FORWARD_IPV4));
    }
    if (!forwardsIpv6 && sends(plan, true)) {
      warnings.add(off(Machine.FORWARD_IPV6));
    }
    return warnings;
  }

  private static String off(String sysctl) {
    return "direct frontends get nowhere while the kernel does not forward: sysctl -w "
        + sysctl
        + "=1";
  }

  private static boolean sends(Plan plan, boolean ipv6) {
    return plan.fronts().stream()
        .flatMap(front -> front.targets().stream())
        .anyMatch(target -> target.address().getAddress() instanceof Inet6Address == ipv6);
  }
}
