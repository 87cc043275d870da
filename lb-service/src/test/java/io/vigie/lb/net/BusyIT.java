package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A loop that does not come to the end of a turn shows, and others do not pay for it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BusyIT {

  private static final int SESSIONS = 200;
  private static final long CONNECT_MILLIS = 200;

  @ParameterizedTest
  @EnumSource(names = "VERTX", mode = Mode.EXCLUDE) // whose loop is that of whoever asks
  void aLongTurnShows(EngineUnderTest kind) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress());
        Socket client = client(engine.open(Listeners.named("busy").made()));
        Socket accepted = server.accept()) {
      next(engine.connected);
      client.getOutputStream().write(1);
      assertEquals(1, accepted.getInputStream().read());
      CountDownLatch held = new CountDownLatch(1);
      engine.run(e -> e.meter((session, in, out) -> hold(held, Long.MAX_VALUE)));
      await(engine, busy -> busy.toMillis() >= 20);
      held.countDown();
      await(engine, Duration.ZERO::equals);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "VERTX", mode = Mode.EXCLUDE)
  void aStallIsNobodysTimeout(EngineUnderTest kind) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 2 * SESSIONS, InetAddress.getLoopbackAddress());
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress()).hold()) {
      InetSocketAddress frontend = engine.open(Listeners.named("stall").made());
      List<Socket> clients = new ArrayList<>();
      clients.add(client(frontend));
      dial(engine, List.of(next(engine.ready)), server, e -> {});
      next(engine.connected);
      clients.getFirst().getOutputStream().write(1); // one that the meter finds
      assertEquals(1, server.accept().getInputStream().read());
      List<Long> waiting = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        clients.add(client(frontend));
        waiting.add(next(engine.ready));
      }
      CountDownLatch never = new CountDownLatch(1);
      dial(
          engine,
          waiting,
          server,
          e -> e.meter((session, in, out) -> hold(never, 3 * CONNECT_MILLIS)));
      for (int i = 0; i < SESSIONS; i++) {
        next(engine.connected);
      }
      assertEquals(0, engine.failures.size());
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static void dial(
      EngineFixture engine, List<Long> sessions, ServerSocket server, Consumer<Engine> then)
      throws Exception {
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    Duration timeout = Duration.ofMillis(CONNECT_MILLIS);
    engine.run(
        e -> {
          for (long session : sessions) {
            e.connect(session, new Engine.Dial(1, address, timeout, ByteBuffer.allocate(0)));
          }
          then.accept(e);
        });
  }

  private static void hold(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(EngineFixture engine, Predicate<Duration> wanted) throws Exception {
    AtomicReference<Duration> busiest = new AtomicReference<>(Duration.ZERO);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(EngineFixture.LIMIT_SECONDS);
    do {
      engine.run(e -> busiest.set(e.busiest()));
    } while (!wanted.test(busiest.get()) && System.nanoTime() - until < 0);
    assertTrue(wanted.test(busiest.get()), () -> "at one turn for " + busiest.get());
  }
}
