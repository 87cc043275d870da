package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Offsets of the message, and the Internet checksum (RFC 1071).
 *
 * <p>Reads byte by byte at absolute positions, so neither position nor byte order of a buffer
 * matters.
 */
final class Wire {

  static final int PROTOCOL = 112;
  static final int ADVERTISEMENT = 1;

  static final int VRID = 1;
  static final int PRIORITY = 2;
  static final int COUNT = 3;

  /** Version 2. */
  static final int AUTH_TYPE = 4;

  /** Version 2: seconds in one byte. */
  static final int INTERVAL_SECONDS = 5;

  /** Version 3: centiseconds in the lower 12 bits. */
  static final int INTERVAL_CENTIS = 4;

  static final int CHECKSUM = 6;
  static final int HEADER_BYTES = 8;

  private Wire() {}

  static int u8(ByteBuffer in, int at) {
    return in.get(at) & 0xFF;
  }

  static int u16(ByteBuffer in, int at) {
    return u8(in, at) << 8 | u8(in, at + 1);
  }

  static long u64(ByteBuffer in, int at) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | u8(in, at + i);
    }
    return value;
  }

  /** In network order, whatever the buffer's. */
  static void put64(ByteBuffer out, long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.put((byte) (value >>> shift));
    }
  }

  /** The sum of the bytes as 16-bit words, not folded. Their number is even in every message. */
  static int sum(ByteBuffer in, int from, int to) {
    int sum = 0;
    for (int at = from; at < to; at += 2) {
      sum += u16(in, at);
    }
    return sum;
  }

  /** The sum of a pseudo header, RFC 8200 §8.1 for IPv6; for IPv4 the same with shorter fields. */
  static int pseudoHeader(InetAddress source, InetAddress destination, int length) {
    return sum(source.getAddress()) + sum(destination.getAddress()) + PROTOCOL + length;
  }

  private static int sum(byte[] words) {
    int sum = 0;
    for (int at = 0; at < words.length; at += 2) {
      sum += (words[at] & 0xFF) << 8 | (words[at + 1] & 0xFF);
    }
    return sum;
  }

  /** Carries added back in: 0xFFFF for a message whose checksum is right. */
  static int fold(int sum) {
    int folded = (sum & 0xFFFF) + (sum >>> 16);
    return (folded & 0xFFFF) + (folded >>> 16);
  }
}
