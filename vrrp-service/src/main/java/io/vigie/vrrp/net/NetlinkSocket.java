package io.vigie.vrrp.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A netlink(7) socket: requests that are answered, or news of a group. What goes wrong with a
 * request is told as an error number: who asks knows what it was for.
 *
 * <p>The kernel does what is asked inside the call that sends it, so an answer is there at once;
 * how long the call takes, the kernel's own locks decide.
 *
 * <p>Thread rule: one thread.
 */
final class NetlinkSocket implements AutoCloseable {

  static final int ROUTE = 0;
  static final int NETFILTER = 12;

  private static final int SO_RCVTIMEO = 20;
  private static final int BYTES = 64 * 1024;
  private static final long ANSWER_MICROS = 500_000;

  private final Arena arena = Arena.ofConfined();
  private final Kernel kernel = new Kernel();
  private final MemorySegment in = arena.allocate(BYTES, 8);
  private final ByteBuffer inBuffer = in.asByteBuffer().order(ByteOrder.nativeOrder());
  private final MemorySegment theKernel = address(0);
  private final int fd;

  private NetlinkSocket(int protocol, int groups, boolean blocking) {
    int type = Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC | (blocking ? 0 : Kernel.SOCK_NONBLOCK);
    fd = kernel.check("a netlink socket", kernel.socket(Kernel.AF_NETLINK, type, protocol));
    try {
      kernel.check("bind of a netlink socket", kernel.bind(fd, address(groups)));
      if (blocking) {
        MemorySegment timeout = arena.allocate(16, 8);
        timeout.set(JAVA_LONG, 8, ANSWER_MICROS);
        kernel.check(
            "a limit in time for netlink",
            kernel.setsockopt(fd, Kernel.SOL_SOCKET, SO_RCVTIMEO, timeout));
      }
    } catch (KernelFailure e) {
      close();
      throw e;
    }
  }

  /** sockaddr_nl of the kernel, or of this socket where it is told of groups. */
  private MemorySegment address(int groups) {
    MemorySegment address = arena.allocate(12, 4);
    address.set(JAVA_SHORT, 0, (short) Kernel.AF_NETLINK);
    address.set(JAVA_INT, 8, groups);
    return address;
  }

  /** For requests; an answer is waited for at most 500 ms. */
  static NetlinkSocket forRequests(int protocol) {
    return new NetlinkSocket(protocol, 0, true);
  }

  /** For the news of these groups. */
  static NetlinkSocket forNews(int protocol, int groups) {
    return new NetlinkSocket(protocol, groups, false);
  }

  int fd() {
    return fd;
  }

  /**
   * Reads one datagram.
   *
   * @return its messages; null if there is none, {@link #errno} tells why
   */
  @Nullable ByteBuffer receive() {
    while (true) {
      long read = kernel.recv(fd, in, 0);
      if (read >= 0) {
        return inBuffer.clear().limit((int) read);
      }
      if (kernel.errno() != KernelFailure.EINTR) {
        return null;
      }
    }
  }

  /** Why {@link #receive} had nothing. */
  int errno() {
    return kernel.errno();
  }

  /**
   * Sends one request and reads until it is answered.
   *
   * @param message a direct buffer, from its position to its limit; asks for an acknowledgement or
   *     a dump
   * @param each called with every message of a dump, which is valid until it returns
   * @return 0, or the error number; EINTR for a dump during which things changed
   */
  int request(ByteBuffer message, int sequence, Consumer<NetlinkMessage> each) {
    int errno = send(message);
    return errno == 0 ? answer(sequence, sequence, each) : errno;
  }

  /**
   * Sends an nftables transaction and reads what became of it. Each of its messages can fail, and
   * one failure undoes them all, though the last is acknowledged all the same.
   *
   * @param first its first message's sequence
   * @param last its only message with NLM_F_ACK
   * @return 0, or the first error number
   */
  int transaction(ByteBuffer messages, int first, int last) {
    int errno = send(messages);
    return errno == 0 ? answer(first, last, _ -> {}) : errno;
  }

  private int send(ByteBuffer messages) {
    MemorySegment bytes = MemorySegment.ofBuffer(messages);
    return kernel.sendto(fd, bytes, bytes.byteSize(), 0, theKernel) < 0 ? kernel.errno() : 0;
  }

  private int answer(int first, int last, Consumer<NetlinkMessage> each) {
    boolean interrupted = false;
    while (true) {
      ByteBuffer datagram = receive();
      if (datagram == null) {
        int errno = kernel.errno();
        return errno == KernelFailure.EAGAIN ? KernelFailure.ETIMEDOUT : errno;
      }
      for (NetlinkMessage message = NetlinkMessage.next(datagram);
          message != null;
          message = NetlinkMessage.next(datagram)) {
        if (message.sequence() - first < 0 || message.sequence() - last > 0) {
          continue; // of an earlier request: its time had run out, or it failed more than once
        }
        interrupted |= message.isInterruptedDump();
        if (!message.isAnswer()) {
          each.accept(message);
        } else if (message.errno() != 0) {
          return message.errno();
        } else if (message.sequence() == last) {
          return interrupted ? KernelFailure.EINTR : 0;
        }
      }
    }
  }

  @Override
  public void close() {
    int ignored = kernel.close(fd);
    arena.close();
  }
}
