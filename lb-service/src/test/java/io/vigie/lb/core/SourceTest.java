package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "192.168.1.6", "255.255.255.255", "::1", "fe80::1", "2001:db8::6"})
  void anAddressComesBackAsItWas(String host) throws UnknownHostException {
    for (int port : new int[] {0, 443, 65_535}) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      assertEquals(address, new Source(address).address());
    }
  }

  @Test
  void evenOneThatIsNone() {
    InetSocketAddress address = InetSocketAddress.createUnresolved("gateway", 443);
    assertEquals(address, new Source(address).address());
  }
}
