package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import io.vigie.health.peer.Behaviour;
import io.vigie.health.peer.ScriptedServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layer 7: scripts of sends and expects, and agents. */
class ScriptProbeIT {

  private static final String BANNER = "type: tcp, timeout: 300ms, script: [{ expect: \"220 \" }]";
  private static final String PING =
      "type: tcp, timeout: 300ms,"
          + " script: [{ send: 'PING\\r\\n' }, { expect: '+PONG' }, { send: 'QUIT\\r\\n' }]";
  private final CheckUp checkUp = new CheckUp();

  @AfterEach
  void close() {
    checkUp.close();
  }

  @Test
  void sendsAndExpects() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.replies("PING", "+PONG\r\n"))) {
      assertResult(CheckResult.L7OK, checkUp.of(PING, server.port()));
      server.become(Behaviour.replies("PING", "-LOADING\r\n"));
      Outcome waits = checkUp.of(PING, server.port());
      assertResult(CheckResult.L7TOUT, waits);
      assertEquals("no answer to step 2 of the script", waits.detail());
      server.become(Behaviour.answers("-ERR\r\n"));
      assertResult(CheckResult.L7TOUT, checkUp.of(PING, server.port()));
    }
  }

  @Test
  void aBannerMayComeInPieces() {
    Behaviour drips =
        socket -> {
          for (String piece : new String[] {"hello\r\n2", "2", "0 ready\r\n"}) {
            Behaviour.say(socket, piece);
          }
          Behaviour.silent().serve(socket);
        };
    try (ScriptedServer server = ScriptedServer.start(drips)) {
      assertResult(CheckResult.L7OK, checkUp.of(BANNER, server.port()));
    }
  }

  @Test
  void oneByteAfterAnotherDoesNotStretchTheTimeout() {
    Behaviour slow =
        socket -> {
          for (int i = 0; i < 20; i++) {
            Behaviour.say(socket, "2");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          }
        };
    try (ScriptedServer server = ScriptedServer.start(slow)) {
      Outcome outcome = checkUp.of(BANNER, server.port());
      assertResult(CheckResult.L7TOUT, outcome);
      ConnectProbeIT.assertWithin(300, 2_000, outcome);
    }
  }

  @Test
  void garbageAndClosedConnectionsAreNotUnderstood() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.saysAndCloses("500 no\r\n"))) {
      assertResult(CheckResult.L7RSP, checkUp.of(BANNER, server.port()));
      server.become(Behaviour.closes());
      assertResult(CheckResult.L7RSP, checkUp.of(BANNER, server.port()));
      server.become(Behaviour.says("\0\377".repeat(20_000)));
      assertResult(CheckResult.L7RSP, checkUp.of(BANNER, server.port()));
    }
  }

  @Test
  void bytesAreWhatIsWritten() {
    String script = "script: [{ send: 'é\\xff\\n' }, { expect: 'ü\\x00' }]";
    Behaviour echo =
        socket -> {
          byte[] heard = socket.getInputStream().readNBytes(4);
          boolean right = Arrays.equals(heard, new byte[] {(byte) 0xC3, (byte) 0xA9, -1, 10});
          socket.getOutputStream().write(right ? new byte[] {(byte) 0xC3, (byte) 0xBC, 0} : heard);
          Behaviour.silent().serve(socket);
        };
    try (ScriptedServer server = ScriptedServer.start(echo)) {
      assertResult(
          CheckResult.L7OK, checkUp.of("type: tcp, timeout: 300ms, " + script, server.port()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          up               | L7OK
          ready            | L7OK
          UP 75%           | L7OK
          50%              | L7OK
          maxconn:30       | L7OK
          ready,up,100%    | L7OK
          down             | L7STS
          down # disk full | L7STS
          failed           | L7RSP
          fail             | L7STS
          stopped          | L7STS
          drain            | L7STS
          maint            | L7STS
          up drain         | L7STS
          0%               | L7STS
          up weight:0      | L7STS
          hello            | L7RSP
          1000%            | L7RSP
          """)
  void anAgentSaysHowItIs(String line, CheckResult result) {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.saysAndCloses(line + "\n"))) {
      Outcome outcome = checkUp.of("type: agent, timeout: 300ms", server.port());
      assertResult(result, outcome);
    }
  }

  @Test
  void anAgentMayWantToBeAsked() {
    try (ScriptedServer server = ScriptedServer.start(Behaviour.replies("k3s-1", "drain\n"))) {
      String agent = "type: agent, timeout: 300ms, agentSend: 'k3s-1\\n'";
      assertResult(CheckResult.L7STS, checkUp.of(agent, server.port()));
      assertResult(CheckResult.L7TOUT, checkUp.of("type: agent, timeout: 300ms", server.port()));
      server.become(Behaviour.saysAndCloses("up")); // no line end, but the end
      assertResult(CheckResult.L7OK, checkUp.of(agent, server.port()));
      server.become(Behaviour.closes());
      assertResult(CheckResult.L7RSP, checkUp.of("type: agent, timeout: 300ms", server.port()));
    }
  }

  private static void assertResult(CheckResult result, Outcome outcome) {
    assertEquals(result, outcome.result(), outcome.toString());
    assertTrue(outcome.answered(), outcome.toString());
  }
}
