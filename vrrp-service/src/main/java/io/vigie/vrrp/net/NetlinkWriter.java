package io.vigie.vrrp.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes netlink messages: headers, attributes, nests. Thread rule: one thread. */
final class NetlinkWriter {

  static final int REQUEST = 1;
  static final int ACK = 4;
  static final int REPLACE = 0x100;
  static final int DUMP = 0x300;
  static final int CREATE = 0x400;

  private static final int NESTED = 0x8000;

  private final ByteBuffer out;
  private int start;

  NetlinkWriter(int bytes) {
    out = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Forgets everything. */
  NetlinkWriter clear() {
    out.clear();
    return this;
  }

  /** Begins a message. */
  NetlinkWriter message(int type, int flags, int sequence) {
    start = out.position();
    out.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    return this;
  }

  /** Ends it. */
  NetlinkWriter end() {
    out.putInt(start, out.position() - start);
    pad();
    return this;
  }

  NetlinkWriter u8(int value) {
    out.put((byte) value);
    return this;
  }

  NetlinkWriter u16(int value) {
    out.putShort((short) value);
    return this;
  }

  NetlinkWriter u32(int value) {
    out.putInt(value);
    return this;
  }

  NetlinkWriter attribute(int type, byte[] value) {
    out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    pad();
    return this;
  }

  NetlinkWriter attribute(int type, int value) {
    out.putShort((short) 8).putShort((short) type).putInt(value);
    return this;
  }

  /** A number in network order. */
  NetlinkWriter attributeBig64(int type, long value) {
    out.putShort((short) 12).putShort((short) type);
    out.order(ByteOrder.BIG_ENDIAN).putLong(value).order(ByteOrder.nativeOrder());
    return this;
  }

  /** Begins a nest; answers where. */
  int nest(int type) {
    int at = out.position();
    out.putShort((short) 0).putShort((short) (type | NESTED));
    return at;
  }

  /** Ends the nest that began there. */
  NetlinkWriter endNest(int at) {
    out.putShort(at, (short) (out.position() - at));
    return this;
  }

  private void pad() {
    while (out.position() % 4 != 0) {
      out.put((byte) 0);
    }
  }

  /** What was written; valid until {@link #clear}. */
  ByteBuffer bytes() {
    return out.duplicate().order(ByteOrder.nativeOrder()).flip();
  }
}
