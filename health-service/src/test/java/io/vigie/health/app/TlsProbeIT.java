package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import io.vigie.health.peer.Behaviour;
import io.vigie.health.peer.ScriptedServer;
import io.vigie.health.peer.Secured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layer 6: handshakes with the JDK's own TLS. */
class TlsProbeIT {

  @TempDir private Path directory = Path.of("/");
  private final CheckUp checkUp = new CheckUp();
  private String trusting = "";

  @BeforeEach
  void authority() throws IOException {
    Path file = directory.resolve("ca.pem");
    Files.writeString(file, Secured.AUTHORITY.getCertificatePEM());
    trusting = "type: tls, timeout: 2s, caFile: \"%s\"".formatted(file);
  }

  @AfterEach
  void close() {
    checkUp.close();
  }

  @Test
  void asksForTheNameAndTrustsItsAuthority() {
    Secured secured = Secured.with(Secured.certificate("k3s.test"), Behaviour.silent());
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      assertL6Ok(checkUp.of(trusting + ", serverName: k3s.test", server.port()));
      assertEquals(List.of("k3s.test"), List.copyOf(secured.names()));
    }
  }

  @Test
  void withoutANameTheAddressIsWhatTheCertificateMustBeFor() {
    Secured secured = Secured.with(Secured.certificate("k3s.test"), Behaviour.silent());
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      assertL6Ok(checkUp.of(trusting, server.port()));
      assertEquals(List.of(), List.copyOf(secured.names()), "an IP address is no server name");
      server.become(Secured.with(Secured.onlyNamed("k3s.test"), Behaviour.silent()));
      assertRejected("127.0.0.1", checkUp.of(trusting, server.port()));
    }
  }

  @Test
  void aHostNameAsAddressIsAskedFor() {
    Secured secured = Secured.with(Secured.onlyNamed("localhost"), Behaviour.silent());
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      assertL6Ok(checkUp.of(trusting, "localhost", server.port()));
    }
  }

  @Test
  void aCertificateForAnotherNameIsRejected() {
    Secured secured = Secured.with(Secured.certificate("other.test"), Behaviour.silent());
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      Outcome outcome = checkUp.of(trusting + ", serverName: k3s.test", server.port());
      assertRejected("k3s.test", outcome);
    }
  }

  @Test
  void anExpiredCertificateIsRejected() {
    Secured secured = Secured.with(Secured.expired("k3s.test"), Behaviour.silent());
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      Outcome outcome = checkUp.of(trusting + ", serverName: k3s.test", server.port());
      assertRejected("NotAfter", outcome);
    }
  }

  @Test
  void aStrangersCertificateIsRejectedUnlessNobodyCares() {
    Secured secured = Secured.with(Secured.selfSigned("k3s.test"), Behaviour.silent());
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      assertRejected("", checkUp.of(trusting + ", serverName: k3s.test", server.port()));
      assertRejected("", checkUp.of("type: tls, timeout: 2s", server.port()));
      assertL6Ok(checkUp.of("type: tls, timeout: 2s, verify: none", server.port()));
    }
  }

  @Test
  void nobodyCaresForNamesAndDatesEither() {
    try (ScriptedServer server =
        ScriptedServer.start(Secured.with(Secured.expired("other.test"), Behaviour.silent()))) {
      String any = "type: tls, timeout: 2s, verify: none, serverName: k3s.test";
      assertL6Ok(checkUp.of(any, server.port()));
    }
  }

  @Test
  void offersTheApplicationProtocols() {
    Secured secured =
        Secured.with(Secured.certificate("k3s.test"), Behaviour.silent()).speaking("h2");
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      String offering = trusting + ", serverName: k3s.test, alpn: [http/1.1, h2]";
      assertL6Ok(checkUp.of(offering, server.port()));
      assertEquals(List.of("http/1.1", "h2"), secured.protocols().peek());
      Outcome none =
          checkUp.of(trusting + ", serverName: k3s.test, alpn: [http/1.1]", server.port());
      assertRejected("no_application_protocol", none);
    }
  }

  @Test
  void halfAHandshakeIsATimeoutAndAnAnswer() {
    byte[] hello = {0x16, 0x03, 0x03, 0x00, 0x7a, 0x02, 0x00, 0x00, 0x76, 0x03, 0x03};
    try (ScriptedServer server = ScriptedServer.start(Behaviour.silent())) {
      assertTimedOut(checkUp.of("type: tls, timeout: 300ms", server.port()));
      server.become(
          socket -> {
            socket.getOutputStream().write(hello);
            Behaviour.silent().serve(socket);
          });
      assertTimedOut(checkUp.of("type: tls, timeout: 300ms", server.port()));
    }
  }

  @Test
  void whoDoesNotSpeakTlsIsRejectedAtOnce() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.says("SSH-2.0-test\r\n"))) {
      assertRejected("", checkUp.of("type: tls, timeout: 2s", server.port()));
      server.become(Behaviour.closes());
      assertRejected("closed", checkUp.of("type: tls, timeout: 2s", server.port()));
      server.become(Behaviour.resets()); // perhaps before the connect is noticed
      Outcome reset = checkUp.of("type: tls, timeout: 2s", server.port());
      assertTrue(
          List.of(CheckResult.L6RSP, CheckResult.L4CON).contains(reset.result()), reset.toString());
      assertTrue(reset.answered(), reset.toString());
    }
  }

  private static void assertL6Ok(Outcome outcome) {
    assertEquals(CheckResult.L6OK, outcome.result(), outcome.toString());
  }

  private static void assertTimedOut(Outcome outcome) {
    assertEquals(CheckResult.L6TOUT, outcome.result(), outcome.toString());
    assertTrue(outcome.answered());
    ConnectProbeIT.assertWithin(300, 2_000, outcome);
  }

  private static void assertRejected(String why, Outcome outcome) {
    assertEquals(CheckResult.L6RSP, outcome.result(), outcome.toString());
    assertTrue(outcome.detail().contains(why), outcome.toString());
    assertTrue(outcome.answered());
    assertTrue(outcome.tookNanos() < 1_500_000_000L, outcome.toString());
  }
}
