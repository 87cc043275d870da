package io.vigie.vrrp.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of a {@link Fence}, by hand-written netlink: transactions of nftables
 * (linux/netfilter/nfnetlink.h, nf_tables.h). Thread rule: one thread.
 */
final class FenceTable implements AutoCloseable {

  private static final int NFTABLES = 10;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int NEW_TABLE = NFTABLES << 8;
  private static final int GET_TABLE = NFTABLES << 8 | 1;
  private static final int DELETE_TABLE = NFTABLES << 8 | 2;
  private static final int NEW_ELEMENT = NFTABLES << 8 | 12;
  private static final int DELETE_ELEMENT = NFTABLES << 8 | 14;
  private static final int FAMILY_UNSPECIFIED = 0;
  private static final int FAMILY_NETDEV = 5;
  private static final int GENERIC_HEADER = 4;
  private static final int TABLE_NAME = 1;
  private static final int LIST_TABLE = 1;
  private static final int LIST_SET = 2;
  private static final int LIST_ELEMENTS = 3;
  private static final int LIST_ELEMENT = 1;
  private static final int ELEMENT_KEY = 1;
  private static final int ELEMENT_DATA = 2;
  private static final int ELEMENT_TIMEOUT = 4;
  private static final int DATA_VALUE = 1;
  private static final int BYTES = 4096;
  private static final int MOST_TRIES = 3;

  private final NetlinkSocket socket = NetlinkSocket.forRequests(NetlinkSocket.NETFILTER);
  private final NetlinkWriter writer = new NetlinkWriter(BYTES);
  private final byte[] table;
  private final byte[] alive = zeroEnded(FenceRules.ALIVE);
  private final byte[] lingers = zeroEnded(FenceRules.LINGERS);
  private final byte[] relays = zeroEnded(FenceRules.RELAYS);
  private final byte[] key;
  private int sequence;

  /** Until when a former holder may be in the map. */
  private long formerUntilNanos = System.nanoTime();

  /**
   * Speaks of a table that need not be there yet.
   *
   * @param ifindex the element of its sets
   */
  FenceTable(String table, int ifindex) {
    this.table = zeroEnded(table);
    this.key = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(ifindex).array();
  }

  /**
   * Lets every packet pass for so long from now on.
   *
   * @return 0, or the error number
   */
  int keep(long millis) {
    return again(() -> put(alive, millis, NetlinkWriter.ACK));
  }

  /** Lets nothing pass from now on. */
  int empty(boolean handovers) {
    return again(
        () -> {
          if (handovers) {
            remove(lingers, 0);
          }
          remove(alive, NetlinkWriter.ACK);
        });
  }

  /** Lets IP pass for so long, and no word of where the addresses are. */
  int linger(long millis) {
    return again(
        () -> {
          remove(alive, 0);
          put(lingers, millis, NetlinkWriter.ACK);
        });
  }

  /**
   * Sends what belongs to a former holder on to it for so long. A transaction that fails takes the
   * kernel some 10 ms: so what may be there is deleted, and nothing else.
   */
  int relay(InetAddress former, long millis) {
    byte[] map = zeroEnded(FenceRules.former(former instanceof Inet6Address));
    byte[] to = former.getAddress();
    long now = System.nanoTime();
    boolean there = formerUntilNanos - now > 0;
    formerUntilNanos = now + millis * 1_000_000;
    int errno = relay(map, to, millis, there);
    return errno == 0 ? 0 : relay(map, to, millis, !there); // it has just gone, or is still there
  }

  private int relay(byte[] map, byte[] to, long millis, boolean there) {
    return transaction(
        () -> {
          if (there) {
            element(DELETE_ELEMENT, 0, map, null, 0);
          }
          element(NEW_ELEMENT, NetlinkWriter.CREATE, map, to, millis);
          put(relays, millis, NetlinkWriter.ACK);
        });
  }

  /** Deletes the table, with all that is in it. */
  int delete() {
    return transaction(() -> table(DELETE_TABLE, NetlinkWriter.ACK, table));
  }

  /** The names of all tables of the family netdev. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    try (FenceTable any = new FenceTable("", 0)) {
      any.writer.clear();
      int dump = ++any.sequence;
      any.begin(GET_TABLE, NetlinkWriter.DUMP, dump);
      int errno = any.socket.request(any.writer.end().bytes(), dump, table -> name(table, names));
      if (errno != 0) {
        throw new KernelFailure("listing nftables tables", errno);
      }
    }
    return names;
  }

  private static void name(NetlinkMessage message, List<String> into) {
    if (message.type() == NEW_TABLE) {
      message.attributes(GENERIC_HEADER).stream()
          .filter(one -> one.type() == TABLE_NAME)
          .forEach(one -> into.add(one.text()));
    }
  }

  /** The element may expire between two steps of a transaction, which is then none. */
  private int again(Runnable steps) {
    int errno = KernelFailure.ENOENT;
    for (int i = 0; i < MOST_TRIES && errno == KernelFailure.ENOENT; i++) {
      errno = transaction(steps);
    }
    return errno;
  }

  private int transaction(Runnable steps) {
    writer.clear();
    int first = batch(BATCH_BEGIN);
    steps.run();
    int last = sequence;
    batch(BATCH_END);
    return socket.transaction(writer.bytes(), first, last);
  }

  private int batch(int type) {
    writer.message(type, NetlinkWriter.REQUEST, ++sequence);
    writer.u8(FAMILY_UNSPECIFIED).u8(0).u8(0).u8(NFTABLES); // resource id in network order
    writer.end();
    return sequence;
  }

  private void begin(int type, int flags, int own) {
    writer.message(type, NetlinkWriter.REQUEST | flags, own);
    writer.u8(FAMILY_NETDEV).u8(0).u8(0).u8(0);
  }

  private void table(int type, int flags, byte[] name) {
    begin(type, flags, ++sequence);
    writer.attribute(TABLE_NAME, name).end();
  }

  /**
   * Puts the interface into a set. One that is there keeps its old timeout when it is added again
   * (before Linux 6.12), so it is deleted in between; to packets a transaction is one.
   */
  private void put(byte[] set, long millis, int flags) {
    element(NEW_ELEMENT, NetlinkWriter.CREATE, set, null, millis);
    element(DELETE_ELEMENT, 0, set, null, 0);
    element(NEW_ELEMENT, NetlinkWriter.CREATE | flags, set, null, millis);
  }

  /** Takes the interface out of a set; adds first, so that there is something to delete. */
  private void remove(byte[] set, int flags) {
    element(NEW_ELEMENT, NetlinkWriter.CREATE, set, null, 1_000);
    element(DELETE_ELEMENT, flags, set, null, 0);
  }

  private void element(int type, int flags, byte[] set, byte @Nullable [] data, long millis) {
    begin(type, flags, ++sequence);
    writer.attribute(LIST_TABLE, table);
    writer.attribute(LIST_SET, set);
    int elements = writer.nest(LIST_ELEMENTS);
    int element = writer.nest(LIST_ELEMENT);
    value(ELEMENT_KEY, key);
    if (data != null) {
      value(ELEMENT_DATA, data);
    }
    if (millis > 0) {
      writer.attributeBig64(ELEMENT_TIMEOUT, millis);
    }
    writer.endNest(element);
    writer.endNest(elements);
    writer.end();
  }

  private void value(int type, byte[] bytes) {
    int nest = writer.nest(type);
    writer.attribute(DATA_VALUE, bytes);
    writer.endNest(nest);
  }

  private static byte[] zeroEnded(String text) {
    return (text + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    socket.close();
  }
}
