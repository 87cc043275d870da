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

  private static final int PROTOINFO = 4;
  private static final int MARK = 8;
  private static final int MARK_MASK = 21;
  private static final int PROTOINFO_TCP = 1;
  private static final int TCP_STATE = 1;

  private static final int ESTABLISHED = 3;
  private static final int LAST_ACK = 6;

  private Conntrack() {}

  /**
   * Forgets connections with a mark: their next packet belongs to none.
   *
   * @param mask the bits of it that count
   */
  public static void forget(int mark, int mask) throws IOException {
    try (Netfilter socket = Netfilter.open()) {
      ask(socket, request(DELETE, Messages.REQUEST | Messages.ACK, mark, mask), new HashMap<>());
    }
  }

  /**
   * Counts TCP connections that both sides have agreed on and that are not over, by mark.
   *
   * @param mask the bits of the mark that count for being counted
   */
  static Map<Integer, Integer> open(Netfilter socket, int mark, int mask) throws IOException {
    Map<Integer, Integer> open = new HashMap<>();
    ask(socket, request(GET, Messages.REQUEST | Messages.DUMP, mark, mask), open);
    return open;
  }

  /** A request about connections of every family; marks are in network order. */
  static ByteBuffer request(int type, int flags, int mark, int mask) {
    return Messages.request(
        type,
        flags,
        0,
        message -> {
          Messages.put(message, MARK, mark);
          Messages.put(message, MARK_MASK, mask);
        });
  }

  private static void ask(Netfilter socket, ByteBuffer request, Map<Integer, Integer> open)
      throws IOException {
    socket.send(request);
    while (!read(socket.receive(), open)) {
      // a dump comes in many datagrams
    }
  }

  /** Reads a datagram of an answer; answers whether that ends with it. */
  static boolean read(ByteBuffer datagram, Map<Integer, Integer> open) throws IOException {
    return Messages.read(datagram, "conntrack", (in, from, end) -> connection(in, from, end, open));
  }

  private static void connection(ByteBuffer in, int from, int end, Map<Integer, Integer> open) {
    int mark = Messages.find(in, from, end, MARK);
    int tcp = Messages.findIn(in, Messages.find(in, from, end, PROTOINFO), PROTOINFO_TCP);
    int state = Messages.findIn(in, tcp, TCP_STATE);
    if (mark < 0 || state < 0 || Messages.size(in, mark) < 4 || Messages.size(in, state) < 1) {
      return;
    }
    int is = in.get(state);
    if (is >= ESTABLISHED && is <= LAST_ACK) {
      int value = in.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(mark);
      open.merge(value, 1, Integer::sum);
    }
  }
}
