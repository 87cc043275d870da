package io.vigie.health.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** What the kernel says of a connect that failed, in HAProxy's words. */
class ProberTest {

  @Test
  void aRefusalOrAResetIsAnAnswer() {
    assertIs(CheckResult.L4CON, true, new ConnectException("Connection refused: /127.0.0.1:9"));
    assertIs(CheckResult.L4CON, true, new SocketException("Connection reset"));
    assertIs(CheckResult.L4CON, true, new IOException("Connection reset by peer"));
    assertIs(CheckResult.L4CON, true, new IOException("Broken pipe"));
  }

  @Test
  void noWayThereIsNoAnswer() {
    assertIs(CheckResult.L4CON, false, new NoRouteToHostException("No route to host: /10.0.0.9:9"));
    assertIs(CheckResult.L4CON, false, new ConnectException("Network is unreachable"));
    assertIs(CheckResult.L4CON, false, new IOException("Host is down"));
    assertIs(CheckResult.L4CON, false, new BindException("Cannot assign requested address"));
    assertIs(CheckResult.L4TOUT, false, new ConnectException("Connection timed out: /10.0.0.9:9"));
  }

  private static void assertIs(CheckResult result, boolean answered, IOException cause) {
    assertEquals(
        new Outcome(result, Prober.notConnected(cause, 7).detail(), answered, 7),
        Prober.notConnected(cause, 7));
  }
}
