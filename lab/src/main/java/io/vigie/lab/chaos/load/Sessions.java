package io.vigie.lab.chaos.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/**
 * Sessions that stay: streams, whose server sends a line every 100 ms, and watches, whose server
 * sends one every 5 s, as a quiet {@code kubectl get -w}. Who loses his session opens another one.
 *
 * <p>Thread rule: {@link #run} blocks until the load is over.
 */
public final class Sessions {

  private static final int CONNECT_MILLIS = 1_000;
  private static final int AGAIN_MILLIS = 250;

  private final InetSocketAddress target;
  private final Tls tls;

  /** Sessions with one address. */
  public Sessions(InetSocketAddress target, Tls tls) {
    this.target = target;
    this.tls = tls;
  }

  /** What kind of session. */
  public enum Kind {
    STREAM(100, 5),
    WATCH(5_000, 15);

    private final int everyMillis;
    private final int patienceSeconds;

    Kind(int everyMillis, int patienceSeconds) {
      this.everyMillis = everyMillis;
      this.patienceSeconds = patienceSeconds;
    }

    /** After how many seconds without a line a client gives up. */
    public int patienceSeconds() {
      return patienceSeconds;
    }
  }

  /**
   * A session that ended before the load did.
   *
   * @param endedMillis from the start of the load
   * @param silentMillis from its last line to when the client knew that it is over
   * @param hung whether nothing told the client, who gave up
   */
  public record Ended(Kind kind, double endedMillis, double silentMillis, boolean hung) {}

  /**
   * Keeps sessions for the length of the load.
   *
   * @param each how many of each kind, 0 to 100
   * @param beganNanos when the load begins, by {@link System#nanoTime}
   */
  public List<Ended> run(int each, Duration length, long beganNanos) throws InterruptedException {
    Queue<Ended> all = new ConcurrentLinkedQueue<>();
    long endNanos = beganNanos + length.toNanos();
    TimeUnit.NANOSECONDS.sleep(beganNanos - System.nanoTime());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < each; i++) {
          threads.execute(() -> keep(kind, beganNanos, endNanos, all));
        }
      }
    }
    return new ArrayList<>(all);
  }

  private void keep(Kind kind, long beganNanos, long endNanos, Queue<Ended> all) {
    while (left(endNanos) > 0) {
      try (Socket socket = new Socket()) {
        socket.connect(target, CONNECT_MILLIS);
        socket.setSoTimeout(CONNECT_MILLIS);
        try (SSLSocket secure = tls.over(socket, target)) {
          End end = read(open(secure, kind), secure, kind, endNanos);
          if (end.how() != How.OVER) {
            long now = System.nanoTime();
            double silent = (now - end.lastNanos()) / 1e6;
            all.add(new Ended(kind, (now - beganNanos) / 1e6, silent, end.how() == How.HUNG));
          }
        }
      } catch (IOException _) {
        pause(endNanos); // none could be opened
      }
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private static InputStream open(SSLSocket secure, Kind kind) throws IOException {
    secure
        .getOutputStream()
        .write(
            "GET /stream?every=%d HTTP/1.1\r\nHost: homelab\r\n\r\n"
                .formatted(kind.everyMillis)
                .getBytes(US_ASCII));
    InputStream in = secure.getInputStream();
    if (in.read() < 0) {
      throw new IOException("no answer");
    }
    return in;
  }

  /** Reads until the load or the session is over. */
  private static End read(InputStream in, SSLSocket secure, Kind kind, long endNanos) {
    byte[] buffer = new byte[512];
    long last = System.nanoTime();
    while (left(endNanos) > 0) {
      long patience = last + TimeUnit.SECONDS.toNanos(kind.patienceSeconds) - System.nanoTime();
      if (patience <= 0) {
        return new End(How.HUNG, last);
      }
      try {
        long wait = TimeUnit.NANOSECONDS.toMillis(Math.min(patience, left(endNanos)));
        secure.setSoTimeout((int) Math.max(1, wait));
        if (in.read(buffer) < 0) {
          return new End(How.CUT, last);
        }
        last = System.nanoTime();
      } catch (SocketTimeoutException _) {
        // whose patience, or what load, is over is seen above
      } catch (IOException _) {
        return new End(How.CUT, last);
      }
    }
    return new End(How.OVER, last);
  }

  private static void pause(long endNanos) {
    try {
      long wait = Math.min(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS), left(endNanos));
      TimeUnit.NANOSECONDS.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long left(long endNanos) {
    return endNanos - System.nanoTime();
  }

  private enum How {
    /** The load is over. */
    OVER,
    /** Somebody else ended it. */
    CUT,
    /** No line for longer than a client waits. */
    HUNG
  }

  private record End(How how, long lastNanos) {}
}
