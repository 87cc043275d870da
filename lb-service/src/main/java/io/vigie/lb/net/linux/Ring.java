package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One loop's io_uring(7): what is asked for is written into a queue in shared memory, and one
 * system call a turn submits all of it and waits for answers.
 *
 * <p>Every request of a {@link Party} brings one last {@link Completion}, whatever becomes of it;
 * until then its memory and its place in the table must stay. Thread rule: the thread that has
 * opened it only.
 */
final class Ring {

  /** What was asked for. */
  enum Request {
    NOTHING(0),
    ACCEPT(1),
    RECEIVE(2),
    SEND(3),
    CONNECT(4),
    /** A socket's error, while nothing is received from it. */
    ERROR(5),
    /** Events of the loop's epoll. */
    EPOLL(6);

    private static final Request[] BY_CODE = values();

    private final long code;

    Request(long code) {
      this.code = code;
    }
  }

  /** Whoever asks for something. */
  interface Party {

    /**
     * An answer.
     *
     * @param result as the system call's: an error number negated if below 0
     * @param more whether there will be more answers to this one request
     * @param buffer the one of {@link RingBuffers} that holds what was received; -1 for none
     */
    void completed(Request request, int result, boolean more, int buffer);

    /** The ring closes: nothing more is answered. */
    void close();
  }

  /** What the kernel does for a ring in one call, if there is as much (IO_LOCAL_TW_DEFAULT_MAX). */
  private static final int WORK_AT_A_TIME = 20;

  private static final int ENTRIES = 1024;
  private static final int COMPLETIONS = 8 * 1024;
  private static final int SQE_BYTES = 64;
  private static final int CQE_BYTES = 16;
  private static final int NAME_BYTES = 32;
  private static final int PARAMS_BYTES = 120;
  private static final int REQUEST_SHIFT = 56;
  private static final int NOBODY = 0;

  private static final int SETUP_CQSIZE = 1 << 3;
  private static final int SETUP_CLAMP = 1 << 4;
  private static final int SETUP_SUBMIT_ALL = 1 << 7;
  private static final int SETUP_SINGLE_ISSUER = 1 << 12;
  private static final int SETUP_DEFER_TASKRUN = 1 << 13;
  private static final int SETUP =
      SETUP_CQSIZE | SETUP_CLAMP | SETUP_SUBMIT_ALL | SETUP_SINGLE_ISSUER | SETUP_DEFER_TASKRUN;

  private static final int FEATURE_SINGLE_MMAP = 1;
  private static final long SQES_AT = 0x10000000L;

  private static final byte OP_POLL_ADD = 6;
  private static final byte OP_ACCEPT = 13;
  private static final byte OP_CANCEL = 14;
  private static final byte OP_CONNECT = 16;
  private static final byte OP_CLOSE = 19;
  private static final byte OP_SEND = 26;
  private static final byte OP_RECV = 27;
  private static final byte SQE_BUFFER_SELECT = 1 << 5;
  private static final byte SQE_SKIP_SUCCESS = 1 << 6;
  private static final short ACCEPT_MULTISHOT = 1;
  private static final short RECV_MULTISHOT = 2;
  private static final int POLL_MULTISHOT = 1;
  private static final int CANCEL_ALL = 1;
  private static final int CANCEL_FD = 2;
  private static final int CQE_BUFFER = 1;
  private static final int CQE_MORE = 2;

  private final Linux linux;
  private final int fd;
  private final MemorySegment rings;
  private final MemorySegment sqeMemory;
  private final MemorySegment names;
  private final MemorySegment wait;
  private final long sqes;
  private final long cqes;
  private final long sqTail;
  private final int sqMask;
  private final long cqHead;
  private final long cqTail;
  private final int cqMask;
  private final RingBuffers buffers;

  private @Nullable Party[] parties = new @Nullable Party[64];
  private int[] free = new int[64];
  private int freed;
  private int given = NOBODY + 1;

  private int tail;
  private int submitted;
  private int head;
  private int end;

  /**
   * Answers handed out since the last wait that the kernel came to by itself, not on submission.
   */
  private int worked;

  private Ring(Linux linux, int fd, MemorySegment params) {
    this.linux = linux;
    this.fd = fd;
    int entries = params.get(JAVA_INT, 0);
    int completions = params.get(JAVA_INT, 4);
    long sqArray = params.get(JAVA_INT, 40 + 24);
    long cqesAt = params.get(JAVA_INT, 80 + 20);
    long bytes = Math.max(sqArray + entries * 4L, cqesAt + completions * (long) CQE_BYTES);
    rings = linux.map(bytes, fd, 0);
    sqeMemory = linux.map(entries * (long) SQE_BYTES, fd, SQES_AT);
    sqes = sqeMemory.address();
    long ring = rings.address();
    sqTail = ring + params.get(JAVA_INT, 40 + 4);
    sqMask = rings.get(JAVA_INT, params.get(JAVA_INT, 40 + 8));
    cqHead = ring + params.get(JAVA_INT, 80);
    cqTail = ring + params.get(JAVA_INT, 80 + 4);
    cqMask = rings.get(JAVA_INT, params.get(JAVA_INT, 80 + 8));
    cqes = ring + cqesAt;
    for (int i = 0; i < entries; i++) {
      rings.set(JAVA_INT, sqArray + i * 4L, i);
    }
    names = linux.map(entries * (long) NAME_BYTES, -1, 0);
    wait = linux.map(64, -1, 0);
    wait.set(JAVA_LONG, 16, wait.address() + 32); // io_uring_getevents_arg.ts
    buffers = RingBuffers.register(linux, fd);
  }

  /**
   * A ring of the calling thread; null where the kernel is too old (before 6.1), or where it, a
   * seccomp profile or {@code kernel.io_uring_disabled} does not allow any.
   */
  static @Nullable Ring open(Linux linux) {
    MemorySegment params = linux.scratch(PARAMS_BYTES);
    params.set(JAVA_INT, 4, COMPLETIONS);
    params.set(JAVA_INT, 8, SETUP);
    int fd = linux.ringSetup(ENTRIES, params);
    if (fd < 0) {
      return null;
    }
    if ((params.get(JAVA_INT, 20) & FEATURE_SINGLE_MMAP) == 0) {
      linux.close(fd);
      return null;
    }
    return new Ring(linux, fd, params);
  }

  /** Whether this system lets the calling thread have one. */
  static boolean isAllowed(Linux linux) {
    Ring probe = open(linux);
    if (probe == null) {
      return false;
    }
    boolean usable = probe.buffers.isRegistered();
    probe.close();
    return usable;
  }

  RingBuffers buffers() {
    return buffers;
  }

  /** Gives a party its number. */
  int enter(Party party) {
    int number = freed > 0 ? free[--freed] : given++;
    if (number >= parties.length) {
      parties = Arrays.copyOf(parties, number * 2);
      free = Arrays.copyOf(free, number * 2);
    }
    parties[number] = party;
    return number;
  }

  /** Takes a party's number back, after the last completion of everything it has asked for. */
  void leave(int number) {
    parties[number] = null;
    free[freed++] = number;
  }

  /** Accepts one connection after the other, non-blocking, until it fails. */
  void accept(int party, int socket) {
    long at = next(OP_ACCEPT, (byte) 0, socket, Request.ACCEPT, party);
    Memory.setShort(at + 2, ACCEPT_MULTISHOT);
    Memory.setInt(at + 28, Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC);
  }

  /** Receives again and again, each time into a buffer of the ring's own, until the end. */
  void receive(int party, int socket) {
    long at = next(OP_RECV, SQE_BUFFER_SELECT, socket, Request.RECEIVE, party);
    Memory.setShort(at + 2, RECV_MULTISHOT);
    Memory.setShort(at + 40, RingBuffers.GROUP);
  }

  /** Sends once, as much as there is room for now. */
  void send(int party, int socket, long address, int length) {
    long at = next(OP_SEND, (byte) 0, socket, Request.SEND, party);
    Memory.setLong(at + 16, address);
    Memory.setInt(at + 24, length);
    Memory.setInt(at + 28, Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT);
  }

  void connect(int party, int socket, InetSocketAddress address) {
    long at = next(OP_CONNECT, (byte) 0, socket, Request.CONNECT, party);
    MemorySegment name = names.asSlice((at - sqes) / SQE_BYTES * NAME_BYTES, NAME_BYTES);
    Memory.setLong(at + 8, SocketAddresses.write(address, name));
    Memory.setLong(at + 16, name.address());
  }

  /** Waits for a socket to fail or to be closed in both directions. */
  void awaitError(int party, int socket) {
    next(OP_POLL_ADD, (byte) 0, socket, Request.ERROR, party);
  }

  /** Tells of each event of an epoll. */
  void watch(int party, int epoll) {
    long at = next(OP_POLL_ADD, (byte) 0, epoll, Request.EPOLL, party);
    Memory.setInt(at + 24, POLL_MULTISHOT);
    Memory.setInt(at + 28, Poll.IN);
  }

  /** Gives up a party's request; it still gets its last completion. */
  void cancel(int party, Request request) {
    long at = next(OP_CANCEL, SQE_SKIP_SUCCESS, -1, Request.NOTHING, NOBODY);
    Memory.setLong(at + 16, data(request, party));
  }

  /** Gives up all requests that concern a descriptor. */
  void cancelAll(int socket) {
    long at = next(OP_CANCEL, SQE_SKIP_SUCCESS, socket, Request.NOTHING, NOBODY);
    Memory.setInt(at + 28, CANCEL_ALL | CANCEL_FD);
  }

  /** Closes a descriptor, after everything that was asked for before. */
  void close(int socket) {
    next(OP_CLOSE, SQE_SKIP_SUCCESS, socket, Request.NOTHING, NOBODY);
  }

  private long next(byte operation, byte flags, int socket, Request request, int party) {
    while (tail - submitted > sqMask) {
      submit(0, 0);
    }
    long at = sqes + (long) (tail++ & sqMask) * SQE_BYTES;
    Memory.setLong(at, 0);
    Memory.setByte(at, operation);
    Memory.setByte(at + 1, flags);
    Memory.setInt(at + 4, socket);
    Memory.setLong(at + 8, 0);
    Memory.setLong(at + 16, 0);
    Memory.setLong(at + 24, 0);
    Memory.setLong(at + 32, data(request, party));
    Memory.setLong(at + 40, 0);
    Memory.setLong(at + 48, 0);
    return at;
  }

  private static long data(Request request, int party) {
    return request.code << REQUEST_SHIFT | party;
  }

  /**
   * Submits what is asked for and waits for an answer.
   *
   * @param nanos at most so long; 0 only looks, below 0 for ever
   */
  void await(long nanos) {
    buffers.publish();
    if (nanos > 0) {
      wait.set(JAVA_LONG, 32, nanos / TimeUnit.SECONDS.toNanos(1));
      wait.set(JAVA_LONG, 40, nanos % TimeUnit.SECONDS.toNanos(1));
    }
    submit(nanos == 0 ? 0 : 1, nanos);
    worked = 0;
    head = Memory.getInt(cqHead);
    end = Memory.acquireInt(cqTail);
  }

  /**
   * Submits, and lets the kernel do what can be done at once; answers are handed out later. It does
   * a few things each time it is called, and a descriptor is closed once its last request is over.
   */
  void settle() {
    int seen;
    do {
      seen = Memory.acquireInt(cqTail);
      submit(0, 0);
    } while (Memory.acquireInt(cqTail) != seen);
    submit(0, 0);
  }

  private void submit(int least, long nanos) {
    Memory.releaseInt(sqTail, tail);
    int done = linux.ringEnter(fd, tail - submitted, least, nanos > 0 ? wait.address() : 0);
    if (done >= 0) {
      submitted += done;
    } else if (!Errno.isPassing(-done)) {
      throw new IllegalStateException("io_uring_enter: " + Errno.words(-done));
    }
  }

  /** Hands out the next answer; answers whether there was one. */
  boolean handOut() {
    if (head == end) {
      return false;
    }
    long at = cqes + (long) (head++ & cqMask) * CQE_BYTES;
    long data = Memory.getLong(at);
    int result = Memory.getInt(at + 8);
    int flags = Memory.getInt(at + 12);
    Memory.releaseInt(cqHead, head);
    Party party = parties[(int) data];
    if (party != null) {
      int buffer = (flags & CQE_BUFFER) != 0 ? flags >>> 16 : -1;
      Request request = Request.BY_CODE[(int) (data >>> REQUEST_SHIFT)];
      worked += request == Request.SEND ? 0 : 1;
      party.completed(request, result, (flags & CQE_MORE) != 0, buffer);
    }
    return true;
  }

  /** Whether the kernel had all it knew of handed out: else it stopped at its own limit. */
  boolean isUpToDate() {
    return worked < WORK_AT_A_TIME;
  }

  /** Closes it and its parties; what was asked for is given up. */
  void close() {
    for (Party party : parties.clone()) {
      if (party != null) {
        party.close();
      }
    }
    settle();
    await(0);
    while (handOut()) {} // who was accepted at the last moment
    settle();
    linux.close(fd);
    buffers.free();
    linux.unmap(rings);
    linux.unmap(sqeMemory);
    linux.unmap(names);
    linux.unmap(wait);
  }
}
