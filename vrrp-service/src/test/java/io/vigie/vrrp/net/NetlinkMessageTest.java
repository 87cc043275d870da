package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.vrrp.net.NetlinkMessage.Attribute;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Netlink as bytes. The vectors are of a little-endian machine, as all are that we run on. */
class NetlinkMessageTest {

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")))
        .order(ByteOrder.nativeOrder());
  }

  @Test
  void aMessageIsTakenApart() {
    ByteBuffer datagram =
        bytes(
            "2c000000 1400 0506 01000000 00000000 02180000 02000000" // RTM_NEWADDR
                + "0800 0200 c0a80108"
                + "0900 0300 6162636400 000000" // padded
                + "14000000 0200 0000 07000000 00000000 ffffffff"); // NLMSG_ERROR, EPERM
    NetlinkMessage first = NetlinkMessage.next(datagram);
    assertNotNull(first);
    assertEquals(20, first.type());
    assertEquals(1, first.sequence());
    List<Attribute> attributes = first.attributes(8);
    assertEquals(List.of(2, 3), attributes.stream().map(Attribute::type).toList());
    assertEquals("abcd", attributes.get(1).text());
    NetlinkMessage second = NetlinkMessage.next(datagram);
    assertNotNull(second);
    assertTrue(second.isAnswer());
    assertEquals(1, second.errno());
    assertEquals(7, second.sequence());
    assertNull(NetlinkMessage.next(datagram));
  }

  @Test
  void whatIsWrittenIsRead() {
    NetlinkWriter writer = new NetlinkWriter(128).message(20, NetlinkWriter.REQUEST, 5);
    writer.u8(2).u8(24).u16(0).u32(7).attribute(2, new byte[] {1, 2, 3});
    int nest = writer.nest(9);
    writer.attributeBig64(4, 300).endNest(nest).end();
    assertEquals(
        "30000000"
            + "14000100"
            + "05000000"
            + "00000000"
            + "02180000"
            + "07000000"
            + "07000200"
            + "01020300"
            + "10000980"
            + "0c000400"
            + "000000000000012c",
        HexFormat.of().formatHex(array(writer.bytes())));
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The kernel sends no such thing; but what reads its words must not depend on that. */
  @Test
  void anyBytesAreReadWithoutAnException() {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = i % 2 == 0 ? random(random) : damaged(random);
      ByteBuffer datagram = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
      try {
        for (NetlinkMessage message = NetlinkMessage.next(datagram);
            message != null;
            message = NetlinkMessage.next(datagram)) {
          int ignored = message.errno();
          message.attributes(random.nextInt(20)).forEach(Attribute::text);
          read += Links.event(message) == null ? 0 : 1;
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", bytes " + HexFormat.of().formatHex(bytes), e);
      }
    }
    assertTrue(read > 10_000, "too few of them were messages: " + read);
  }

  private static byte[] random(Random random) {
    byte[] bytes = new byte[random.nextInt(96)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A link and two addresses, of which up to three bytes are others. */
  private static byte[] damaged(Random random) {
    NetlinkWriter writer = new NetlinkWriter(256).message(16, 0, 1);
    writer.u32(0).u32(2).u32(0x41).u32(0).attribute(1, new byte[6]);
    writer.attribute(3, new byte[] {'e', 't', 'h', '0', 0}).end();
    writer.message(20, 0, 1).u32(0x1802).u32(2).attribute(2, new byte[4]).end();
    writer.message(21, 0, 1).u32(0x400a).u32(2).attribute(1, new byte[16]).end();
    byte[] bytes = array(writer.bytes());
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
