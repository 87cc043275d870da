package io.vigie.vrrp.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
  private static final int ELEMENT_TIMEOUT = 4;
  private static final int DATA_VALUE = 1;
  private static final int BYTES = 1024;
  private static final int MOST_TRIES = 3;

  private final NetlinkSocket socket = NetlinkSocket.forRequests(NetlinkSocket.NETFILTER);
  private final NetlinkWriter writer = new NetlinkWriter(BYTES);
  private final byte[] table;
  private final byte[] set = zeroEnded(FenceRules.ALIVE);
  private final byte[] key;
  private int sequence;

  /**
   * Speaks of a table that need not be there yet.
   *
   * @param ifindex the element of its set
   */
  FenceTable(String table, int ifindex) {
    this.table = zeroEnded(table);
    this.key = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(ifindex).array();
  }

  /**
   * Puts the element into the set for so long from now on. One that is there keeps its old timeout
   * when it is added again (before Linux 6.12), so it is deleted in between; to packets a
   * transaction is one.
   *
   * @return 0, or the error number
   */
  int keep(long millis) {
    return again(
        () -> {
          element(NEW_ELEMENT, NetlinkWriter.CREATE, millis);
          element(DELETE_ELEMENT, 0, 0);
          element(NEW_ELEMENT, NetlinkWriter.CREATE | NetlinkWriter.ACK, millis);
        });
  }

  /** Empties the set; adds first, so that there is something to delete. */
  int empty() {
    return again(
        () -> {
          element(NEW_ELEMENT, NetlinkWriter.CREATE, 1_000);
          element(DELETE_ELEMENT, NetlinkWriter.ACK, 0);
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

  private void element(int type, int flags, long millis) {
    begin(type, flags, ++sequence);
    writer.attribute(LIST_TABLE, table);
    writer.attribute(LIST_SET, set);
    int elements = writer.nest(LIST_ELEMENTS);
    int element = writer.nest(LIST_ELEMENT);
    int nest = writer.nest(ELEMENT_KEY);
    writer.attribute(DATA_VALUE, key);
    writer.endNest(nest);
    if (millis > 0) {
      writer.attributeBig64(ELEMENT_TIMEOUT, millis);
    }
    writer.endNest(element);
    writer.endNest(elements);
    writer.end();
  }

  private static byte[] zeroEnded(String text) {
    return (text + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    socket.close();
  }
}
