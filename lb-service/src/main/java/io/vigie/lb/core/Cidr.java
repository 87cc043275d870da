package io.vigie.lb.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address.
 *
 * <p>IPv4-mapped IPv6 addresses ({@code ::ffff:10.0.0.1}) count as the IPv4 addresses they stand
 * for, in text and in matching. Thread-safe.
 */
public final class Cidr {

  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int V4_MAPPED_BITS = 96;

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Reads a block. Total: null for whatever is none, host names included. */
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int most = address.length * 8;
    int bits = slash < 0 ? most : number(text, slash + 1, text.length(), 3);
    // Java hands out a mapped address as four bytes: its prefix was counted from 128.
    if (slash >= 0 && address.length == V4_BYTES && text.indexOf(':') >= 0) {
      bits -= V4_MAPPED_BITS;
    }
    return bits < 0 || bits > most ? null : new Cidr(address, bits);
  }

  /**
   * Reads a list of blocks.
   *
   * @throws IllegalArgumentException naming the first that is none: a valid configuration has none
   */
  public static List<Cidr> parseAll(List<String> texts) {
    return texts.stream().map(Cidr::require).toList();
  }

  /** Whether one of the blocks holds the address. */
  public static boolean anyContains(List<Cidr> blocks, InetAddress address) {
    if (blocks.isEmpty()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this block holds the address. */
  public boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  /** Whether this block holds all of another one. */
  public boolean covers(Cidr other) {
    return bits <= other.bits && contains(other.network);
  }

  /** Whether it is a block of IPv4 addresses. */
  public boolean isIpv4() {
    return network.length == V4_BYTES;
  }

  private boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = bits >> 3;
    for (int i = 0; i < whole; i++) {
      if (address[i] != network[i]) {
        return false;
      }
    }
    int rest = bits & 7;
    return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
  }

  private static Cidr require(String text) {
    Cidr cidr = parse(text);
    if (cidr == null) {
      throw new IllegalArgumentException(
          "'" + text + "': expected an IP address or a block such as 10.0.0.0/8");
    }
    return cidr;
  }

  private static byte @Nullable [] address(String text) {
    return text.indexOf(':') >= 0 ? v6(text) : v4(text);
  }

  private static byte @Nullable [] v4(String text) {
    byte[] bytes = new byte[V4_BYTES];
    int at = 0;
    for (int i = 0; i < V4_BYTES; i++) {
      int end = i == V4_BYTES - 1 ? text.length() : text.indexOf('.', at);
      int value = end < 0 ? -1 : number(text, at, end, 3);
      if (value < 0 || value > 255) {
        return null;
      }
      bytes[i] = (byte) value;
      at = end + 1;
    }
    return bytes;
  }

  /** Only text of hex digits, colons and dots gets to Java's parser: it must not ask a resolver. */
  private static byte @Nullable [] v6(String text) {
    if (text.length() > 45 || !text.chars().allMatch(Cidr::isV6)) {
      return null;
    }
    try {
      byte[] bytes = InetAddress.getByName("[" + text + "]").getAddress();
      return bytes.length == V4_BYTES || bytes.length == V6_BYTES ? bytes : null;
    } catch (UnknownHostException e) {
      return null; // not an address: that is the answer
    }
  }

  private static boolean isV6(int c) {
    return (c < 128 && Character.digit(c, 16) >= 0) || c == ':' || c == '.';
  }

  /** A decimal number of 1 to {@code most} digits, or -1. */
  private static int number(String text, int from, int to, int most) {
    if (to <= from || to - from > most) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (network.length == V4_BYTES) {
      for (int i = 0; i < V4_BYTES; i++) {
        text.append(i == 0 ? "" : ".").append(network[i] & 0xFF);
      }
    } else {
      for (int i = 0; i < V6_BYTES; i += 2) {
        int group = ((network[i] & 0xFF) << 8) | (network[i + 1] & 0xFF);
        text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
      }
    }
    return text.append('/').append(bits).toString();
  }
}
