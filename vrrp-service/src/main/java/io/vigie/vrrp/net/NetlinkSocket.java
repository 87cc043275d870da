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

/** A netlink(7) socket: requests that are answered, or news of a group. Thread rule: one thread. */
final class NetlinkSocket implements AutoCloseable {

  static final int ROUTE = 0;
  static final int NETFILTER = 12;

  private static final int SO_RCVTIMEO = 20;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int BYTES = 64 * 1024;
  private static final long ANSWER_MICROS = 500_000;

  private final Arena arena = Arena.ofConfined();
  private final Kernel kernel = new Kernel();
  private final MemorySegment in = arena.allocate(BYTES, 8);
  private final ByteBuffer inBuffer = in.asByteBuffer().order(ByteOrder.nativeOrder());
  private final MemorySegment nobody = arena.allocate(12, 4);
  private final int fd;

  private NetlinkSocket(int protocol, int groups, boolean blocking) {
    int type = Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC | (blocking ? 0 : Kernel.SOCK_NONBLOCK);
    fd = kernel.check("a netlink socket", kernel.socket(Kernel.AF_NETLINK, type, protocol));
    nobody.set(JAVA_SHORT, 0, (short) Kernel.AF_NETLINK);
    MemorySegment own = arena.allocate(12, 4);
    own.set(JAVA_SHORT, 0, (short) Kernel.AF_NETLINK);
    own.set(JAVA_INT, 8, groups);
    kernel.check("bind of a netlink socket", kernel.bind(fd, own));
    if (blocking) {
      MemorySegment timeout = arena.allocate(16, 8);
      timeout.set(JAVA_LONG, 8, ANSWER_MICROS);
      kernel.check(
          "a limit in time for netlink",
          kernel.setsockopt(fd, Kernel.SOL_SOCKET, SO_RCVTIMEO, timeout));
    }
    int ignored = kernel.setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, Native.integer(arena, 1));
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

  /** Sends a direct buffer, from its position to its limit. */
  void send(ByteBuffer messages, String what) {
    MemorySegment bytes = MemorySegment.ofBuffer(messages);
    if (kernel.sendto(fd, bytes, bytes.byteSize(), 0, nobody) < 0) {
      throw new KernelFailure(what, kernel.errno());
    }
  }

  /**
   * Reads one datagram.
   *
   * @return its messages; null if there is none; the error number is then in {@link #errno}
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
   * Sends one request with NLM_F_ACK and waits for the answer.
   *
   * @return 0, or the error number
   */
  int request(ByteBuffer message, int sequence, String what) {
    send(message, what);
    return answer(sequence, what, _ -> {});
  }

  /**
   * Reads until the acknowledgement or the end of the dump with this sequence.
   *
   * @param each called with what comes before, positioned behind the header, limited to it
   */
  int answer(int sequence, String what, Consumer<Message> each) {
    while (true) {
      ByteBuffer datagram = receive();
      if (datagram == null) {
        throw new KernelFailure("the answer to " + what, kernel.errno());
      }
      while (datagram.remaining() >= Message.HEADER) {
        Message message = Message.next(datagram);
        if (message == null) {
          break;
        }
        if (message.sequence() != sequence) {
          continue; // of a request whose time had run out
        }
        switch (message.type()) {
          case Message.ERROR -> {
            return -message.body().getInt(message.body().position());
          }
          case Message.DONE -> {
            return 0;
          }
          default -> each.accept(message);
        }
      }
    }
  }

  @Override
  public void close() {
    int ignored = kernel.close(fd);
    arena.close();
  }

  /**
   * One netlink message.
   *
   * @param type such as RTM_NEWADDR
   * @param body what follows the header, in the machine's byte order
   */
  record Message(int type, int flags, int sequence, ByteBuffer body) {

    static final int HEADER = 16;
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int DUMP_INTERRUPTED = 0x10;

    /** Takes the next message off a datagram; null where what is left is none. */
    static @Nullable Message next(ByteBuffer datagram) {
      int start = datagram.position();
      int length = datagram.getInt(start);
      if (length < HEADER || length > datagram.remaining()) {
        datagram.position(datagram.limit());
        return null;
      }
      ByteBuffer body =
          datagram.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
      Message message =
          new Message(
              datagram.getShort(start + 4) & 0xFFFF,
              datagram.getShort(start + 6) & 0xFFFF,
              datagram.getInt(start + 8),
              body);
      datagram.position(Math.min(datagram.limit(), start + (length + 3) / 4 * 4));
      return message;
    }
  }
}
