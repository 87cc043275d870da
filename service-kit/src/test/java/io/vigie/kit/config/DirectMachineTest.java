package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a machine that cannot forward what a direct frontend wants. */
class DirectMachineTest {

  private static List<String> warnings(String address, String mode, Machine machine) {
    String text =
        """
        cluster: c
        nodes: {a: {address: "%s"}}
        balancers: {lb-1: {address: 10.0.0.3}}
        pools: {p: {port: 80, servers: all}}
        frontends: {f: {listen: ":80", pool: p, mode: %s}}
        """
            .formatted(address, mode);
    LoadResult result = ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of(), machine);
    LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result, result::toString);
    return loaded.warnings().stream().map(Problem::toString).toList();
  }

  @Test
  void whatIsMissingIsToldWithTheCommand() {
    assertEquals(
        List.of(
            "vigie.yaml:5:47: `frontends.f.mode` is direct, and this machine has no nft; expected"
                + " nftables (lb-service will not start here: apt install nftables)",
            "vigie.yaml:5:47: `frontends.f.mode` is direct, and this machine does not forward IPv4;"
                + " expected net.ipv4.ip_forward=1 (on a balancer: sysctl -w net.ipv4.ip_forward=1,"
                + " and the same in /etc/sysctl.d/vigie.conf)"),
        warnings("10.0.0.1", "direct", new Machine(Set.of(), false, false, false)));
    assertEquals(
        List.of(
            "vigie.yaml:5:47: `frontends.f.mode` is direct, and this machine does not forward IPv6;"
                + " expected net.ipv6.conf.all.forwarding=1 (on a balancer: sysctl -w"
                + " net.ipv6.conf.all.forwarding=1, and the same in /etc/sysctl.d/vigie.conf)"),
        warnings("fd00::1", "direct", new Machine(Set.of(), true, true, false)));
  }

  @Test
  void whatIsThereOrNotWantedIsNotTold() {
    assertEquals(
        List.of(), warnings("10.0.0.1", "direct", new Machine(Set.of(), true, true, false)));
    assertEquals(
        List.of(), warnings("10.0.0.1", "proxy", new Machine(Set.of(), false, false, false)));
  }

  @Test
  void aSwitchThatIsNotThereIsOff() {
    assertFalse(Machine.isOn("net.ipv4.there_is_no_such_switch"));
  }
}
