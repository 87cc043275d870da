package io.vigie.vrrp.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The sets of a {@link Fence}, by hand-written netlink: nftables transactions (linux/netfilter/
 * nfnetlink.h, nf_tables.h). Thread rule: one thread.
 */
final class FenceSets implements AutoCloseable {

  private static final int NFTABLES = 10;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int NEW_ELEMENT = NFTABLES << 8 | 12;
  private static final int DELETE_ELEMENT = NFTABLES << 8 | 14;
  private static final int FAMILY_UNSPECIFIED = 0;
  private static final int FAMILY_NETDEV = 5;
  private static final int LIST_TABLE = 1;
  private static final int LIST_SET = 2;
  private static final int LIST_ELEMENTS = 3;
  private static final int LIST_ELEMENT = 1;
  private static final int ELEMENT_KEY = 1;
  private static final int ELEMENT_TIMEOUT = 4;
  private static final int DATA_VALUE = 1;

  private final NetlinkSocket socket = NetlinkSocket.forRequests(NetlinkSocket.NETFILTER);
  private final NetlinkWriter writer;
  private final byte[] table;
  private final List<InetAddress> addresses;
  private int sequence;

  FenceSets(String table, List<InetAddress> addresses) {
    this.table = zeroEnded(table);
    this.addresses = List.copyOf(addresses);
    this.writer = new NetlinkWriter(256 + addresses.size() * 512);
  }

  /**
   * Makes every address an element for so long from now on. An element that is there keeps its old
   * timeout when it is added again, so it is deleted in between; a transaction is one to packets.
   */
  boolean keep(long millis) {
    begin();
    for (InetAddress address : addresses) {
      element(NEW_ELEMENT, NetlinkWriter.CREATE, address, millis, false);
      element(DELETE_ELEMENT, 0, address, 0, false);
    }
    for (int i = 0; i < addresses.size(); i++) {
      boolean last = i == addresses.size() - 1;
      element(NEW_ELEMENT, NetlinkWriter.CREATE, addresses.get(i), millis, last);
    }
    return commit();
  }

  /** Removes every element. */
  boolean empty() {
    begin();
    for (InetAddress address : addresses) {
      element(NEW_ELEMENT, NetlinkWriter.CREATE, address, 1_000, false);
    }
    for (int i = 0; i < addresses.size(); i++) {
      boolean last = i == addresses.size() - 1;
      element(DELETE_ELEMENT, 0, addresses.get(i), 0, last);
    }
    return commit();
  }

  private void begin() {
    writer.clear();
    batch(BATCH_BEGIN);
  }

  private boolean commit() {
    int acknowledged = sequence;
    batch(BATCH_END);
    ByteBuffer messages = writer.bytes();
    return socket.request(messages, acknowledged, "an nftables transaction") == 0;
  }

  private void batch(int type) {
    writer.message(type, NetlinkWriter.REQUEST, ++sequence);
    writer.u8(FAMILY_UNSPECIFIED).u8(0).u8(0).u8(NFTABLES); // resource id in network order
    writer.end();
  }

  private void element(int type, int flags, InetAddress address, long millis, boolean answered) {
    int all = NetlinkWriter.REQUEST | flags | (answered ? NetlinkWriter.ACK : 0);
    writer.message(type, all, ++sequence);
    writer.u8(FAMILY_NETDEV).u8(0).u8(0).u8(0);
    writer.attribute(LIST_TABLE, table);
    writer.attribute(LIST_SET, zeroEnded(address instanceof Inet6Address ? "alive6" : "alive4"));
    int elements = writer.nest(LIST_ELEMENTS);
    int element = writer.nest(LIST_ELEMENT);
    int key = writer.nest(ELEMENT_KEY);
    writer.attribute(DATA_VALUE, address.getAddress());
    writer.endNest(key);
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
