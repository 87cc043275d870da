package io.vigie.lb.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lb.net.Engine.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that never stop sending, before clients that read little by little. */
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class SlowReadersIT {

  private final EngineUnderTest kind;

  private static final int CLIENTS = 100;
  private static final int READS = 30;
  private static final int BYTES_PER_READ = 64 * 1024 / 10;

  private static final int PIPE_BYTES = 256 * 1024;
  private static final int LOOK_MILLIS = 50;
  private static final int STANDS = 20;

  /** For the test's own sockets and threads. */
  private static final long SLACK_BYTES = 8 << 20;

  SlowReadersIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void memoryStaysWithinTheConfiguredBuffers() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor(); // ends last
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        ServerSocket server = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress());
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress())) {
      threads.submit(() -> sendForEver(server, threads));
      Listener listener = Listeners.named("slow").made();
      InetSocketAddress frontend = engine.open(listener);
      long before = heapBytes();
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(EngineFixture.client(frontend));
      }
      for (int round = 0; round < READS; round++) { // 64 KiB/s each
        Future<Long> read = clock.schedule(() -> readAll(clients), 100, TimeUnit.MILLISECONDS);
        assertEquals((long) CLIENTS * BYTES_PER_READ, read.get());
      }
      long grown = heapBytes() - before;
      long most = 2L * CLIENTS * listener.bufferBytes() + SLACK_BYTES;
      assertTrue(grown <= most, "grown by " + grown + " bytes, expected at most " + most);
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /** What the server got rid of and the client did not read is held: by us, and by the kernel. */
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aClientThatNeverReadsCostsWhatTheBuffersHold() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor(); // ends last
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) server.getLocalSocketAddress())) {
      Listener listener = Listeners.named("never").made();
      try (Socket client = EngineFixture.client(engine.open(listener));
          Socket accepted = server.accept()) {
        AtomicLong sent = new AtomicLong();
        threads.submit(() -> sendForEver(accepted, sent));
        long held = standstill(sent);
        long most =
            PIPE_BYTES
                + 2L * listener.bufferBytes()
                + 2 * (largest("tcp_rmem") + largest("tcp_wmem"));
        assertTrue(held <= most, "held " + held + " bytes, expected at most " + most);
        assertEquals(0, client.getInputStream().read()); // and it is all there when it wants it
      }
    }
  }

  /** The value once it has not risen for a while. */
  private static long standstill(AtomicLong rising) throws InterruptedException {
    long last = -1;
    for (int same = 0; same < STANDS; same++) {
      long now = rising.get();
      same = now == last && now > 0 ? same : 0;
      last = now;
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return last;
  }

  /** The largest buffer of a socket here, for one direction: the last number of the setting. */
  private static long largest(String setting) throws IOException {
    String line = Files.readAllLines(Path.of("/proc/sys/net/ipv4", setting)).getFirst();
    return Long.parseLong(line.substring(line.lastIndexOf('\t') + 1));
  }

  private static Void sendForEver(Socket to, AtomicLong sent) throws IOException {
    byte[] chunk = new byte[4096];
    OutputStream out = to.getOutputStream();
    while (true) {
      out.write(chunk);
      sent.addAndGet(chunk.length);
    }
  }

  private static long readAll(List<Socket> clients) throws IOException {
    long read = 0;
    for (Socket client : clients) {
      InputStream in = client.getInputStream();
      read += in.readNBytes(BYTES_PER_READ).length;
    }
    return read;
  }

  private static Void sendForEver(ServerSocket server, ExecutorService threads) throws IOException {
    byte[] chunk = new byte[256 * 1024];
    while (true) {
      Socket client = server.accept();
      threads.submit(
          () -> {
            try (client) {
              OutputStream out = client.getOutputStream();
              while (true) {
                out.write(chunk);
              }
            }
          });
    }
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
