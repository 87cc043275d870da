package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a loop watches, by epoll(7).
 *
 * <p>An event carries the descriptor and a generation: one that was reported for a socket closed
 * meanwhile, whose number another has by now, concerns nobody. Thread rule: its loop's thread only.
 */
final class Poll {

  static final int IN = 0x001;
  static final int OUT = 0x004;

  /** An error is pending: a reset. */
  static final int ERR = 0x008;

  /** Both directions are over. */
  static final int HUP = 0x010;

  /** The peer has sent its FIN. */
  static final int RDHUP = 0x2000;

  /** Told once per change, not as long as it lasts. */
  static final int EDGE = 1 << 31;

  private static final int ADD = 1;
  private static final int MODIFY = 3;

  static final int MOST_EVENTS = 512;

  /** struct epoll_event is packed on x86-64, and there only. */
  private static final boolean PACKED =
      System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("amd64|x86_64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int FD_AT = PACKED ? 4 : 8;
  private static final int GENERATION_AT = FD_AT + 4;

  private final Linux linux;
  private final int epoll;
  private final MemorySegment events;
  private final long eventsAt;
  private final MemorySegment event;
  private @Nullable Watched[] watched = new @Nullable Watched[64];

  /** By descriptor: tells a socket from an earlier one of the same number. */
  private int[] generations = new int[64];

  private int lastGeneration;

  /**
   * Watches nothing yet.
   *
   * @throws IllegalStateException if there is no descriptor left
   */
  Poll(Linux linux, Arena arena) {
    this.linux = linux;
    epoll = linux.epollCreate();
    if (epoll < 0) {
      throw new IllegalStateException("epoll_create1: " + Errno.words(-epoll));
    }
    events = arena.allocate((long) EVENT_BYTES * MOST_EVENTS, 8);
    eventsAt = events.address();
    event = arena.allocate(EVENT_BYTES, 8);
  }

  /** Begins to watch; answers the error number, 0 for none. */
  int add(Watched one, int wanted) {
    int fd = one.fd();
    if (fd >= watched.length) {
      int length = Math.max(fd + 1, watched.length * 2);
      watched = Arrays.copyOf(watched, length);
      generations = Arrays.copyOf(generations, length);
    }
    generations[fd] = ++lastGeneration;
    int failed = -linux.epollControl(epoll, ADD, fd, event(fd, wanted));
    if (failed == 0) {
      watched[fd] = one;
    }
    return failed;
  }

  /** Watches for something else. */
  void change(Watched one, int wanted) {
    linux.epollControl(epoll, MODIFY, one.fd(), event(one.fd(), wanted));
  }

  /** Closes a descriptor that was watched, perhaps; the kernel forgets it by itself. */
  void close(Watched one) {
    int fd = one.fd();
    if (fd < watched.length) {
      watched[fd] = null;
    }
    linux.close(fd);
  }

  /**
   * Waits for events and hands them out.
   *
   * @param millis at most so long; 0 only looks, -1 for ever
   */
  int await(int millis) {
    return linux.epollWait(epoll, events, MOST_EVENTS, millis);
  }

  /** Tells the owner of the {@code index}th event. */
  void handOut(int index) {
    long at = eventsAt + (long) index * EVENT_BYTES;
    int fd = Memory.getInt(at + FD_AT);
    Watched one = watched[fd];
    if (one != null && generations[fd] == Memory.getInt(at + GENERATION_AT)) {
      one.ready(Memory.getInt(at));
    }
  }

  /** Closes all that is watched still, and itself. */
  void close() {
    for (Watched one : watched) {
      if (one != null) {
        one.close();
      }
    }
    linux.close(epoll);
  }

  private MemorySegment event(int fd, int wanted) {
    event.set(JAVA_INT_UNALIGNED, 0, wanted);
    event.set(JAVA_INT_UNALIGNED, FD_AT, fd);
    event.set(JAVA_INT_UNALIGNED, GENERATION_AT, generations[fd]);
    return event;
  }
}
