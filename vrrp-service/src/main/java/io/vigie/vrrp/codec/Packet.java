package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A received packet without its IP header.
 *
 * @param source the sender
 * @param destination a multicast group, or the address of this router
 * @param ttl time to live or hop limit as received, 0 to 255
 * @param message the VRRP message, from position to limit; heap or direct, any byte order. Readers
 *     leave it as it is and keep no reference to it.
 */
public record Packet(InetAddress source, InetAddress destination, int ttl, ByteBuffer message) {}
