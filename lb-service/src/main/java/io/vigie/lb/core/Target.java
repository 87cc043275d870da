package io.vigie.lb.core;

import java.net.InetSocketAddress;

/**
 * A server in use, for those who spread connections over servers by themselves.
 *
 * @param server its node
 * @param weight 1 or more
 * @param share its part of new connections: in proportion to its weight, less in a slow start
 */
public record Target(String server, InetSocketAddress address, int weight, long share) {}
