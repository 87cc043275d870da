package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of a loop. Each answers as the kernel does: its result, or the error number of
 * errno(3) negated; none throws.
 *
 * <p>Calls that cannot block leave the thread in Java's state ({@code Linker.Option.critical}).
 * Addresses of buffers are plain numbers: whoever passes one owns that memory and keeps it alive.
 * Constants hold for x86-64 and aarch64 alike. Thread rule: one instance per thread.
 */
final class Linux {

  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_ERROR = 4;
  static final int SO_KEEPALIVE = 9;
  static final int SO_LINGER = 13;
  static final int SO_REUSEPORT = 15;
  static final int IPPROTO_IP = 0;
  static final int IP_FREEBIND = 15;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_FREEBIND = 78;
  static final int IPPROTO_TCP = 6;
  static final int TCP_NODELAY = 1;
  static final int TCP_KEEPIDLE = 4;
  static final int TCP_KEEPINTVL = 5;
  static final int TCP_KEEPCNT = 6;
  static final int TCP_USER_TIMEOUT = 18;

  /** Room for any sockaddr_in or sockaddr_in6. */
  private static final int SOCKADDR_BYTES = 28;

  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;
  private static final int SOCK_STREAM = 1;
  private static final int SHUT_WR = 1;
  private static final int SPLICE_F_MOVE = 1;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final int F_SETPIPE_SZ = 1031;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      quick("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = quick("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = quick("listen", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT =
      quick("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      quick("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      quick("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      quick("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      quick("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SHUTDOWN = quick("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = quick("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle RECV =
      quick("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND =
      quick("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SPLICE =
      quick("splice", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle PIPE = quick("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle FCNTL = fcntl();
  private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      quick("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_LOOK =
      quick("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_WAIT =
      call("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = quick("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WAKE = plain("eventfd_write", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle WOKEN = plain("eventfd_read", JAVA_INT, JAVA_INT, ADDRESS);

  private static final MethodHandle MALLOC = plain("malloc", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FREE = link("free", FunctionDescriptor.ofVoid(JAVA_LONG));

  private final MemorySegment state;
  private final MemorySegment ints;
  private final MemorySegment name;

  /** Calls whose memory lives as long as {@code arena}. */
  Linux(Arena arena) {
    state = arena.allocate(STATE);
    ints = arena.allocate(JAVA_LONG, 2);
    name = arena.allocate(SOCKADDR_BYTES, 8);
  }

  /** Room for one socket address, overwritten by whoever needs it next. */
  MemorySegment name() {
    return name;
  }

  @SuppressWarnings("restricted") // this package is where native code is allowed
  private static MethodHandle link(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, options);
  }

  /** A call that cannot block. */
  private static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name,
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.critical(false));
  }

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments));
  }

  /** fcntl(2) takes its last argument in the form of variadic functions. */
  private static MethodHandle fcntl() {
    return link(
        "fcntl",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
        Linker.Option.firstVariadicArg(2),
        Linker.Option.captureCallState("errno"));
  }

  private int result(int answered) {
    return answered >= 0 ? answered : -state.get(JAVA_INT, ERRNO);
  }

  private long result(long answered) {
    return answered >= 0 ? answered : -state.get(JAVA_INT, ERRNO);
  }

  /** A handle was called with what it does not take: cannot be. */
  private static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException("native call", cause);
  }

  /** A non-blocking TCP socket. */
  int socket(int family) {
    try {
      return result(
          (int) SOCKET.invokeExact(state, family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int bind(int fd, MemorySegment address, int length) {
    try {
      return result((int) BIND.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int listen(int fd, int backlog) {
    try {
      return result((int) LISTEN.invokeExact(state, fd, backlog));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** The next connection, non-blocking; its peer's address in {@code address}. */
  int accept(int fd, MemorySegment address) {
    try {
      ints.set(JAVA_INT, 0, (int) address.byteSize());
      return result(
          (int) ACCEPT.invokeExact(state, fd, address, ints, SOCK_NONBLOCK | SOCK_CLOEXEC));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int connect(int fd, MemorySegment address, int length) {
    try {
      return result((int) CONNECT.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int localAddress(int fd, MemorySegment address) {
    try {
      ints.set(JAVA_INT, 0, (int) address.byteSize());
      return result((int) GETSOCKNAME.invokeExact(state, fd, address, ints));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int setOption(int fd, int level, int option, int value) {
    try {
      ints.set(JAVA_INT, 0, value);
      return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, ints, 4));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** SO_LINGER with a time of 0: the next close resets. */
  int resetOnClose(int fd) {
    try {
      ints.set(JAVA_INT, 0, 1);
      ints.set(JAVA_INT, 4, 0);
      return result((int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_LINGER, ints, 8));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** SO_ERROR: the error number that a socket holds for its owner; 0 for none. */
  int pendingError(int fd) {
    try {
      ints.set(JAVA_INT, 0, 0);
      ints.set(JAVA_INT, 4, 4);
      int answered =
          (int)
              GETSOCKOPT.invokeExact(
                  state, fd, SOL_SOCKET, SO_ERROR, ints, ints.asSlice(4, JAVA_INT));
      return answered < 0 ? -result(answered) : ints.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Sends FIN after what was written. */
  int finish(int fd) {
    try {
      return result((int) SHUTDOWN.invokeExact(state, fd, SHUT_WR));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int close(int fd) {
    try {
      return result((int) CLOSE.invokeExact(state, fd));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  long receive(int fd, long address, long bytes) {
    try {
      return result((long) RECV.invokeExact(state, fd, address, bytes, 0));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  long send(int fd, long address, long bytes) {
    try {
      return result((long) SEND.invokeExact(state, fd, address, bytes, MSG_NOSIGNAL));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Moves bytes from a socket into a pipe or out of it, without copying them. */
  long splice(int from, int to, long most) {
    try {
      return result(
          (long)
              SPLICE.invokeExact(
                  state,
                  from,
                  MemorySegment.NULL,
                  to,
                  MemorySegment.NULL,
                  most,
                  SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** A non-blocking pipe: its read end in the first int of {@code ends}, its write end next. */
  int pipe(MemorySegment ends) {
    try {
      return result((int) PIPE.invokeExact(state, ends, SOCK_NONBLOCK | SOCK_CLOEXEC));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** How much a pipe holds; answers what the kernel made of it. */
  int pipeSize(int fd, int bytes) {
    try {
      return result((int) FCNTL.invokeExact(state, fd, F_SETPIPE_SZ, bytes));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int epollCreate() {
    try {
      return result((int) EPOLL_CREATE.invokeExact(state, SOCK_CLOEXEC));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  int epollControl(int epoll, int operation, int fd, MemorySegment event) {
    try {
      return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * Waits for events.
   *
   * @param millis at most so long; 0 only looks, -1 for ever
   */
  int epollWait(int epoll, MemorySegment events, int most, int millis) {
    try {
      return result(
          millis == 0
              ? (int) EPOLL_LOOK.invokeExact(state, epoll, events, most, 0)
              : (int) EPOLL_WAIT.invokeExact(state, epoll, events, most, millis));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** A non-blocking counter that wakes whoever waits for it. */
  int eventCounter() {
    try {
      return result((int) EVENTFD.invokeExact(state, 0, SOCK_NONBLOCK | SOCK_CLOEXEC));
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Wakes whoever waits for a counter. From any thread. */
  static void wake(int counter) {
    try {
      int _ = (int) WAKE.invokeExact(counter, 1L);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Sets a counter back, so that it can wake again. */
  void woken(int counter) {
    try {
      int _ = (int) WOKEN.invokeExact(counter, ints);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Memory that {@link #free} gives back; 0 if there is none. */
  static long allocate(long bytes) {
    try {
      return (long) MALLOC.invokeExact(bytes);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable e) {
      throw broken(e);
    }
  }
}
