package io.vigie.cli.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsIT {

  private final FreePorts free = new FreePorts();

  @Test
  void aTakenPortIsPassedOverAloud() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      int port = taken.getLocalPort();
      int given = free.find("frontend http", port, List.of(loopback));
      assertTrue(given > port);
      assertEquals(
          List.of("port " + port + " is taken: frontend http uses " + given), free.remarks());
    }
  }

  @Test
  void aPortIsGivenOnceForEachAddress() throws Exception {
    InetAddress one = InetAddress.getByName("127.9.9.1");
    InetAddress two = InetAddress.getByName("127.9.9.2");
    int first = free.find("a", 20_000, List.of(one, two));
    assertTrue(free.find("b", first, List.of(two)) > first);
    assertEquals(first, free.find("c", first, List.of(InetAddress.getByName("127.9.9.3"))));
  }
}
