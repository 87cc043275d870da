package io.vigie.lb.net;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vigie.lb.core.ConnectFailure;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;

/** Sockets as the engine wants them, and what their failures mean. */
final class Sockets {

  private static final int KEEPALIVE_PROBES = 3;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 10;

  private Sockets() {}

  /** A listening socket of the address's own family: {@code 0.0.0.0} is not {@code [::]}. */
  static NioServerSocketChannel listening(InetSocketAddress address) {
    return new NioServerSocketChannel(SelectorProvider.provider(), family(address));
  }

  /** A socket to connect with. */
  static NioSocketChannel connecting(InetSocketAddress address) {
    return new NioSocketChannel(SelectorProvider.provider(), family(address));
  }

  /**
   * Sets a leg up: explicit reads of at most the buffer's size, half-close allowed, keepalive. An
   * option that cannot be set, as on a socket that was reset already, is left alone: the next read
   * tells.
   */
  static void prepare(NioSocketChannel channel, Engine.Listener listener) {
    int buffer = listener.bufferBytes();
    var config = channel.config();
    config.setAutoRead(false);
    config.setAllowHalfClosure(true);
    config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(buffer).maxMessagesPerRead(1));
    config.setWriteBufferWaterMark(new WriteBufferWaterMark(buffer / 2, buffer));
    config.setConnectTimeoutMillis(0); // the engine has its own
    try {
      config.setTcpNoDelay(true);
      config.setKeepAlive(true);
      int idle = Math.clamp(listener.keepalive().toSeconds(), 1, 32767);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), idle);
      config.setOption(
          NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEPALIVE_INTERVAL_SECONDS);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEPALIVE_PROBES);
    } catch (ChannelException e) {
      config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
  }

  /** What a failed connect says, by the JDK's exception and the system's words. */
  static ConnectFailure classify(Throwable failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (failure instanceof BindException
        || words.contains("too many open files")
        || words.contains("cannot assign requested address")) {
      return ConnectFailure.LOCAL;
    }
    if (words.contains("timed out")) {
      return ConnectFailure.TIMED_OUT; // the system gave up before we did
    }
    if (failure instanceof NoRouteToHostException || words.contains("unreachable")) {
      return ConnectFailure.UNREACHABLE;
    }
    if (failure instanceof ConnectException || words.contains("reset")) {
      return ConnectFailure.REFUSED;
    }
    return failure instanceof SocketException ? ConnectFailure.UNREACHABLE : ConnectFailure.LOCAL;
  }

  private static SocketProtocolFamily family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address
        ? SocketProtocolFamily.INET
        : SocketProtocolFamily.INET6;
  }
}
