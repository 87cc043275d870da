package io.vigie.lb.direct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The messages of netlink's netfilter family: a header, {@code struct nfgenmsg}, attributes
 * (linux/netlink.h, linux/netfilter/nfnetlink.h). What is read is read as far as it goes.
 */
final class Messages {

  static final int REQUEST = 1;
  static final int ACK = 4;
  static final int DUMP = 0x300;

  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int HEADER = 16;
  private static final int GENERIC = 4;
  private static final int ATTRIBUTE = 4;
  private static final int TYPE = 0x3FFF;
  private static final int MOST = 256;

  private Messages() {}

  /** The attributes between two places of a datagram. */
  @FunctionalInterface
  interface Reader {

    /** Reads them; may be given anything. */
    void read(ByteBuffer in, int from, int end);
  }

  /**
   * A request of {@value #MOST} bytes at most.
   *
   * @param family of addresses or tables; 0 for all
   * @param attributes puts them
   */
  static ByteBuffer request(int type, int flags, int family, Consumer<ByteBuffer> attributes) {
    ByteBuffer message = ByteBuffer.allocate(MOST).order(ByteOrder.nativeOrder());
    message.putInt(0).putShort((short) type).putShort((short) flags);
    message.putInt(1).putInt(0); // sequence; from whom
    message.put((byte) family).put((byte) 0).putShort((short) 0);
    attributes.accept(message);
    message.flip();
    return message.putInt(0, message.limit());
  }

  /** A number in network order. */
  static void put(ByteBuffer message, int type, int value) {
    message.putShort((short) (ATTRIBUTE + Integer.BYTES)).putShort((short) type);
    message.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder());
  }

  /** A text, with the NUL at its end. */
  static void put(ByteBuffer message, int type, byte[] text) {
    int length = ATTRIBUTE + text.length + 1;
    message.putShort((short) length).putShort((short) type).put(text);
    message.put(new byte[1 + aligned(length) - length]);
  }

  /**
   * Reads a datagram of an answer. Total but for refusals: what is cut off is left out.
   *
   * @param who answers, for people
   * @param each reads each message
   * @return whether the answer ends with it
   */
  static boolean read(ByteBuffer datagram, String who, Reader each) throws IOException {
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
          throw new IOException(who + ": errno " + errno);
        }
        return true;
      }
      each.read(datagram, start + HEADER + GENERIC, start + length);
      datagram.position(Math.min(datagram.limit(), start + aligned(length)));
    }
    return false;
  }

  /** Where the value of an attribute begins; -1 if it is not there. */
  static int find(ByteBuffer in, int from, int end, int type) {
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

  /** Where the value of an attribute of an attribute begins; -1 if either is not there. */
  static int findIn(ByteBuffer in, int nest, int type) {
    return nest < 0 ? -1 : find(in, nest, nest + size(in, nest), type);
  }

  /** How long the value is that begins there. */
  static int size(ByteBuffer in, int value) {
    return (in.getShort(value - ATTRIBUTE) & 0xFFFF) - ATTRIBUTE;
  }

  private static int aligned(int length) {
    return (length + 3) / 4 * 4;
  }
}
