package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every wait of a session has its end. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class TimeoutIT {

  private final EngineUnderTest kind;

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(10);

  private ServerSocket listening;
  private EngineFixture engine;

  TimeoutIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    engine = new EngineFixture(kind, (InetSocketAddress) listening.getLocalSocketAddress());
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    listening.close();
  }

  @Test
  void idleSessionsAreCutOnBothSides() throws Exception {
    InetSocketAddress frontend = open(SHORT, LONG, LONG);
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      assertThrows(SocketException.class, () -> client.getInputStream().read());
      assertThrows(SocketException.class, () -> server.getInputStream().read());
    }
    assertEquals(new Ended(Cause.IDLE, 0, 0), next(engine.ended));
  }

  @Test
  void aByteInEitherDirectionKeepsASessionAlive() throws Exception {
    InetSocketAddress frontend = open(Duration.ofMillis(1500), LONG, LONG);
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      client.setSoTimeout(300);
      server.setSoTimeout(300);
      for (int i = 0; i < 4; i++) { // 2.4 s in all, never more than 0.6 s silent in both directions
        assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
        client.getOutputStream().write(i);
        assertEquals(i, server.getInputStream().read());
        assertThrows(SocketTimeoutException.class, () -> server.getInputStream().read());
      }
      assertEquals(0, engine.ended.size());
    }
  }

  @Test
  void aServerThatIsSilentAfterTheClientsFin() throws Exception {
    InetSocketAddress frontend = open(LONG, SHORT, LONG);
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      client.getOutputStream().write(1);
      client.shutdownOutput();
      assertThrows(SocketException.class, () -> client.getInputStream().read());
      assertEquals(1, server.getInputStream().read());
      assertEquals(-1, server.getInputStream().read());
    }
    assertEquals(new Ended(Cause.SERVER_SILENT, 1, 0), next(engine.ended));
  }

  @Test
  void aClientThatIsSilentAfterTheServersFinStillGetsItsAnswer() throws Exception {
    byte[] answer = new byte[60_000];
    answer[answer.length - 1] = 9;
    InetSocketAddress frontend = open(LONG, SHORT, LONG);
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      server.getOutputStream().write(answer);
      server.shutdownOutput();
      assertEquals(new Ended(Cause.CLIENT_SILENT, 0, answer.length), next(engine.ended));
      assertArrayEquals(answer, client.getInputStream().readAllBytes());
    }
  }

  @Test
  void aHalfClosedSessionLivesWhileBytesFlow() throws Exception {
    InetSocketAddress frontend = open(LONG, Duration.ofMillis(1500), LONG);
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      client.shutdownOutput();
      assertEquals(-1, server.getInputStream().read());
      client.setSoTimeout(500);
      for (int i = 0; i < 5; i++) {
        assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
        server.getOutputStream().write(i);
        assertEquals(i, client.getInputStream().read());
      }
      assertEquals(0, engine.ended.size());
    }
  }

  @Test
  void aHelloThatDoesNotCome() throws Exception {
    InetSocketAddress frontend =
        engine.open(
            Listeners.named("t")
                .within(LONG, LONG, SHORT)
                .hello(List.of("127.0.0.0/8"), true)
                .made());
    long begun = System.nanoTime();
    try (Socket client = client(frontend)) {
      client.getOutputStream().write('P');
      assertTrue(ends(client));
    }
    assertTrue(System.nanoTime() - begun >= SHORT.toNanos());
    assertEquals(new Ended(Cause.HELLO_TIMEOUT, 0, 0), next(engine.ended));
    assertEquals(0, engine.ready.size());
  }

  /** FIN or RST, by what the system makes of bytes that nobody read. */
  private static boolean ends(Socket client) throws java.io.IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private InetSocketAddress open(Duration idle, Duration halfOpen, Duration hello)
      throws Exception {
    return engine.open(Listeners.named("t").within(idle, halfOpen, hello).made());
  }
}
