package io.vigie.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that do one kind of work as fast as they are answered, for a time. */
final class Load {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 20_000;

  /**
   * What a run came to.
   *
   * @param count requests, connections or bytes
   * @param errors exchanges that failed
   * @param seconds how long it took
   */
  record Done(long count, long errors, double seconds) {}

  private record Part(long count, long errors) {}

  private Load() {}

  /** Runs {@code work} against {@code target}; returns when every client has finished. */
  static Done run(Work work, InetSocketAddress target, double seconds)
      throws InterruptedException, ExecutionException {
    long started = System.nanoTime();
    long end = started + (long) (seconds * 1e9);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Part>> clients = new ArrayList<>();
      for (int i = 0; i < work.connections(); i++) {
        clients.add(threads.submit(() -> client(work, target, end)));
      }
      long count = 0;
      long errors = 0;
      for (Future<Part> client : clients) {
        count += client.get().count();
        errors += client.get().errors();
      }
      return new Done(count, errors, (System.nanoTime() - started) / 1e9);
    }
  }

  private static Part client(Work work, InetSocketAddress target, long end) {
    byte[] buffer = new byte[256 * 1024];
    long count = 0;
    long errors = 0;
    while (end - System.nanoTime() > 0) {
      try (Socket socket = new Socket()) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(target, CONNECT_MILLIS);
        do {
          count += exchange(work, socket, buffer);
        } while (work != Work.NEW && end - System.nanoTime() > 0);
      } catch (IOException e) {
        errors++;
      }
    }
    return new Part(count, errors);
  }

  private static long exchange(Work work, Socket socket, byte[] buffer) throws IOException {
    boolean bulk = work == Work.DOWNLOAD;
    byte[] request = new byte[Work.REQUEST_BYTES];
    request[0] = bulk ? Backend.BULK : Backend.SMALL;
    socket.getOutputStream().write(request);
    int expected = bulk ? Work.BULK_BYTES : Work.ANSWER_BYTES;
    InputStream in = socket.getInputStream();
    for (int left = expected; left > 0; ) {
      int got = in.read(buffer, 0, Math.min(left, buffer.length));
      if (got < 0) {
        throw new IOException("answer ended " + left + " bytes early");
      }
      left -= got;
    }
    return bulk ? expected : 1;
  }
}
