package io.vigie.vrrp.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Waits for packets, for a point in time, or for somebody to call: ppoll(2) with an eventfd(2).
 *
 * <p>Thread rule: one thread; {@link #wake} from anywhere, at any time.
 */
public final class Poll implements AutoCloseable {

  private static final int MOST = 256;
  private static final int POLLFD = 8;
  private static final short POLLIN = 1;
  private static final long SECOND = 1_000_000_000;

  private final Arena arena = Arena.ofShared();
  private final Kernel kernel = new Kernel();
  private final MemorySegment fds = arena.allocate((long) MOST * POLLFD, 8);
  private final MemorySegment timeout = arena.allocate(16, 8);
  private final MemorySegment counter = arena.allocate(8, 8);
  private final MemorySegment one = arena.allocate(8, 8);
  private final int event;
  private final Object waking = new Object();
  private final Kernel waker = new Kernel(); // under the lock, as is the next
  private boolean closed;
  private int count;

  private Poll() {
    event = kernel.check("eventfd", kernel.eventfd());
    one.set(JAVA_LONG, 0, 1);
    add(event);
  }

  /** Ready to wait. */
  public static Poll open() {
    return new Poll();
  }

  /** Also waits for this descriptor. */
  void add(int fd) {
    if (count == MOST) {
      throw new IllegalStateException("more than " + MOST + " descriptors to wait for");
    }
    fds.set(JAVA_INT, (long) count * POLLFD, fd);
    fds.set(JAVA_SHORT, (long) count * POLLFD + 4, POLLIN);
    count++;
  }

  /** Waits for it no longer. */
  void remove(int fd) {
    int[] kept = new int[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      int one = fds.get(JAVA_INT, (long) i * POLLFD);
      if (one != fd) {
        kept[n++] = one;
      }
    }
    count = 0;
    Arrays.stream(kept, 0, n).forEach(this::add);
  }

  /**
   * Waits until something can be read, {@link #wake} was called, or the time has come.
   *
   * @param deadlineNanos as {@link System#nanoTime} counts
   */
  public void await(long deadlineNanos) {
    long left = Math.max(0, deadlineNanos - System.nanoTime());
    timeout.set(JAVA_LONG, 0, left / SECOND);
    timeout.set(JAVA_LONG, 8, left % SECOND);
    int ready = kernel.ppoll(fds, count, timeout);
    if (ready < 0 && kernel.errno() != KernelFailure.EINTR) {
      throw new KernelFailure("ppoll", kernel.errno());
    }
    if (ready > 0 && fds.get(JAVA_SHORT, 6) != 0) {
      long ignored = kernel.read(event, counter); // what it counted does not matter
    }
  }

  /** Ends a wait, or the next one; nothing after {@link #close}. From any thread. */
  public void wake() {
    synchronized (waking) { // else the number could be another file's by now
      if (!closed) {
        long ignored = waker.write(event, one); // full: a wait is ended anyway
      }
    }
  }

  @Override
  public void close() {
    synchronized (waking) {
      if (!closed) {
        closed = true;
        int ignored = kernel.close(event);
        arena.close();
      }
    }
  }
}
