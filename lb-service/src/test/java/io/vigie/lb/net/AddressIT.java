package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lb.core.Hello;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** IPv4, IPv6 and both on one socket; and an address belongs to one process. */
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AddressIT {

  private final EngineUnderTest kind;

  AddressIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @Test
  void ipv6OnBothSides() throws Exception {
    roundTrip("::1", "::1", "::1");
  }

  @Test
  void ipv4ClientsOfAnAnyAddressShowTheirOwnAddress() throws Exception {
    roundTrip("::", "127.0.0.1", "127.0.0.1");
  }

  @Test
  void ipv6ClientsOfAnAnyAddressReachAnIpv4Server() throws Exception {
    roundTrip("::", "::1", "127.0.0.1");
  }

  private void roundTrip(String listen, String to, String server) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 16, InetAddress.getByName(server));
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) listening.getLocalSocketAddress())) {
      int port =
          engine.open(Listeners.named("t").at(new InetSocketAddress(listen, 0)).made()).getPort();
      try (Socket client = EngineFixture.client(new InetSocketAddress(to, port));
          Socket served = listening.accept()) {
        client.getOutputStream().write(1);
        assertEquals(1, served.getInputStream().read());
        served.getOutputStream().write(2);
        assertEquals(2, client.getInputStream().read());
        Hello hello = next(engine.hellos);
        assertEquals(client.getLocalSocketAddress(), hello.source());
        assertEquals(client.getRemoteSocketAddress(), hello.destination());
      }
    }
  }

  @Test
  void aSecondProcessIsRefused() throws Exception {
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    try (EngineFixture first = new EngineFixture(kind, nowhere);
        EngineFixture second = new EngineFixture(kind, nowhere)) {
      InetSocketAddress taken = first.open(Listeners.named("t").made());
      ExecutionException refused =
          assertThrows(
              ExecutionException.class, () -> second.open(Listeners.named("t").at(taken).made()));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("frontend t: cannot listen on 127.0.0.1:"), message);
      assertTrue(message.contains("in use"), message);
    }
  }
}
