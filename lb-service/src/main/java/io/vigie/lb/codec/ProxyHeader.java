package io.vigie.lb.codec;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a PROXY protocol header says of the connection behind it (HAProxy {@code
 * doc/proxy-protocol.txt}).
 *
 * @param source the client; null for {@code LOCAL} and {@code UNKNOWN}
 * @param destination what the client connected to; null likewise
 */
public record ProxyHeader(
    @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {

  /** The sender speaks for itself, or does not know the client: use the socket's addresses. */
  public static final ProxyHeader LOCAL = new ProxyHeader(null, null);

  /** The most bytes a header may take here: version 2 with 4 KiB of TLVs. */
  public static final int MOST_BYTES = 16 + 4096;
}
