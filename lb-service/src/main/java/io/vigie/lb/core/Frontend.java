package io.vigie.lb.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One frontend: who may come in, and where they go. */
final class Frontend {

  /** For clients that arrive when their frontend was just removed: nobody is let in. */
  static final LbConfig.Frontend CLOSED =
      new LbConfig.Frontend(null, Map.of(), List.of(), List.of(), List.of(), 0, 0, false);

  final String name;
  final Traffic traffic;
  final Map<Rejection, Long> rejections = new EnumMap<>(Rejection.class);

  /** Clients that came, let in or not. */
  long accepted;

  /** Sessions that are over, by how they ended. */
  final Map<Termination, Long> ended = new EnumMap<>(Termination.class);

  /** Sessions let in that are not over. */
  int sessions;

  private LbConfig.Frontend config;
  private Routes routes;
  private final Map<InetAddress, Integer> bySource = new HashMap<>();

  Frontend(String name, LbConfig.Frontend config) {
    this.name = name;
    this.config = config;
    this.routes = new Routes(config.routes(), config.pool());
    this.traffic = new Traffic(this);
  }

  void configure(LbConfig.Frontend wanted) {
    config = wanted;
    routes = new Routes(wanted.routes(), wanted.pool());
  }

  /** Whether the kernel forwards its connections. */
  boolean isDirect() {
    return config.direct();
  }

  @Nullable String pool(@Nullable String serverName) {
    return routes.pool(serverName);
  }

  /** Whether one more client may come in; null lets it in, and it has its place from now on. */
  @Nullable Rejection arrive(Session session) {
    if (sessions >= config.maxConnections()) {
      return Rejection.FRONTEND_FULL;
    }
    InetAddress peer = session.source().getAddress();
    if (peer != null && Cidr.anyContains(config.proxies(), peer)) {
      sessions++;
      session.admitted = true;
      return null; // who it speaks for is known with its hello
    }
    Rejection no = check(session, peer);
    if (no == null) {
      sessions++;
      session.admitted = true;
    }
    return no;
  }

  /** The same, once it is known for whom a proxy speaks. */
  @Nullable Rejection introduce(Session session, InetSocketAddress source) {
    session.speaksFor(source);
    return session.checked ? null : check(session, source.getAddress());
  }

  /** A session is over. */
  void leave(Session session) {
    if (session.admitted) {
      sessions--;
    }
    InetAddress source = session.countedAs;
    if (source != null) {
      bySource.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private @Nullable Rejection check(Session session, @Nullable InetAddress source) {
    if (source == null
        || Cidr.anyContains(config.deny(), source)
        || (!config.allow().isEmpty() && !Cidr.anyContains(config.allow(), source))) {
      return Rejection.DENIED;
    }
    session.checked = true;
    if (config.maxPerSource() == 0) {
      return null;
    }
    if (bySource.getOrDefault(source, 0) >= config.maxPerSource()) {
      return Rejection.SOURCE_FULL;
    }
    bySource.merge(source, 1, Integer::sum);
    session.countedAs = source;
    return null;
  }
}
