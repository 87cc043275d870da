package io.vigie.lb.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vigie.lb.codec.ClientHello;
import io.vigie.lb.codec.Progress;
import io.vigie.lb.codec.ProxyDecoder;
import io.vigie.lb.codec.ProxyHeader;
import io.vigie.lb.core.Cidr;
import io.vigie.lb.core.Hello;
import io.vigie.lb.net.Engine.Listener;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a client says before it may have a server: a PROXY header, a TLS server name. */
final class HelloReader {

  /** How far it is. */
  sealed interface Outcome {}

  /** More bytes are needed. */
  record More() implements Outcome {}

  /** It will never be understood. */
  record Broken() implements Outcome {}

  /** All is known; what was read for it and belongs to the server is still held. */
  record Whole(Hello hello) implements Outcome {}

  private final boolean peekServerName;
  private boolean expectProxy;
  private InetSocketAddress source;
  private InetSocketAddress destination;

  private HelloReader(
      boolean expectProxy,
      boolean peekServerName,
      InetSocketAddress source,
      InetSocketAddress destination) {
    this.expectProxy = expectProxy;
    this.peekServerName = peekServerName;
    this.source = source;
    this.destination = destination;
  }

  /** A reader for this client, or null if nothing is expected of it. */
  static @Nullable HelloReader of(Listener listener, NioSocketChannel client) {
    InetSocketAddress source = client.remoteAddress();
    boolean expectProxy =
        Cidr.anyContains(Cidr.parseAll(listener.acceptProxy()), source.getAddress());
    return expectProxy || listener.peekServerName()
        ? new HelloReader(expectProxy, listener.peekServerName(), source, client.localAddress())
        : null;
  }

  /** Looks at all that was received; takes the PROXY header off. */
  Outcome read(ByteBuf held) {
    if (expectProxy) {
      switch (ProxyDecoder.decode(held.nioBuffer())) {
        case Progress.NeedMore<ProxyHeader>() -> {
          return new More();
        }
        case Progress.Broken<ProxyHeader>(String _) -> {
          return new Broken();
        }
        case Progress.Done<ProxyHeader>(ProxyHeader header, int length) -> {
          held.skipBytes(length);
          expectProxy = false;
          source = header.source() == null ? source : header.source();
          destination = header.destination() == null ? destination : header.destination();
        }
      }
    }
    return peekServerName ? readServerName(held) : new Whole(new Hello(source, destination, null));
  }

  private Outcome readServerName(ByteBuf held) {
    return switch (ClientHello.serverName(held.nioBuffer())) {
      case Progress.NeedMore<Optional<String>>() -> new More();
      case Progress.Broken<Optional<String>>(String _) -> new Broken();
      case Progress.Done<Optional<String>>(Optional<String> name, int _) ->
          new Whole(new Hello(source, destination, name.orElse(null)));
    };
  }
}
