package io.vigie.lab.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The server behind the proxies: answers requests by their first byte, on loopback. */
final class Backend implements AutoCloseable {

  static final byte SMALL = 's';
  static final byte BULK = 'b';
  private static final int BACKLOG = 4096;
  private static final int CHUNK = 256 * 1024;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Backend() throws IOException {
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    threads.submit(this::acceptAll);
  }

  int port() {
    return server.getLocalPort();
  }

  private @Nullable Void acceptAll() throws IOException {
    while (true) {
      Socket client = server.accept();
      threads.submit(() -> serve(client));
    }
  }

  private static @Nullable Void serve(Socket client) throws IOException {
    byte[] request = new byte[Work.REQUEST_BYTES];
    byte[] chunk = new byte[CHUNK];
    try (client) {
      client.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (in.readNBytes(request, 0, request.length) == request.length) {
        int length = request[0] == BULK ? Work.BULK_BYTES : Work.ANSWER_BYTES;
        for (int sent = 0; sent < length; sent += CHUNK) {
          out.write(chunk, 0, Math.min(CHUNK, length - sent));
        }
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
