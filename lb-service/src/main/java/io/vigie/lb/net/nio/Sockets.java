package io.vigie.lb.net.nio;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.net.BindFailure;
import io.vigie.lb.net.Engine;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** Sockets as the engine wants them, and what their failures mean. */
final class Sockets {

  private static final int KEEPALIVE_PROBES = 3;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 10;

  private Sockets() {}

  /**
   * A bound, non-blocking listening socket of the address's own family: {@code 0.0.0.0} takes IPv4
   * only, {@code [::]} both. No SO_REUSEPORT: two processes never share an address by accident.
   *
   * @throws BindException naming the listener, the address and what to do
   */
  static ServerSocketChannel listen(Engine.Listener listener, int backlog) throws IOException {
    ServerSocketChannel channel = null;
    InetSocketAddress address = listener.address();
    try {
      channel = openServer(address);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, backlog);
      return channel;
    } catch (IOException | UnsupportedOperationException e) {
      if (channel != null) {
        channel.close();
      }
      throw BindFailure.of(listener.name(), address, String.valueOf(e.getMessage()));
    }
  }

  /** A host without IPv6 still gets {@code [::]}, as IPv4: that is all it can mean there. */
  private static ServerSocketChannel openServer(InetSocketAddress address) throws IOException {
    try {
      return ServerSocketChannel.open(family(address));
    } catch (UnsupportedOperationException e) {
      if (address.getAddress().isAnyLocalAddress()) {
        return ServerSocketChannel.open(StandardProtocolFamily.INET);
      }
      throw e;
    }
  }

  /** A socket to reach a server with, set up likewise. */
  static SocketChannel dialing(InetSocketAddress address, Engine.Listener listener)
      throws IOException {
    SocketChannel channel = SocketChannel.open(family(address));
    try {
      tune(channel, listener);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Non-blocking, no Nagle, keepalive. */
  static void tune(SocketChannel channel, Engine.Listener listener) throws IOException {
    channel.configureBlocking(false);
    int idle = Math.clamp(listener.keepalive().toSeconds(), 1, 32767);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idle);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_INTERVAL_SECONDS);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_PROBES);
  }

  /** What a failed connect says, by the JDK's exception; the words differ by locale. */
  static ConnectFailure classify(IOException failure) {
    return switch (failure) {
      case BindException _ -> ConnectFailure.LOCAL; // no free port, or a firewall here
      case NoRouteToHostException _ -> ConnectFailure.UNREACHABLE;
      case ConnectException _ when String.valueOf(failure.getMessage()).contains("timed out") ->
          ConnectFailure.TIMED_OUT; // the system gave up before we did
      case ConnectException _ -> ConnectFailure.REFUSED;
      default ->
          String.valueOf(failure.getMessage()).contains("reset")
              ? ConnectFailure.REFUSED
              : ConnectFailure.UNREACHABLE;
    };
  }

  private static ProtocolFamily family(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return ip instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
  }
}
