package io.vigie.cli.accept;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A node's service, in a process of its own: to one byte it answers its own, after a while, and
 * closes. A check that connects and goes gets nothing.
 */
final class Backend {

  static final String LISTENING = "listening";
  private static final int BACKLOG = 1024;

  private Backend() {}

  /** Arguments: address, port, the answer's character, how many ms an answer takes. */
  public static void main(String[] args) throws IOException {
    int answer = args[2].charAt(0);
    long holdMillis = Long.parseLong(args[3]);
    try (ServerSocket server = new ServerSocket();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.bind(
          new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1])),
          BACKLOG);
      System.out.println(LISTENING);
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> serve(client, answer, holdMillis));
      }
    }
  }

  private static void serve(Socket client, int answer, long holdMillis) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = client.getInputStream();
      for (int asked = in.read(); asked >= 0; asked = in.read()) {
        // Nobody gives a permit: the time passes, and that is all that is wanted.
        var _ = new Semaphore(0).tryAcquire(holdMillis, TimeUnit.MILLISECONDS);
        client.getOutputStream().write(answer);
      }
    } catch (IOException _) {
      // the client's business
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
