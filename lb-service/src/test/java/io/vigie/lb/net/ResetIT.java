package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.net.Engine.Close;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A reset on one side is a reset on the other, and a polite end loses nothing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class ResetIT {

  private final EngineUnderTest kind;

  private ServerSocket listening;
  private EngineFixture engine;
  private InetSocketAddress frontend;

  ResetIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    engine = new EngineFixture(kind, (InetSocketAddress) listening.getLocalSocketAddress());
    frontend = engine.open(Listeners.named("t").made());
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    listening.close();
  }

  @Test
  void serverResetIsSeenByTheClient() throws Exception {
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      client.getOutputStream().write(1);
      assertEquals(1, server.getInputStream().read());
      reset(server);
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
    assertEquals(new Ended(Cause.SERVER_ABORTED, 1, 0), next(engine.ended));
  }

  @Test
  void clientResetIsSeenByTheServer() throws Exception {
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      server.getOutputStream().write(1);
      assertEquals(1, client.getInputStream().read());
      reset(client);
      assertThrows(SocketException.class, () -> server.getInputStream().read());
    }
    assertEquals(new Ended(Cause.CLIENT_ABORTED, 0, 1), next(engine.ended));
  }

  /** Whoever is told that sessions were reset may take the address away at once. */
  @Test
  void everyResetIsOutWhenItIsSaidSo() throws Exception {
    List<SocketChannel> clients = new ArrayList<>();
    List<Socket> servers = new ArrayList<>();
    List<Long> connected = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        clients.add(SocketChannel.open(frontend));
        servers.add(listening.accept());
        clients.getLast().configureBlocking(false);
        connected.add(next(engine.connected));
      }
      CompletableFuture<Long> notReset = new CompletableFuture<>();
      engine.run(
          e -> {
            connected.forEach(session -> e.end(session, Close.RST));
            e.turned()
                .onSuccess(
                    _ -> notReset.complete(clients.stream().filter(c -> !isReset(c)).count()));
          });
      assertEquals(0, notReset.get(EngineFixture.LIMIT_SECONDS, TimeUnit.SECONDS));
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
      for (Socket server : servers) {
        server.close();
      }
    }
  }

  private static boolean isReset(SocketChannel client) {
    try {
      client.read(ByteBuffer.allocate(1));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void resetInTheMiddleOfBothDirections() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket client = client(frontend);
        Socket server = listening.accept()) {
      Future<?> up = threads.submit(() -> pourUntilReset(client));
      Future<?> down = threads.submit(() -> pourUntilReset(server));
      server.getInputStream().skipNBytes(1 << 20);
      client.getInputStream().skipNBytes(1 << 20);
      reset(server);
      readUntilGone(client); // what came before the reset comes first
      up.get(EngineFixture.LIMIT_SECONDS, TimeUnit.SECONDS);
      down.get(EngineFixture.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    assertEquals(Cause.SERVER_ABORTED, next(engine.ended).cause());
  }

  @Test
  void clientResetWhileTheServerDoesNotRead() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket client = client(frontend);
        Socket server = listening.accept()) {
      Future<?> down = threads.submit(() -> pourUntilReset(server));
      client.getInputStream().skipNBytes(1 << 20);
      reset(client);
      down.get(EngineFixture.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    assertEquals(Cause.CLIENT_ABORTED, next(engine.ended).cause());
  }

  /**
   * As with an upload that is refused: answered early, then the server closes with bytes unread.
   */
  @Test
  void whatTheServerSaidBeforeItsResetStillArrives() throws Exception {
    byte[] answer = "413 too large".getBytes(US_ASCII);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket client = client(frontend)) {
      Socket server = listening.accept();
      Future<?> up = threads.submit(() -> pourUntilReset(client));
      server.getInputStream().skipNBytes(1 << 20);
      server.getOutputStream().write(answer);
      server.close(); // unread bytes: the system sends RST
      assertArrayEquals(answer, client.getInputStream().readNBytes(answer.length));
      up.get(EngineFixture.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    assertEquals(Cause.SERVER_ABORTED, next(engine.ended).cause());
  }

  @Test
  void resetAfterOneSideHasFinished() throws Exception {
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      client.shutdownOutput();
      assertEquals(-1, server.getInputStream().read());
      reset(server);
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
    assertEquals(new Ended(Cause.SERVER_ABORTED, 0, 0), next(engine.ended));
  }

  @Test
  void endWithResetCutsBothSides() throws Exception {
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      long session = next(engine.connected);
      engine.run(e -> e.end(session, Close.RST));
      assertThrows(SocketException.class, () -> client.getInputStream().read());
      assertThrows(SocketException.class, () -> server.getInputStream().read());
    }
    assertEquals(new Ended(Cause.CLOSED_BY_US, 0, 0), next(engine.ended));
  }

  @Test
  void endWithFinDeliversWhatWasTaken() throws Exception {
    byte[] said = new byte[5000];
    new SplittableRandom(3).nextBytes(said);
    try (Socket client = client(frontend);
        Socket server = listening.accept()) {
      server.getOutputStream().write(said);
      assertEquals(said[0], (byte) client.getInputStream().read());
      client.getOutputStream().write(1); // never read by anyone: must not turn FIN into RST
      assertEquals(1, server.getInputStream().read());
      long session = next(engine.connected);
      engine.run(e -> e.end(session, Close.FIN));
      byte[] rest = client.getInputStream().readAllBytes();
      assertEquals(said.length - 1, rest.length);
      assertEquals(said[said.length - 1], rest[rest.length - 1]);
      assertEquals(-1, server.getInputStream().read());
    }
    assertEquals(new Ended(Cause.CLOSED_BY_US, 1, said.length), next(engine.ended));
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads until the connection is gone; a write may have been told why. */
  private static void readUntilGone(Socket socket) {
    byte[] chunk = new byte[16 * 1024];
    try {
      while (socket.getInputStream().read(chunk) >= 0) {}
    } catch (IOException e) {
      // What the test waits for.
    }
  }

  /** Writes until the connection is gone. */
  private static Void pourUntilReset(Socket socket) {
    byte[] chunk = new byte[16 * 1024];
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      return null; // what the test waits for
    }
  }
}
