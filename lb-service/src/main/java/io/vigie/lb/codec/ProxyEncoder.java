package io.vigie.lb.codec;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes PROXY protocol headers. */
public final class ProxyEncoder {

  private static final byte[] V2_START = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private ProxyEncoder() {}

  /** Version 1, text. Addresses of different families go as {@code UNKNOWN}. */
  public static ByteBuffer v1(InetSocketAddress source, InetSocketAddress destination) {
    boolean four = four(source);
    String line =
        four != four(destination)
            ? "PROXY UNKNOWN\r\n"
            : "PROXY %s %s %s %d %d\r\n"
                .formatted(
                    four ? "TCP4" : "TCP6",
                    text(source),
                    text(destination),
                    source.getPort(),
                    destination.getPort());
    return ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
  }

  /** Version 2, binary. Addresses of different families go as IPv6, the IPv4 one mapped. */
  public static ByteBuffer v2(InetSocketAddress source, InetSocketAddress destination) {
    boolean four = four(source) && four(destination);
    int size = four ? 4 : 16;
    ByteBuffer header = ByteBuffer.allocate(16 + 2 * size + 4);
    header.put(V2_START).put((byte) 0x21).put((byte) (four ? 0x11 : 0x21));
    header.putShort((short) (2 * size + 4));
    header.put(bytes(source, size)).put(bytes(destination, size));
    header.putShort((short) source.getPort()).putShort((short) destination.getPort());
    return header.flip().asReadOnlyBuffer();
  }

  private static boolean four(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }

  private static String text(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static byte[] bytes(InetSocketAddress address, int size) {
    InetAddress ip = address.getAddress();
    byte[] plain = ip.getAddress();
    if (plain.length == size) {
      return plain;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    System.arraycopy(plain, 0, mapped, 12, 4);
    return mapped;
  }
}
