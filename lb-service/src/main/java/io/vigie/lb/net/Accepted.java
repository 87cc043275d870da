package io.vigie.lb.net;

import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A client's socket, set up.
 *
 * @param source the peer's address
 * @param destination ours
 */
record Accepted(SocketChannel channel, InetSocketAddress source, InetSocketAddress destination) {}
