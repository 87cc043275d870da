package io.vigie.lab.bench.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * Many pages that follow the console's stream, on one thread. Each looks for the numbered events of
 * {@link OutageLog#hiccup} and counts those that do not follow on the one before.
 */
final class Followers implements AutoCloseable {

  private static final byte[] NUMBERED = "\"consecutive\":".getBytes(StandardCharsets.US_ASCII);
  private static final String REQUEST = "GET /v1/stream HTTP/1.1\r\nHost: console\r\n\r\n";
  private static final int LOOK_MILLIS = 100;
  private static final int CHUNK_BYTES = 256 << 10;

  private final Selector selector = Selector.open();
  private final List<Page> pages = new ArrayList<>();
  private final AtomicLongArray saidNanos;
  private final Histogram lateNanos = new Histogram(TimeUnit.MINUTES.toNanos(10), 3);
  private final Thread thread;
  private final AtomicInteger behind;
  private volatile boolean over;

  /**
   * Opens so many, all from now on.
   *
   * @param events how many numbered events there will be
   */
  Followers(int port, int count, int events) throws IOException {
    saidNanos = new AtomicLongArray(events);
    behind = new AtomicInteger(count);
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      Page page = new Page(channel);
      pages.add(page);
      channel.register(selector, SelectionKey.OP_READ, page);
    }
    thread = Thread.ofPlatform().daemon().start(this::run);
  }

  /** Waits until each has been answered: it follows what comes from then on. */
  void awaitOpen(long limitSeconds) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
    while (!pages.stream().allMatch(page -> page.open)) {
      requireBefore(end, "not every page is answered");
    }
  }

  /** This event is said now. */
  void says(int number) {
    saidNanos.set(number, System.nanoTime());
  }

  /** Waits until each has seen the last of the events. */
  void awaitAll(long limitSeconds) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
    while (behind.get() > 0) {
      requireBefore(end, behind + " pages have not seen all");
    }
  }

  private void requireBefore(long endNanos, String otherwise)
      throws InterruptedException, TimeoutException {
    if (endNanos - System.nanoTime() < 0 || !thread.isAlive()) {
      throw new TimeoutException(otherwise);
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  /** From an event's way to Kafka until a page had it, in ns, over all pages. */
  Histogram lateNanos() {
    return lateNanos;
  }

  /** Events that did not come right after the one before them, over all pages. */
  long outOfOrder() {
    return pages.stream().mapToLong(page -> page.outOfOrder).sum();
  }

  private void run() {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try {
      while (!over) {
        selector.select(key -> read((Page) key.attachment(), chunk), LOOK_MILLIS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Page page, ByteBuffer chunk) {
    try {
      int length = page.channel.read(chunk.clear());
      if (length < 0) {
        throw new IOException("the console ended a stream");
      }
      page.take(chunk.flip(), System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Page page : pages) {
      page.channel.close();
    }
    selector.close();
  }

  /** One that follows. */
  private final class Page {

    private final SocketChannel channel;
    private int matched;
    private int number;
    private int expected;
    private long outOfOrder;
    private volatile boolean open;

    private Page(SocketChannel channel) {
      this.channel = channel;
    }

    private void take(ByteBuffer bytes, long nowNanos) {
      open = true;
      while (bytes.hasRemaining()) {
        byte next = bytes.get();
        if (matched == NUMBERED.length) {
          if (next >= '0' && next <= '9') {
            number = 10 * number + next - '0';
          } else {
            matched = 0;
            seen(number - 1, nowNanos);
          }
        } else if (next == NUMBERED[matched]) {
          matched++;
          number = 0;
        } else {
          matched = next == NUMBERED[0] ? 1 : 0;
        }
      }
    }

    private void seen(int event, long nowNanos) {
      outOfOrder += event == expected ? 0 : 1;
      expected = event + 1;
      lateNanos.recordValue(nowNanos - saidNanos.get(event));
      if (expected == saidNanos.length()) {
        behind.decrementAndGet();
      }
    }
  }
}
