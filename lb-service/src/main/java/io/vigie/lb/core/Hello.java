package io.vigie.lb.core;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client once it may be given a server.
 *
 * @param source the client's address: its own, or the one a trusted PROXY header gave
 * @param destination the address it connected to, likewise
 * @param serverName TLS server name in lower case; null if not looked for or not there
 */
public record Hello(
    InetSocketAddress source, InetSocketAddress destination, @Nullable String serverName) {}
