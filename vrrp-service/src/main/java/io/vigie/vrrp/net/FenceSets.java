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

  private static final byte[] ARP = {0x08, 0x06};
  private static final byte[] IPV4 = {0x08, 0x00};
  private static final byte[] IPV6 = {(byte) 0x86, (byte) 0xdd};

  private final NetlinkSocket socket = NetlinkSocket.forRequests(NetlinkSocket.NETFILTER);
  private final NetlinkWriter writer;
  private final byte[] table;
  private final byte[] set = zeroEnded("alive");
  private final List<byte[]> protocols;
  private int sequence;

  FenceSets(String table, List<InetAddress> addresses) {
    this.table = zeroEnded(table);
    boolean ipv6 = addresses.getFirst() instanceof Inet6Address;
    this.protocols = ipv6 ? List.of(IPV6) : List.of(ARP, IPV4);
    this.writer = new NetlinkWriter(2_048);
  }

  /**
   * Makes every protocol an element for so long from now on. An element that is there keeps its old
   * timeout when it is added again, so it is deleted in between; a transaction is one to packets.
   */
  boolean keep(long millis) {
    begin();
    for (byte[] protocol : protocols) {
      element(NEW_ELEMENT, NetlinkWriter.CREATE, protocol, millis, false);
      element(DELETE_ELEMENT, 0, protocol, 0, false);
    }
    for (int i = 0; i < protocols.size(); i++) {
      boolean last = i == protocols.size() - 1;
      element(NEW_ELEMENT, NetlinkWriter.CREATE, protocols.get(i), millis, last);
    }
    return commit();
  }

  /** Removes every element. */
  boolean empty() {
    begin();
    for (byte[] protocol : protocols) {
      element(NEW_ELEMENT, NetlinkWriter.CREATE, protocol, 1_000, false);
    }
    for (int i = 0; i < protocols.size(); i++) {
      boolean last = i == protocols.size() - 1;
      element(DELETE_ELEMENT, 0, protocols.get(i), 0, last);
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

  private void element(int type, int flags, byte[] protocol, long millis, boolean answered) {
    int all = NetlinkWriter.REQUEST | flags | (answered ? NetlinkWriter.ACK : 0);
    writer.message(type, all, ++sequence);
    writer.u8(FAMILY_NETDEV).u8(0).u8(0).u8(0);
    writer.attribute(LIST_TABLE, table);
    writer.attribute(LIST_SET, set);
    int elements = writer.nest(LIST_ELEMENTS);
    int element = writer.nest(LIST_ELEMENT);
    int key = writer.nest(ELEMENT_KEY);
    writer.attribute(DATA_VALUE, protocol);
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
