package io.vigie.lb.direct;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink(7) socket of the netfilter family, through libc; constants and layouts are those of
 * 64-bit Linux.
 *
 * <p>Thread rule: one thread.
 */
final class Netfilter implements AutoCloseable {

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 0x80003;
  private static final int NETLINK_NETFILTER = 12;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final long LIMIT_SECONDS = 2;
  private static final int BYTES = 64 * 1024;
  private static final int EINTR = 4;

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CAPTURE.byteOffset(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND =
      call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment captured = arena.allocate(CAPTURE);
  private final MemorySegment in = arena.allocate(BYTES, 8);
  private final int fd;

  private Netfilter() throws IOException {
    try {
      fd = (int) SOCKET.invokeExact(captured, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_NETFILTER);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Opens one; an answer is waited for at most {@value #LIMIT_SECONDS} s. */
  static Netfilter open() throws IOException {
    Netfilter socket = new Netfilter();
    if (socket.fd < 0) {
      IOException failure = socket.failure("a netlink socket");
      socket.arena.close();
      throw failure;
    }
    socket.limit();
    return socket;
  }

  private void limit() throws IOException {
    MemorySegment seconds = arena.allocate(16, 8); // struct timeval
    seconds.set(JAVA_LONG, 0, LIMIT_SECONDS);
    int done;
    try {
      done = (int) SETSOCKOPT.invokeExact(captured, fd, SOL_SOCKET, SO_RCVTIMEO, seconds, 16);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (done < 0) {
      IOException failure = failure("a limit in time for netlink");
      close();
      throw failure;
    }
  }

  /** Sends messages to the kernel. */
  void send(ByteBuffer messages) throws IOException {
    MemorySegment bytes = arena.allocate(messages.remaining(), 8);
    bytes.copyFrom(MemorySegment.ofBuffer(messages));
    long sent;
    try {
      sent = (long) SEND.invokeExact(captured, fd, bytes, bytes.byteSize(), 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (sent < 0) {
      throw failure("netlink");
    }
  }

  /** Waits for a datagram; what it answers is valid until the next call. */
  ByteBuffer receive() throws IOException {
    long read;
    do {
      try {
        read = (long) RECV.invokeExact(captured, fd, in, (long) BYTES, 0);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    } while (read < 0 && captured.get(JAVA_INT, ERRNO) == EINTR);
    if (read < 0) {
      throw failure("netlink");
    }
    return in.asSlice(0, read).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private IOException failure(String what) {
    return new IOException(what + ": errno " + captured.get(JAVA_INT, ERRNO));
  }

  @SuppressWarnings("restricted") // the system calls that Java does not have
  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** invokeExact declares Throwable; a call into libc throws none. */
  private static RuntimeException unexpected(Throwable e) {
    return new IllegalStateException("a native call could not be made", e);
  }

  @Override
  public void close() {
    try {
      int ignored = (int) CLOSE.invokeExact(captured, fd);
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      arena.close();
    }
  }
}
