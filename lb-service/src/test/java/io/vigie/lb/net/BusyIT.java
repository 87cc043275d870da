package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A loop that does not come to the end of a turn shows; one that waits does not. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BusyIT {

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
      engine.run(
          e ->
              e.meter(
                  (session, in, out) -> {
                    try {
                      held.await();
                    } catch (InterruptedException stopped) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      await(engine, busy -> busy.toMillis() >= 20);
      held.countDown();
      await(engine, Duration.ZERO::equals);
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
