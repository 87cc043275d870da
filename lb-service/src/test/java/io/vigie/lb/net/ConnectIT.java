package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reaching a server, and what becomes of the client while that fails. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class ConnectIT {

  private final EngineUnderTest kind;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final Duration LONG = Duration.ofMinutes(1);

  private ServerSocket listening;
  private EngineFixture engine;
  private InetSocketAddress frontend;
  private int attempts;

  ConnectIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    engine = new EngineFixture(kind, alive()).hold();
    frontend = engine.open(Listeners.named("t").made());
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    listening.close();
  }

  @Test
  void nothingIsLostFromOneAttemptToTheNext() throws Exception {
    try (Socket client = client(frontend)) {
      client.getOutputStream().write("hello".getBytes(US_ASCII));
      long session = next(engine.ready);
      connect(session, refusing(), LONG);
      assertEquals(ConnectFailure.REFUSED, next(engine.failures));
      client.getOutputStream().write(" again".getBytes(US_ASCII));
      connect(session, refusing(), LONG);
      assertEquals(ConnectFailure.REFUSED, next(engine.failures));
      client.getOutputStream().write(" and end".getBytes(US_ASCII));
      client.shutdownOutput();
      connect(session, alive(), LONG);
      try (Socket server = listening.accept()) {
        assertEquals(
            "hello again and end", new String(server.getInputStream().readAllBytes(), US_ASCII));
        server.getOutputStream().write("served".getBytes(US_ASCII));
      }
      assertEquals("served", new String(client.getInputStream().readAllBytes(), US_ASCII));
    }
    assertEquals(new Ended(Cause.FINISHED, 19, 6), next(engine.ended));
  }

  @Test
  void thePrefaceComesFirstAndIsNotCounted() throws Exception {
    ByteBuffer preface = ByteBuffer.wrap("PROXY UNKNOWN\r\n".getBytes(US_ASCII));
    try (Socket client = client(frontend)) {
      client.getOutputStream().write("hi".getBytes(US_ASCII));
      long session = next(engine.ready);
      engine.run(e -> e.connect(session, new Dial(1, refusing(), LONG, preface.duplicate())));
      next(engine.failures);
      engine.run(e -> e.connect(session, new Dial(2, alive(), LONG, preface.duplicate())));
      try (Socket server = listening.accept()) {
        client.shutdownOutput();
        String heard = new String(server.getInputStream().readAllBytes(), US_ASCII);
        assertEquals("PROXY UNKNOWN\r\nhi", heard);
      }
    }
    assertEquals(new Ended(Cause.FINISHED, 2, 0), next(engine.ended));
  }

  @Test
  void anAttemptEndsWithItsOwnTimeout() throws Exception {
    try (BlackHole hole = new BlackHole();
        Socket client = client(frontend)) {
      long session = next(engine.ready);
      long begun = System.nanoTime();
      connect(session, hole.address(), Duration.ofMillis(300));
      assertEquals(ConnectFailure.TIMED_OUT, next(engine.failures));
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertTrue(millis >= 300, "gave up after " + millis + " ms");
      connect(session, alive(), LONG);
      try (Socket server = listening.accept()) {
        server.getOutputStream().write(7);
        assertEquals(7, client.getInputStream().read());
      }
    }
  }

  @Test
  void aNewAttemptReplacesTheOldWithoutAReport() throws Exception {
    try (BlackHole hole = new BlackHole();
        Socket client = client(frontend)) {
      long session = next(engine.ready);
      connect(session, hole.address(), LONG);
      connect(session, alive(), LONG);
      try (Socket server = listening.accept()) {
        assertEquals(session, next(engine.connected));
        server.getOutputStream().write(7);
        assertEquals(7, client.getInputStream().read());
      }
      assertEquals(0, engine.failures.size());
    }
  }

  @Test
  void aResetWhileConnectingEndsTheSession() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      Socket client = client(frontend);
      long session = next(engine.ready);
      connect(session, hole.address(), LONG);
      client.getOutputStream().write(1);
      client.setSoLinger(true, 0);
      client.close();
      assertEquals(new Ended(Cause.CLIENT_ABORTED, 0, 0), next(engine.ended));
      assertEquals(0, engine.failures.size());
    }
  }

  @Test
  void aResetWhileWaitingEndsTheSession() throws Exception {
    Socket client = client(frontend);
    next(engine.ready);
    client.setSoLinger(true, 0);
    client.close();
    assertEquals(new Ended(Cause.CLIENT_ABORTED, 0, 0), next(engine.ended));
  }

  @Test
  void earlyBytesAreHeldUpToTheBufferAndTheRestWaitsInTheKernel() throws Exception {
    byte[] early = new byte[300_000];
    try (Socket client = client(frontend)) {
      long session = next(engine.ready);
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                try {
                  client.getOutputStream().write(early);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      connect(session, alive(), LONG);
      try (Socket server = listening.accept()) {
        assertEquals(early.length, server.getInputStream().readAllBytes().length);
      }
      writer.join();
    }
    assertEquals(new Ended(Cause.FINISHED, early.length, 0), next(engine.ended));
  }

  @Test
  void endWhileConnectingTellsTheClient() throws Exception {
    try (BlackHole hole = new BlackHole();
        Socket client = client(frontend)) {
      long session = next(engine.ready);
      connect(session, hole.address(), LONG);
      engine.run(e -> e.end(session, Close.RST));
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
    assertEquals(new Ended(Cause.CLOSED_BY_US, 0, 0), next(engine.ended));
  }

  @Test
  void anAddressThatWasNotResolvedIsUnreachable() throws Exception {
    try (Socket client = client(frontend)) {
      long session = next(engine.ready);
      connect(session, InetSocketAddress.createUnresolved("nowhere.invalid", 80), LONG);
      assertEquals(ConnectFailure.UNREACHABLE, next(engine.failures));
      assertTrue(client.isConnected());
    }
  }

  private void connect(long session, InetSocketAddress to, Duration timeout) throws Exception {
    int attempt = ++attempts;
    engine.run(e -> e.connect(session, new Dial(attempt, to, timeout, NOTHING)));
  }

  private InetSocketAddress alive() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** A port that nobody listens on: it was free a moment ago. */
  private static InetSocketAddress refusing() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) free.getLocalSocketAddress();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
