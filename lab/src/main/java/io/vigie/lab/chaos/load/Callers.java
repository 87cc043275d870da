package io.vigie.lab.chaos.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vigie.lab.chaos.load.Call.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
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
 * Clients that call at a fixed rate whether others are answered or not, each over a connection of
 * its own, by HTTPS. At most as many wait at a time as are due within {@value Call#LIMIT_MILLIS}
 * ms, since none waits longer.
 *
 * <p>Thread rule: {@link #run} blocks until the last call has ended.
 */
public final class Callers {

  private static final byte[] REQUEST =
      "GET /readyz HTTP/1.1\r\nHost: homelab\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
  private static final String GOOD = "HTTP/1.1 200 ";
  private static final int MOST_BYTES = 4_096;

  private final InetSocketAddress target;
  private final Tls tls;

  /** Clients of one address. */
  public Callers(InetSocketAddress target, Tls tls) {
    this.target = target;
    this.tls = tls;
  }

  /**
   * Calls.
   *
   * @param perSecond how often, 1 to 1,000
   * @param beganNanos when the first call is due, by {@link System#nanoTime}
   */
  public List<Call> run(int perSecond, Duration length, long beganNanos)
      throws InterruptedException {
    Queue<Call> calls = new ConcurrentLinkedQueue<>();
    long step = TimeUnit.SECONDS.toNanos(1) / perSecond;
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long due = 0; due < length.toNanos(); due += step) {
        TimeUnit.NANOSECONDS.sleep(beganNanos + due - System.nanoTime());
        long when = due;
        each.execute(() -> calls.add(call(when, beganNanos + when)));
      }
    }
    return new ArrayList<>(calls);
  }

  /** One call now. */
  public Call call() {
    return call(0, System.nanoTime());
  }

  private Call call(long due, long dueNanos) {
    Outcome outcome = outcome(dueNanos + TimeUnit.MILLISECONDS.toNanos(Call.LIMIT_MILLIS));
    double took = (System.nanoTime() - dueNanos) / 1e6;
    boolean late = outcome == Outcome.ANSWERED && took > Call.LIMIT_MILLIS;
    return new Call(due / 1e6, took, late ? Outcome.TIMED_OUT : outcome);
  }

  private Outcome outcome(long endNanos) {
    try (Socket socket = new Socket()) {
      try {
        socket.connect(target, left(endNanos));
      } catch (SocketTimeoutException e) {
        return Outcome.TIMED_OUT;
      } catch (ConnectException e) {
        return Outcome.REFUSED;
      } catch (IOException e) {
        return Outcome.OTHER; // no route to host
      }
      return ask(socket, endNanos);
    } catch (SocketTimeoutException e) {
      return Outcome.TIMED_OUT;
    } catch (IOException e) {
      return Outcome.CUT_OFF;
    }
  }

  private Outcome ask(Socket socket, long endNanos) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(left(endNanos));
    try (SSLSocket secure = tls.over(socket, target)) {
      secure.getOutputStream().write(REQUEST);
      InputStream in = secure.getInputStream();
      byte[] answer = new byte[MOST_BYTES];
      int length = 0;
      while (length < answer.length) {
        socket.setSoTimeout(left(endNanos));
        int read = in.read(answer, length, answer.length - length);
        if (read < 0) {
          break;
        }
        length += read;
        String said = new String(answer, 0, length, US_ASCII);
        if (said.endsWith("\n") && said.contains("\r\n\r\n") && !said.endsWith("\r\n")) {
          return said.startsWith(GOOD) ? Outcome.ANSWERED : Outcome.OTHER;
        }
      }
      return length == 0 ? Outcome.CUT_OFF : Outcome.OTHER;
    }
  }

  private static int left(long endNanos) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no time left");
    }
    return (int) millis;
  }
}
