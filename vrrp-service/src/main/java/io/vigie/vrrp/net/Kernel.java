package io.vigie.vrrp.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of this package, through libc. Numbers and layouts are those of 64-bit Linux,
 * alike on x86-64 and aarch64, glibc and musl.
 *
 * <p>Thread rule: one instance per thread, as it holds that thread's errno.
 */
final class Kernel {

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOL_SOCKET = 1;
  static final int IPPROTO_IP = 0;
  static final int IPPROTO_IPV6 = 41;
  static final int IPPROTO_VRRP = 112;
  static final int MSG_DONTROUTE = 4;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      call(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SENDTO =
      call(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECVMSG =
      call("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle PPOLL =
      call("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  private static final MethodHandle EVENTFD =
      call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle IF_NAMETOINDEX =
      call("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle PTHREAD_SELF =
      call("pthread_self", FunctionDescriptor.of(JAVA_LONG));
  private static final MethodHandle PTHREAD_SETSCHEDPARAM =
      call("pthread_setschedparam", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS));

  private final MemorySegment captured = Arena.ofAuto().allocate(CAPTURE);

  @SuppressWarnings("restricted") // this package is where native code is allowed
  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** The error of the last call that failed. */
  int errno() {
    return captured.get(JAVA_INT, ERRNO);
  }

  /** The result, if it is not negative. */
  int check(String what, int result) {
    if (result < 0) {
      throw new KernelFailure(what, errno());
    }
    return result;
  }

  int socket(int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(captured, domain, type, protocol);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int bind(int fd, MemorySegment address) {
    try {
      return (int) BIND.invokeExact(captured, fd, address, (int) address.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int setsockopt(int fd, int level, int option, MemorySegment value) {
    try {
      return (int)
          SETSOCKOPT.invokeExact(captured, fd, level, option, value, (int) value.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long sendto(int fd, MemorySegment bytes, long length, int flags, MemorySegment to) {
    try {
      return (long) SENDTO.invokeExact(captured, fd, bytes, length, flags, to, (int) to.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long recv(int fd, MemorySegment into, int flags) {
    try {
      return (long) RECV.invokeExact(captured, fd, into, into.byteSize(), flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long recvmsg(int fd, MemorySegment header, int flags) {
    try {
      return (long) RECVMSG.invokeExact(captured, fd, header, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int ppoll(MemorySegment fds, int count, MemorySegment timeout) {
    try {
      return (int) PPOLL.invokeExact(captured, fds, (long) count, timeout, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int eventfd() {
    try {
      return (int) EVENTFD.invokeExact(captured, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long read(int fd, MemorySegment into) {
    try {
      return (long) READ.invokeExact(captured, fd, into, into.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long write(int fd, MemorySegment bytes) {
    try {
      return (long) WRITE.invokeExact(captured, fd, bytes, bytes.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int close(int fd) {
    try {
      return (int) CLOSE.invokeExact(captured, fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The number of an interface; 0 if there is none of this name. */
  int indexOf(String nic) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) IF_NAMETOINDEX.invokeExact(captured, Native.name(arena, nic));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Schedules the calling thread. Not by sched_setscheduler(2), which musl refuses.
   *
   * @return 0, or the error number
   */
  int schedule(int policy, MemorySegment parameter) {
    try {
      long self = (long) PTHREAD_SELF.invokeExact(captured);
      return (int) PTHREAD_SETSCHEDPARAM.invokeExact(captured, self, policy, parameter);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** invokeExact declares Throwable; a call into libc throws none. */
  private static RuntimeException unexpected(Throwable e) {
    return new IllegalStateException("a native call could not be made", e);
  }
}
