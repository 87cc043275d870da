package io.vigie.lab.bench.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lab.bench.traffic.Load.Done;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients and the servers in processes of their own, with nothing between. */
@Timeout(120)
class TrafficIT {

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"));

  @TempDir private Path directory;

  @Test
  void aServerAnswersByRequestDiesAndComesBack() throws IOException {
    try (Servers servers = Servers.start(directory.resolve("servers"), JAVA, Servers.LOOPBACK, 2)) {
      try (Socket client = connect(servers, 1)) {
        InputStream in = client.getInputStream();
        client.getOutputStream().write(request(100_000, 50_000));
        client.getOutputStream().write(new byte[100_000]);
        assertEquals(50_000, in.readNBytes(50_000).length);
        client.getOutputStream().write(request(0, 7));
        assertEquals(7, in.readNBytes(7).length);
        servers.kill(1);
        assertThrows(IOException.class, in::read, "a reset, not an end");
      }
      assertThrows(ConnectException.class, () -> connect(servers, 1).close());
      connect(servers, 0).close();
      servers.revive(1);
      connect(servers, 1).close();
    }
  }

  @Test
  void clientsCountWhatTheyExchange() throws IOException {
    try (Servers servers = Servers.start(directory.resolve("servers"), JAVA, Servers.LOOPBACK, 2);
        Load load = Load.start(directory.resolve("load"), JAVA)) {
      List<InetSocketAddress> both = List.of(at(servers, 0), at(servers, 1));
      List<Kind> kinds =
          List.of(
              Kind.kept(8),
              Kind.fresh(4),
              new Kind(2, 3, 300_000, 1, 0),
              new Kind(2, 3, 0, 300_000, 5));
      assertEquals(0, load.open(both, kinds));
      Done done = load.run(0.3);
      assertEquals(0, done.errors(), done.toString());
      assertTrue(done.exchanges() > 16, done.toString());
      assertTrue(done.connects() > 8, done.toString());
      assertEquals(0, load.run(0.1).errors(), "what was kept goes on");
      load.finish();
      assertEquals(0, load.open(both, List.of(Kind.kept(8))));
      Done paced = load.pace(0.5, 200);
      assertEquals(100, paced.exchanges());
      assertEquals(0, paced.errors());
      assertTrue(paced.longestMillis() > 0, paced.toString());
      load.finish();
    }
  }

  @Test
  void refusedClientsAreErrors() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    try (Load load = Load.start(directory.resolve("load"), JAVA)) {
      assertEquals(
          500,
          load.open(
              List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
              List.of(Kind.kept(500))));
      Done done = load.run(0.1);
      assertEquals(0, done.exchanges());
      assertTrue(done.errors() >= 500, done.toString());
      load.finish();
    }
  }

  private static Socket connect(Servers servers, int index) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(at(servers, index), 5_000);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static InetSocketAddress at(Servers servers, int index) {
    return new InetSocketAddress(Servers.address(Servers.LOOPBACK, index), servers.port());
  }

  private static byte[] request(long upload, long answer) {
    return ByteBuffer.allocate(Kind.REQUEST_BYTES).putLong(upload).putLong(answer).array();
  }
}
