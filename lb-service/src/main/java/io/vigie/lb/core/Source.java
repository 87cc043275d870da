package io.vigie.lb.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A client's address in few bytes: a socket address takes 88, and every session keeps one. */
final class Source {

  private final int ipv4;
  private final char port;
  private final @Nullable InetSocketAddress other;

  Source(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    byte[] bytes = host == null ? new byte[0] : host.getAddress();
    boolean fits = bytes.length == Integer.BYTES;
    ipv4 = fits ? ByteBuffer.wrap(bytes).getInt() : 0;
    port = (char) address.getPort();
    other = fits ? null : address;
  }

  /** The same, as long as it was. */
  InetSocketAddress address() {
    if (other != null) {
      return other;
    }
    try {
      byte[] host = ByteBuffer.allocate(Integer.BYTES).putInt(ipv4).array();
      return new InetSocketAddress(InetAddress.getByAddress(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
