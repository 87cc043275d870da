package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfShort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** Addresses as sockaddr_in and sockaddr_in6 of ip(7) and ipv6(7). */
final class SocketAddresses {

  private static final OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  static int family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ? Linux.AF_INET6 : Linux.AF_INET;
  }

  /** Writes an address; answers how many bytes it takes. */
  static int write(InetSocketAddress address, MemorySegment into) {
    int family = family(address);
    into.set(JAVA_SHORT, 0, (short) family);
    into.set(PORT, 2, (short) address.getPort());
    byte[] ip = address.getAddress().getAddress();
    if (family == Linux.AF_INET) {
      MemorySegment.copy(ip, 0, into, JAVA_BYTE, 4, 4);
      return 16;
    }
    into.set(JAVA_INT_UNALIGNED, 4, 0);
    MemorySegment.copy(ip, 0, into, JAVA_BYTE, 8, 16);
    into.set(JAVA_INT_UNALIGNED, 24, ((Inet6Address) address.getAddress()).getScopeId());
    return 28;
  }

  /** Reads an address. One of IPv4 in IPv6's form (RFC 4291 §2.5.5.2) becomes what it is. */
  static InetSocketAddress read(MemorySegment from) {
    int port = Short.toUnsignedInt(from.get(PORT, 2));
    try {
      if (from.get(JAVA_SHORT, 0) == Linux.AF_INET) {
        byte[] ip = new byte[4];
        MemorySegment.copy(from, JAVA_BYTE, 4, ip, 0, 4);
        return new InetSocketAddress(InetAddress.getByAddress(ip), port);
      }
      byte[] ip = new byte[16];
      MemorySegment.copy(from, JAVA_BYTE, 8, ip, 0, 16);
      int scope = from.get(JAVA_INT_UNALIGNED, 24);
      InetAddress address =
          scope == 0 ? InetAddress.getByAddress(ip) : Inet6Address.getByAddress(null, ip, scope);
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes", e);
    }
  }
}
