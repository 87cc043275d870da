package io.vigie.lb.codec;

import io.vigie.lb.codec.Progress.Broken;
import io.vigie.lb.codec.Progress.Done;
import io.vigie.lb.codec.Progress.NeedMore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads PROXY protocol headers, version 1 and 2, told apart by their first bytes. */
public final class ProxyDecoder {

  /** The longest version 1 header, with its line end (§2.1). */
  private static final int V1_MOST = 107;

  private static final int V2_FIXED = 16;
  private static final byte[] V1_START = {'P', 'R', 'O', 'X', 'Y', ' '};
  private static final byte[] V2_START = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private ProxyDecoder() {}

  /**
   * Decodes the header at the start of {@code bytes}, from position to limit; the buffer stays as
   * it is.
   */
  public static Progress<ProxyHeader> decode(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    if (startsLike(in, V2_START)) {
      return in.remaining() < V2_FIXED ? new NeedMore<>() : v2(in);
    }
    if (startsLike(in, V1_START)) {
      return v1(in);
    }
    return new Broken<>("no PROXY header");
  }

  private static boolean startsLike(ByteBuffer in, byte[] start) {
    for (int i = 0; i < Math.min(in.remaining(), start.length); i++) {
      if (in.get(i) != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static Progress<ProxyHeader> v2(ByteBuffer in) {
    int versionCommand = in.get(12) & 0xFF;
    int family = in.get(13) & 0xFF;
    int length = in.getShort(14) & 0xFFFF;
    if (versionCommand != 0x20 && versionCommand != 0x21) {
      return new Broken<>("version and command byte 0x%02x".formatted(versionCommand));
    }
    int total = V2_FIXED + length;
    if (total > ProxyHeader.MOST_BYTES) {
      return new Broken<>("header of %d bytes".formatted(total));
    }
    if (in.remaining() < total) {
      return new NeedMore<>();
    }
    if (versionCommand == 0x20) {
      return new Done<>(ProxyHeader.LOCAL, total);
    }
    return switch (family) {
      case 0x11 -> addresses(in, 4, length, total);
      case 0x21 -> addresses(in, 16, length, total);
      default -> new Done<>(ProxyHeader.LOCAL, total); // not TCP over IP: skipped by its length
    };
  }

  private static Progress<ProxyHeader> addresses(ByteBuffer in, int size, int length, int total) {
    int needed = 2 * size + 4;
    if (length < needed) {
      return new Broken<>("%d address bytes, %d needed".formatted(length, needed));
    }
    byte[] source = new byte[size];
    byte[] destination = new byte[size];
    in.get(V2_FIXED, source).get(V2_FIXED + size, destination);
    int sourcePort = in.getShort(V2_FIXED + 2 * size) & 0xFFFF;
    int destinationPort = in.getShort(V2_FIXED + 2 * size + 2) & 0xFFFF;
    return new Done<>(
        new ProxyHeader(
            new InetSocketAddress(address(source), sourcePort),
            new InetSocketAddress(address(destination), destinationPort)),
        total);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }

  private static Progress<ProxyHeader> v1(ByteBuffer in) {
    int look = Math.min(in.remaining(), V1_MOST);
    for (int i = 0; i + 1 < look; i++) {
      if (in.get(i) == '\r' && in.get(i + 1) == '\n') {
        byte[] line = new byte[i];
        in.get(0, line);
        return v1(new String(line, StandardCharsets.US_ASCII), i + 2);
      }
    }
    return look < V1_MOST ? new NeedMore<>() : new Broken<>("no line end in 107 bytes");
  }

  private static Progress<ProxyHeader> v1(String line, int length) {
    String[] words = line.split(" ", -1);
    if (words.length >= 2 && words[1].equals("UNKNOWN")) {
      return new Done<>(ProxyHeader.LOCAL, length);
    }
    boolean six = words.length == 6 && words[1].equals("TCP6");
    if (!six && !(words.length == 6 && words[1].equals("TCP4"))) {
      return new Broken<>("version 1 line not understood");
    }
    InetSocketAddress source = socketAddress(words[2], words[4], six);
    InetSocketAddress destination = socketAddress(words[3], words[5], six);
    if (source == null || destination == null) {
      return new Broken<>("version 1 line with bad addresses");
    }
    return new Done<>(new ProxyHeader(source, destination), length);
  }

  /** Literals only: nothing a client sends is looked up in the DNS. */
  private static @Nullable InetSocketAddress socketAddress(String ip, String port, boolean six) {
    if (!port.matches("0|[1-9]\\d{0,4}") || Integer.parseInt(port) > 65535) {
      return null;
    }
    boolean literal =
        six
            ? ip.indexOf(':') >= 0 && ip.matches("[0-9a-fA-F:.]{2,45}")
            : ip.matches("(\\d{1,3}\\.){3}\\d{1,3}");
    if (!literal) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(ip), Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
