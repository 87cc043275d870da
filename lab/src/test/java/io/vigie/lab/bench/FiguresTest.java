package io.vigie.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void cpuTimeIsReadBehindACommandWithSpacesAndParentheses() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 75 0 0 20 0 4 0 12345 0 0 0";
    assertEquals(3.25, ProcStat.cpuSeconds(stat), 1e-9);
  }

  @Test
  void childrenThatHaveEndedCountWithTheirParent() {
    String stat = "42 (sh) S 1 42 42 0 -1 4194560 100 0 0 0 250 75 1000 25 20 0 4 0 12345 0 0 0";
    assertEquals(13.5, ProcStat.cpuSecondsWithChildren(stat), 1e-9);
  }

  @Test
  void freePortsAreAllDifferent() throws IOException {
    assertEquals(200, Set.copyOf(Peer.freePorts(200)).size());
  }

  @Test
  void beginningsOfConnectionsAreCountedByName() throws Exception {
    List<String> lines =
        List.of(
            "Ip: Forwarding DefaultTTL",
            "Ip: 1 64",
            "Tcp: RtoAlgorithm ActiveOpens PassiveOpens",
            "Tcp: 1 4711 42");
    assertEquals(4711, TcpOpens.soFar(lines));
    assertThrows(IOException.class, () -> TcpOpens.soFar(List.of("Udp: x", "Udp: 1")));
  }
}
