package io.vigie.lb.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every byte, in order, both ways, whichever side finishes first. */
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class TransferIT {

  private final EngineUnderTest kind;

  private static final int CONNECTIONS = 64;
  private static final int BYTES = 16 << 20;
  private static final int MOST_CHUNK = 64 * 1024;

  /** Who sends its FIN before it has read anything of the other's. */
  private enum First {
    CLIENT,
    SERVER,
    NEITHER
  }

  /** What one end sent and received, as digests. */
  private record Digests(String sent, String received) {}

  TransferIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS)
  void everyByteArrivesWhicheverSideFinishesFirst() throws Exception {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    System.out.println("TransferIT seed " + seed);
    Map<Integer, Future<Digests>> serverSides = new ConcurrentHashMap<>();
    try (ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress())) {
      InetSocketAddress frontend = engine.open(Listeners.named("t").made());
      threads.submit(() -> acceptAll(server, threads, serverSides, seed));
      List<Future<Digests>> clientSides = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int id = i;
        clientSides.add(threads.submit(() -> client(frontend, id, seed)));
      }
      for (int i = 0; i < CONNECTIONS; i++) {
        Digests client = clientSides.get(i).get();
        Digests served = requireNonNull(serverSides.get(i)).get();
        assertEquals(client.sent(), served.received(), "connection " + i + " to the server");
        assertEquals(served.sent(), client.received(), "connection " + i + " to the client");
      }
      for (int i = 0; i < CONNECTIONS; i++) {
        // The client's id, one byte, comes first.
        assertEquals(
            new Ended(Cause.FINISHED, BYTES + 1L, BYTES), EngineFixture.next(engine.ended));
      }
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aRequestThatEndsWithFinIsAnsweredInFull() throws Exception {
    byte[] answer = new byte[300_000];
    new SplittableRandom(7).nextBytes(answer);
    try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress())) {
      InetSocketAddress frontend = engine.open(Listeners.named("t").made());
      try (Socket client = new Socket(frontend.getAddress(), frontend.getPort())) {
        client.getOutputStream().write("question".getBytes(UTF_8));
        client.shutdownOutput();
        Future<byte[]> heard =
            threads.submit(
                () -> {
                  try (Socket served = server.accept()) {
                    byte[] question = served.getInputStream().readAllBytes();
                    served.getOutputStream().write(answer);
                    return question;
                  }
                });
        assertArrayEquals(answer, client.getInputStream().readAllBytes());
        assertArrayEquals("question".getBytes(UTF_8), heard.get());
      }
      assertEquals(new Ended(Cause.FINISHED, 8, answer.length), EngineFixture.next(engine.ended));
    }
  }

  private static Void acceptAll(
      ServerSocket server, ExecutorService threads, Map<Integer, Future<Digests>> sides, long seed)
      throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      Socket socket = server.accept();
      int id = socket.getInputStream().read();
      sides.put(
          id, threads.submit(() -> talk(socket, first(id) == First.SERVER, threads, ~seed + id)));
    }
    return null;
  }

  private static Digests client(InetSocketAddress frontend, int id, long seed) throws Exception {
    Socket socket = new Socket(frontend.getAddress(), frontend.getPort());
    socket.getOutputStream().write(id);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return talk(socket, first(id) == First.CLIENT, threads, seed + id);
    }
  }

  private static First first(int id) {
    return First.values()[id % 3];
  }

  /** Sends and receives at once, or sends all with FIN before it reads. */
  private static Digests talk(
      Socket socket, boolean finishFirst, ExecutorService threads, long seed) throws Exception {
    try (socket) {
      Callable<String> sending = () -> send(socket, new SplittableRandom(seed));
      Future<String> sent = threads.submit(sending);
      if (finishFirst) {
        // The other end reads at the same time, so this cannot block for ever.
        sent.get();
      }
      String received = receive(socket.getInputStream());
      return new Digests(sent.get(), received);
    }
  }

  private static String send(Socket socket, SplittableRandom random) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    OutputStream out = socket.getOutputStream();
    byte[] chunk = new byte[MOST_CHUNK];
    for (int left = BYTES; left > 0; ) {
      int length = Math.min(left, random.nextInt(1, MOST_CHUNK + 1));
      random.nextBytes(chunk);
      out.write(chunk, 0, length);
      digest.update(chunk, 0, length);
      left -= length;
    }
    socket.shutdownOutput();
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String receive(InputStream in) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[MOST_CHUNK];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      digest.update(chunk, 0, length);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
