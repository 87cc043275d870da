package io.vigie.lb.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many connections of random sizes, in random pieces, that end in every order: every byte is the
 * right one, and nothing is left behind. {@code -Dvigie.connections=100000} for more of them.
 */
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class IntegrityIT {

  private static final int CONNECTIONS = Integer.getInteger("vigie.connections", 1_000);
  private static final int AT_A_TIME = 150;
  private static final int SMALL = 40_000;
  private static final int LARGE = 3_000_000;

  /** One in so many is a large one. */
  private static final int LARGE_EVERY = 50;

  private final EngineUnderTest kind;

  IntegrityIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  /**
   * What one connection is to do.
   *
   * @param seed of its bytes
   * @param up bytes to the server
   * @param down bytes to the client
   */
  private record Deal(long seed, int up, int down, Order order) {
    static Deal random(SplittableRandom random) {
      int most = random.nextInt(LARGE_EVERY) == 0 ? LARGE : SMALL;
      Order order = Order.ALL.get(random.nextInt(Order.ALL.size()));
      return new Deal(random.nextLong(), random.nextInt(most), random.nextInt(most), order);
    }
  }

  /** Who has sent all, and its FIN, before it reads. */
  private enum Order {
    CLIENT_FIRST,
    SERVER_FIRST,
    BOTH_AT_ONCE;

    static final List<Order> ALL = List.of(values());
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyByteOfEveryConnectionIsRight() throws Exception {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    System.out.println("IntegrityIT seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Semaphore places = new Semaphore(AT_A_TIME);
    long up = 0;
    long down = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor(); // ends last
        ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress())) {
      InetSocketAddress frontend = engine.open(Listeners.named("t").made());
      long sockets = Descriptors.sockets();
      threads.submit(() -> serveAll(server, threads));
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        Deal deal = Deal.random(random);
        up += deal.up();
        down += deal.down();
        places.acquire();
        clients.add(
            threads.submit(
                () -> {
                  try {
                    return client(frontend, deal, threads);
                  } finally {
                    places.release();
                  }
                }));
      }
      for (Future<?> client : clients) {
        client.get(); // which checks what it received
      }
      long headers = (long) CONNECTIONS * HEADER_BYTES;
      Ended all = new Ended(Cause.FINISHED, 0, 0);
      for (int i = 0; i < CONNECTIONS; i++) {
        Ended one = EngineFixture.next(engine.ended);
        all =
            new Ended(one.cause(), all.bytesIn() + one.bytesIn(), all.bytesOut() + one.bytesOut());
        assertEquals(Cause.FINISHED, one.cause());
      }
      assertEquals(new Ended(Cause.FINISHED, up + headers, down), all);
      engine.turn();
      Descriptors.awaitSockets(sockets + Descriptors.OF_THE_JDK);
    }
  }

  private static final int HEADER_BYTES = 20;

  private static Void client(InetSocketAddress frontend, Deal deal, ExecutorService threads)
      throws Exception {
    try (Socket socket = EngineFixture.client(frontend)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] header = new byte[HEADER_BYTES];
      ByteBuffer.wrap(header)
          .putLong(deal.seed())
          .putInt(deal.up())
          .putInt(deal.down())
          .putInt(Order.ALL.indexOf(deal.order()));
      out.write(header);
      talk(
          socket,
          bytes(deal.seed(), deal.up()),
          bytes(~deal.seed(), deal.down()),
          deal.order() == Order.CLIENT_FIRST,
          deal.order() == Order.SERVER_FIRST,
          threads);
    }
    return null;
  }

  private static Void serveAll(ServerSocket server, ExecutorService threads) throws IOException {
    while (true) {
      Socket accepted = server.accept();
      threads.submit(() -> serve(accepted, threads));
    }
  }

  private static Void serve(Socket accepted, ExecutorService threads) throws Exception {
    try (Socket socket = accepted) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(EngineFixture.LIMIT_SECONDS));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      long seed = in.readLong();
      int up = in.readInt();
      int down = in.readInt();
      Order order = Order.ALL.get(in.readInt());
      talk(
          socket,
          bytes(~seed, down),
          bytes(seed, up),
          order == Order.SERVER_FIRST,
          order == Order.CLIENT_FIRST,
          threads);
    }
    return null;
  }

  /** Sends and receives, one after the other or both at once; fails on a wrong byte. */
  private static void talk(
      Socket socket,
      byte[] own,
      byte[] expected,
      boolean sendFirst,
      boolean readFirst,
      ExecutorService threads)
      throws Exception {
    Future<Void> reading = null;
    if (readFirst) {
      assertArrayEquals(expected, socket.getInputStream().readAllBytes());
    } else if (!sendFirst) {
      reading =
          threads.submit(
              () -> {
                assertArrayEquals(expected, socket.getInputStream().readAllBytes());
                return null;
              });
    }
    sendInPieces(socket, own);
    socket.shutdownOutput();
    if (sendFirst) {
      assertArrayEquals(expected, socket.getInputStream().readAllBytes());
    } else if (reading != null) {
      reading.get();
    }
  }

  private static void sendInPieces(Socket socket, byte[] bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(bytes.length);
    for (int sent = 0; sent < bytes.length; ) {
      int piece = Math.min(bytes.length - sent, 1 + random.nextInt(random.nextInt(1, 100_000)));
      socket.getOutputStream().write(bytes, sent, piece);
      sent += piece;
    }
  }

  private static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
