package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine stops while its sessions are in every state: all end, and nothing stays open. */
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ShutdownIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final EngineUnderTest kind;

  ShutdownIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @Test
  void everySessionEndsAndNothingStaysOpen() throws Exception {
    long sockets = Descriptors.sockets();
    long pipes = Descriptors.pipes();
    try (ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        BlackHole hole = new BlackHole()) {
      InetSocketAddress alive = (InetSocketAddress) listening.getLocalSocketAddress();
      List<Socket> ends = new ArrayList<>();
      EngineFixture engine = new EngineFixture(kind, alive).hold();
      InetSocketAddress plain = engine.open(Listeners.named("plain").made());
      InetSocketAddress tls = engine.open(Listeners.named("tls").hello(List.of(), true).made());

      ends.add(client(tls)); // its hello is awaited
      next(engine.arrived);
      ends.add(client(plain)); // waits for a server
      next(engine.ready);
      ends.add(client(plain));
      dial(engine, next(engine.ready), hole.address()); // connects for ever
      Socket open = flowing(engine, plain, alive, listening, ends);
      open.getOutputStream().write(1);
      flowing(engine, plain, alive, listening, ends).shutdownOutput(); // half closed
      Socket full = flowing(engine, plain, alive, listening, ends);
      fill(full); // held back: nobody reads
      Socket parting = flowing(engine, plain, alive, listening, ends);
      parting.getOutputStream().write(1);
      ends.getLast().getInputStream().read();
      long left = lastConnected;
      engine.run(e -> e.end(left, Close.FIN)); // over, but not yet told so
      assertEquals(Cause.CLOSED_BY_US, next(engine.ended).cause());

      engine.close();
      for (int i = 0; i < 6; i++) {
        assertEquals(Cause.CLOSED_BY_US, next(engine.ended).cause());
      }
      for (Socket end : ends) {
        end.close();
      }
    }
    Descriptors.awaitSockets(sockets + Descriptors.OF_THE_JDK);
    assertEquals(pipes, Descriptors.pipes());
  }

  private long lastConnected;

  private static void dial(EngineFixture engine, long session, InetSocketAddress server)
      throws Exception {
    engine.run(e -> e.connect(session, new Dial(1, server, LONG, ByteBuffer.allocate(0))));
  }

  /** A client that has its server; both ends are among {@code ends}, the server's last. */
  private Socket flowing(
      EngineFixture engine,
      InetSocketAddress frontend,
      InetSocketAddress server,
      ServerSocket listening,
      List<Socket> ends)
      throws Exception {
    Socket client = client(frontend);
    ends.add(client);
    dial(engine, next(engine.ready), server);
    ends.add(listening.accept());
    lastConnected = next(engine.connected);
    return client;
  }

  /** Writes until the system takes no more for a while. */
  private static void fill(Socket socket) throws Exception {
    Thread writer =
        Thread.startVirtualThread(
            () -> {
              try {
                while (true) {
                  socket.getOutputStream().write(new byte[64 * 1024]);
                }
              } catch (java.io.IOException e) {
                // It was reset, as it must be.
              }
            });
    writer.join(Duration.ofMillis(300));
  }
}
