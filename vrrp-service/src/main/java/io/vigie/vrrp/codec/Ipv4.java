package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Wire.u16;
import static io.vigie.vrrp.codec.Wire.u8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The header (RFC 791) that a raw socket of IPv4 hands out with every packet. */
public final class Ipv4 {

  private static final int LEAST_BYTES = 20;
  private static final int TOTAL_LENGTH = 2;
  private static final int TTL = 8;
  private static final int PROTOCOL = 9;
  private static final int SOURCE = 12;
  private static final int DESTINATION = 16;

  private Ipv4() {}

  /**
   * Takes the header off, options and all, and Ethernet's padding from the end.
   *
   * @param datagram from position to limit; stays as it is. The packet's message is a view of it.
   * @return null if this is no whole IPv4 datagram of protocol 112. The header's own checksum has
   *     been looked at by the kernel.
   */
  public static @Nullable Packet packet(ByteBuffer datagram) {
    int start = datagram.position();
    if (datagram.remaining() < LEAST_BYTES || u8(datagram, start) >> 4 != 4) {
      return null;
    }
    int header = (u8(datagram, start) & 0xF) * 4;
    int total = u16(datagram, start + TOTAL_LENGTH);
    if (header < LEAST_BYTES
        || total < header
        || total > datagram.remaining()
        || u8(datagram, start + PROTOCOL) != Wire.PROTOCOL) {
      return null;
    }
    return new Packet(
        address(datagram, start + SOURCE),
        address(datagram, start + DESTINATION),
        u8(datagram, start + TTL),
        datagram.slice(start + header, total - header));
  }

  private static InetAddress address(ByteBuffer in, int at) {
    byte[] bytes = new byte[4];
    in.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 bytes", e);
    }
  }
}
