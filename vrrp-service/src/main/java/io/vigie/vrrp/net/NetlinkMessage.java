package io.vigie.vrrp.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A netlink(7) message as it was received.
 *
 * @param type such as RTM_NEWADDR
 * @param body what follows the header, in the machine's byte order; a view of the buffer received
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer body) {

  static final int ERROR = 2;
  static final int DONE = 3;

  private static final int HEADER = 16;
  private static final int ATTRIBUTE = 4;
  private static final int NOT_FLAGS = 0x3FFF;
  private static final int DUMP_INTERRUPTED = 0x10;

  /** Takes the next message off a datagram; null where what is left is none. */
  static @Nullable NetlinkMessage next(ByteBuffer datagram) {
    int start = datagram.position();
    if (datagram.remaining() < HEADER) {
      return null;
    }
    int length = datagram.getInt(start);
    if (length < HEADER || length > datagram.remaining()) {
      return null;
    }
    ByteBuffer body =
        datagram.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
    NetlinkMessage message =
        new NetlinkMessage(
            datagram.getShort(start + 4) & 0xFFFF,
            datagram.getShort(start + 6) & 0xFFFF,
            datagram.getInt(start + 8),
            body);
    datagram.position(Math.min(datagram.limit(), start + aligned(length)));
    return message;
  }

  /** Whether it answers a request: the acknowledgement, the refusal, or the end of a dump. */
  boolean isAnswer() {
    return type == ERROR || type == DONE;
  }

  /** What an answer says: 0, or an error number. */
  int errno() {
    return body.limit() < 4 ? 0 : -body.getInt(0);
  }

  /** Whether what is dumped changed meanwhile. */
  boolean isInterruptedDump() {
    return (flags & DUMP_INTERRUPTED) != 0;
  }

  /**
   * Its attributes.
   *
   * @param from where they begin: behind the fixed part of the body
   */
  List<Attribute> attributes(int from) {
    List<Attribute> all = new ArrayList<>();
    int at = from;
    while (at + ATTRIBUTE <= body.limit()) {
      int length = body.getShort(at) & 0xFFFF;
      if (length < ATTRIBUTE || at + length > body.limit()) {
        break;
      }
      ByteBuffer value =
          body.slice(at + ATTRIBUTE, length - ATTRIBUTE).order(ByteOrder.nativeOrder());
      all.add(new Attribute(body.getShort(at + 2) & NOT_FLAGS, value));
      at += aligned(length);
    }
    return all;
  }

  private static int aligned(int length) {
    return (length + 3) / 4 * 4;
  }

  /** One attribute (struct nlattr). */
  record Attribute(int type, ByteBuffer value) {

    int length() {
      return value.limit();
    }

    byte[] bytes() {
      byte[] bytes = new byte[value.limit()];
      value.get(0, bytes);
      return bytes;
    }

    /** A text up to the zero at its end. */
    String text() {
      byte[] bytes = bytes();
      int end = 0;
      while (end < bytes.length && bytes[end] != 0) {
        end++;
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
  }
}
