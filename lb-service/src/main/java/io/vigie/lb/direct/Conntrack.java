package io.vigie.lb.direct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel remembers of connections (linux/netfilter/nfnetlink_conntrack.h), by their mark.
 * Needs Linux 4.0 and CAP_NET_ADMIN. Blocks.
 */
public final class Conntrack {

  private static final int GET = 1 << 8 | 1; // NFNL_SUBSYS_CTNETLINK, IPCTNL_MSG_CT_GET
  private static final int DELETE = 1 << 8 | 2;
  private static final int REQUEST = 1;
  private static final int ACK = 4;
  private static final int DUMP = 0x300;
  private static final int ERROR = 2;
  private static final int DONE = 3;

  private static final int PROTOINFO = 4;
  private static final int MARK = 8;
  private static final int MARK_MASK = 21;
  private static final int PROTOINFO_TCP = 1;
  private static final int TCP_STATE = 1;

  private static final int ESTABLISHED = 3;
  private static final int LAST_ACK = 6;

  private static final int HEADER = 16;
  private static final int GENERIC = 4; // struct nfgenmsg
  private static final int ATTRIBUTE = 4;
  private static final int TYPE = 0x3FFF;

  private Conntrack() {}

  /**
   * Forgets connections with a mark: their next packet belongs to none.
   *
   * @param mask the bits of it that count
   */
  public static void forget(int mark, int mask) throws IOException {
    try (Netfilter socket = Netfilter.open()) {
      socket.send(request(DELETE, REQUEST | ACK, mark, mask));
      answer(socket, new HashMap<>());
    }
  }

  /**
   * Counts TCP connections that both sides have agreed on and that are not over, by mark.
   *
   * @param mask the bits of the mark that count for being counted
   */
  public static Map<Integer, Integer> open(int mark, int mask) throws IOException {
    Map<Integer, Integer> open = new HashMap<>();
    try (Netfilter socket = Netfilter.open()) {
      socket.send(request(GET, REQUEST | DUMP, mark, mask));
      answer(socket, open);
    }
    return open;
  }

  /** A request about connections of every family; marks are in network order. */
  static ByteBuffer request(int type, int flags, int mark, int mask) {
    ByteBuffer message = ByteBuffer.allocate(36).order(ByteOrder.nativeOrder());
    message.putInt(message.capacity()).putShort((short) type).putShort((short) flags);
    message.putInt(1).putInt(0); // sequence; from whom
    message.putInt(0); // every family, version 0
    attribute(message, MARK, mark);
    attribute(message, MARK_MASK, mask);
    return message.flip();
  }

  private static void attribute(ByteBuffer message, int type, int value) {
    message.putShort((short) 8).putShort((short) type);
    message.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder());
  }

  private static void answer(Netfilter socket, Map<Integer, Integer> open) throws IOException {
    while (!read(socket.receive(), open)) {
      // a dump comes in many datagrams
    }
  }

  /**
   * Reads a datagram of an answer. Total but for refusals: what is cut off is left out.
   *
   * @return whether the answer ends with it
   */
  static boolean read(ByteBuffer datagram, Map<Integer, Integer> open) throws IOException {
    while (datagram.remaining() >= HEADER) {
      int start = datagram.position();
      int length = datagram.getInt(start);
      if (length < HEADER || length > datagram.remaining()) {
        return false;
      }
      int type = datagram.getShort(start + 4) & 0xFFFF;
      if (type == ERROR || type == DONE) {
        int errno = length >= HEADER + 4 ? -datagram.getInt(start + HEADER) : 0;
        if (errno > 0) {
          throw new IOException("conntrack: errno " + errno);
        }
        return true;
      }
      connection(datagram, start + HEADER + GENERIC, start + length, open);
      datagram.position(Math.min(datagram.limit(), start + aligned(length)));
    }
    return false;
  }

  private static void connection(ByteBuffer in, int from, int end, Map<Integer, Integer> open) {
    int mark = find(in, from, end, MARK);
    int state = find(in, from, end, PROTOINFO);
    state = state < 0 ? -1 : find(in, state, state + size(in, state), PROTOINFO_TCP);
    state = state < 0 ? -1 : find(in, state, state + size(in, state), TCP_STATE);
    if (mark < 0 || state < 0 || size(in, mark) < 4 || size(in, state) < 1) {
      return;
    }
    int is = in.get(state);
    if (is >= ESTABLISHED && is <= LAST_ACK) {
      int value = in.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(mark);
      open.merge(value, 1, Integer::sum);
    }
  }

  /** Where the value of an attribute begins; -1 if it is not there. */
  private static int find(ByteBuffer in, int from, int end, int type) {
    int at = from;
    while (at + ATTRIBUTE <= end) {
      int length = in.getShort(at) & 0xFFFF;
      if (length < ATTRIBUTE || at + length > end) {
        return -1;
      }
      if ((in.getShort(at + 2) & TYPE) == type) {
        return at + ATTRIBUTE;
      }
      at += aligned(length);
    }
    return -1;
  }

  /** How long the value is that begins there. */
  private static int size(ByteBuffer in, int value) {
    return (in.getShort(value - ATTRIBUTE) & 0xFFFF) - ATTRIBUTE;
  }

  private static int aligned(int length) {
    return (length + 3) / 4 * 4;
  }
}
