package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.X509Bundle;
import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import io.vigie.health.peer.Behaviour;
import io.vigie.health.peer.ScriptedServer;
import io.vigie.health.peer.Secured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layer 7: HTTP, plain and over TLS, as a well and a broken server speak it. */
class HttpProbeIT {

  private static final String HTTP = "type: http, timeout: 300ms";
  @TempDir private Path directory = Path.of("/");
  private final CheckUp checkUp = new CheckUp();

  @AfterEach
  void close() {
    checkUp.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [200-399]      | 200 | L7OK
          [200-399]      | 399 | L7OK
          [200-399]      | 400 | L7STS
          [200-399]      | 199 | L7STS
          [200, 401]     | 401 | L7OK
          [200, 401]     | 403 | L7STS
          [200]          | 503 | L7STS
          [500-599, 204] | 204 | L7OK
          [200]          | 999 | L7STS
          """)
  void theStatusIsWhatCounts(String expect, int status, CheckResult result) {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.http(status))) {
      Outcome outcome = checkUp.of(HTTP + ", expect: " + expect, server.port());
      assertEquals(result, outcome.result());
      assertEquals("HTTP status " + status, outcome.detail());
    }
  }

  @Test
  void asksAsConfigured() throws IOException {
    Path token = directory.resolve("token");
    Files.writeString(token, "ey.the.token\n");
    String request =
        asked(
            HTTP
                + ", method: HEAD, path: \"/readyz?verbose\", headers: { host: api.test, X-A: b }"
                + ", identity: { token: \"${file:%s}\" }".formatted(token));
    assertEquals(
        """
        HEAD /readyz?verbose HTTP/1.1
        Authorization: Bearer ey.the.token
        Connection: close
        Host: api.test
        User-Agent: vigie
        X-A: b
        """,
        request);
  }

  @Test
  void aHeaderOfTheFileReplacesOurs() {
    String request =
        asked(HTTP + ", headers: { User-Agent: mine, Connection: keep-alive, Host: h }");
    assertEquals(
        """
        GET / HTTP/1.1
        Connection: keep-alive
        Host: h
        User-Agent: mine
        """,
        request);
  }

  private String asked(String check) {
    AtomicReference<String> request = new AtomicReference<>();
    Behaviour remembers =
        socket -> {
          request.set(Behaviour.request(socket));
          Behaviour.say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        };
    try (ScriptedServer server = ScriptedServer.start(remembers)) {
      assertEquals(CheckResult.L7OK, checkUp.of(check, server.port()).result());
      return request.get();
    }
  }

  @Test
  void theApiserverOfK3sAnswers401WithoutIdentityAnd200WithAToken() throws IOException {
    Behaviour readyz =
        socket -> {
          String request = Behaviour.request(socket);
          boolean known = request.contains("Authorization: Bearer s3cret\n");
          Behaviour.say(
              socket,
              known
                  ? "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nok"
                  : "HTTP/1.1 401 Unauthorized\r\nWww-Authenticate: Bearer\r\n\r\n{}");
        };
    Secured secured = Secured.with(Secured.certificate("kubernetes"), readyz);
    String check = "type: https, path: /readyz, timeout: 2s, verify: none";
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      Outcome alive = checkUp.of(check + ", expect: [200, 401]", server.port());
      assertEquals("HTTP status 401", alive.detail());
      assertEquals(CheckResult.L7OK, alive.result());
      assertEquals(
          CheckResult.L7STS, checkUp.of(check + ", expect: [200]", server.port()).result());
      String known = check + ", expect: [200], identity: { token: s3cret }";
      assertEquals(CheckResult.L7OK, checkUp.of(known, server.port()).result());
    }
  }

  @Test
  void showsItsClientCertificate() throws IOException {
    X509Bundle client = Secured.certificate("observer");
    Path certificate = directory.resolve("client.pem");
    Path key = directory.resolve("client.key");
    Files.writeString(certificate, client.getCertificatePathPEM());
    Files.writeString(key, client.getPrivateKeyPEM());
    Secured secured =
        Secured.with(Secured.certificate("kubernetes"), Behaviour.http(200)).wantingCertificates();
    String check = "type: https, timeout: 2s, verify: none";
    try (ScriptedServer server = ScriptedServer.start(secured)) {
      String shown =
          check + ", identity: { certificate: \"%s\", key: \"%s\" }".formatted(certificate, key);
      assertEquals(CheckResult.L7OK, checkUp.of(shown, server.port()).result());
      // TLS 1.3 tells a client that its certificate is missing only after the handshake.
      Outcome stranger = checkUp.of(check, server.port());
      assertTrue(
          List.of(CheckResult.L6RSP, CheckResult.L7RSP, CheckResult.SOCKERR)
              .contains(stranger.result()),
          stranger.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 20\r\n\r\n",
        "\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 000 No\r\n\r\n"
      })
  void whatIsNotHttpIsNotUnderstood(String answer) {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.answers(answer))) {
      assertResult(CheckResult.L7RSP, checkUp.of(HTTP, server.port()));
    }
  }

  @Test
  void whoAcceptsAndFallsSilentTimesOut() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.silent())) {
      assertTimedOut(checkUp.of(HTTP, server.port()));
      server.become(Behaviour.says("HTTP/1.1 200 OK\r\nServer: x\r\n")); // and no end of it
      assertTimedOut(checkUp.of(HTTP, server.port()));
    }
  }

  @Test
  void oneByteAfterAnotherDoesNotStretchTheTimeout() {
    Behaviour drips =
        Behaviour.drips("HTTP/1.1 200 OK\r\nServer: drip\r\n\r\n", Duration.ofMillis(100));
    try (ScriptedServer server = ScriptedServer.start(drips)) {
      assertTimedOut(checkUp.of(HTTP, server.port()));
      server.become(Behaviour.drips("HTTP/1.1 200 OK\r\n\r\n", Duration.ofMillis(5)));
      assertResult(CheckResult.L7OK, checkUp.of(HTTP, server.port()));
    }
  }

  @Test
  void endlessHeadersEndAtTheBuffer() {
    Behaviour endless =
        Behaviour.endless("HTTP/1.1 200 OK\r\n", "X-A: " + "b".repeat(1000) + "\r\n", 1 << 20);
    try (ScriptedServer server = ScriptedServer.start(endless)) {
      Outcome outcome = checkUp.of("type: http, timeout: 5s", server.port());
      assertResult(CheckResult.L7RSP, outcome);
      assertTrue(outcome.tookNanos() < 2_000_000_000L, outcome.toString());
      server.become(Behaviour.endless("", "no line end in sight ", 1 << 20));
      assertResult(CheckResult.L7RSP, checkUp.of("type: http, timeout: 5s", server.port()));
    }
  }

  @Test
  void whoClosesHasNotAnsweredAndWhoResetsIsASocketError() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.answers(""))) {
      assertResult(CheckResult.L7RSP, checkUp.of(HTTP, server.port()));
      server.become(Behaviour.answers("HTTP/1.1 200 OK\r\n"));
      assertResult(CheckResult.L7RSP, checkUp.of(HTTP, server.port()));
      server.become(
          socket -> {
            Behaviour.request(socket);
            Behaviour.resets().serve(socket);
          });
      assertResult(CheckResult.SOCKERR, checkUp.of(HTTP, server.port()));
    }
  }

  private static void assertTimedOut(Outcome outcome) {
    assertResult(CheckResult.L7TOUT, outcome);
    ConnectProbeIT.assertWithin(300, 2_000, outcome);
  }

  private static void assertResult(CheckResult result, Outcome outcome) {
    assertEquals(result, outcome.result(), outcome.toString());
    assertTrue(outcome.answered(), outcome.toString());
  }
}
