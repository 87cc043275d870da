package io.vigie.lb.net;

import io.vigie.lb.codec.ClientHello;
import io.vigie.lb.codec.Progress;
import io.vigie.lb.codec.ProxyDecoder;
import io.vigie.lb.codec.ProxyHeader;
import io.vigie.lb.core.Cidr;
import io.vigie.lb.core.Hello;
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
  static @Nullable HelloReader of(
      Rules rules, InetSocketAddress source, InetSocketAddress destination) {
    boolean expectProxy = Cidr.anyContains(rules.trusted(), source.getAddress());
    boolean peekServerName = rules.listener().peekServerName();
    return expectProxy || peekServerName
        ? new HelloReader(expectProxy, peekServerName, source, destination)
        : null;
  }

  /** Looks at all that was received; takes the PROXY header off. */
  Outcome read(EarlyBytes early) {
    if (expectProxy) {
      switch (ProxyDecoder.decode(early.view())) {
        case Progress.NeedMore<ProxyHeader>() -> {
          return new More();
        }
        case Progress.Broken<ProxyHeader>(String _) -> {
          return new Broken();
        }
        case Progress.Done<ProxyHeader>(ProxyHeader header, int length) -> {
          early.skip(length);
          expectProxy = false;
          source = header.source() == null ? source : header.source();
          destination = header.destination() == null ? destination : header.destination();
        }
      }
    }
    return peekServerName ? readServerName(early) : new Whole(new Hello(source, destination, null));
  }

  private Outcome readServerName(EarlyBytes early) {
    return switch (ClientHello.serverName(early.view())) {
      case Progress.NeedMore<Optional<String>>() -> new More();
      case Progress.Broken<Optional<String>>(String _) -> new Broken();
      case Progress.Done<Optional<String>>(Optional<String> name, int _) ->
          new Whole(new Hello(source, destination, name.orElse(null)));
    };
  }
}
