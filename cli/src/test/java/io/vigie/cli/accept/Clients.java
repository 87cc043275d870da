package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Clients that come at a fixed rate whatever happens (open loop), each with one request. Times
 * count from when a request was to begin.
 */
final class Clients implements AutoCloseable {

  /** New connections per second. */
  static final int RATE = 200;

  private static final int PATIENCE_MILLIS = 20_000;

  private final InetSocketAddress frontend;
  private final Queue<Request> done = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong worstStall = new AtomicLong();
  private final long start = System.nanoTime();
  private long sent;

  /** They begin at once. */
  Clients(InetSocketAddress frontend) {
    this.frontend = frontend;
    clock.scheduleAtFixedRate(this::sendDue, 0, 1, TimeUnit.MILLISECONDS);
  }

  /** All requests that have ended so far. */
  Collection<Request> done() {
    return List.copyOf(done);
  }

  Collection<Request> done(Predicate<Request> which) {
    return done.stream().filter(which).toList();
  }

  /** How late this test itself was at worst, in ms: not the product's doing. */
  long worstStallMillis() {
    return worstStall.get() / 1_000_000;
  }

  /** Forgets how late it was. */
  void forgetStalls() {
    worstStall.set(0);
  }

  /** Waits until this many requests that began from now on have been answered. */
  void awaitAnswers(int count) {
    long now = System.nanoTime();
    await().atMost(Jvm.LIMIT).until(() -> answersSince(now) >= count);
  }

  private long answersSince(long nanos) {
    return done.stream().filter(r -> r.beganAfter(nanos) && !r.failed()).count();
  }

  private void sendDue() {
    long period = TimeUnit.SECONDS.toNanos(1) / RATE;
    while (System.nanoTime() - (start + sent * period) >= 0) {
      long due = start + sent++ * period;
      worstStall.accumulateAndGet(System.nanoTime() - due, Math::max);
      threads.execute(() -> done.add(request(due)));
    }
  }

  private Request request(long due) {
    worstStall.accumulateAndGet(System.nanoTime() - due, Math::max);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(frontend, PATIENCE_MILLIS);
      socket.getOutputStream().write('?');
      int answer = socket.getInputStream().read();
      return answer < 0
          ? failed(due, "closed without an answer")
          : new Request(due, System.nanoTime(), (char) answer, "");
    } catch (IOException e) {
      return failed(due, e.toString());
    }
  }

  private static Request failed(long due, String why) {
    return new Request(due, System.nanoTime(), '\0', why);
  }

  /** Ends when every request has. */
  @Override
  public void close() {
    clock.shutdownNow();
    threads.close();
  }
}
