package io.vigie.lb.app;

import io.vertx.core.Future;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.lb.net.Engine;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of the frontends, through reloads: one whose address stays is never closed, whatever
 * else changes, its frontend's name included. New ones are opened before old ones are closed, and
 * if one cannot be opened nothing has changed.
 */
final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final Engine engine;

  /** By the name of the frontend. */
  private Map<String, Bound> bound = new LinkedHashMap<>();

  /** The frontend by the name of the socket in the engine. */
  private final Map<String, String> frontends = new ConcurrentHashMap<>();

  /**
   * A socket that accepts.
   *
   * @param listener as the engine knows it; the name is the socket's
   * @param address the bound address, with the real port
   */
  private record Bound(Engine.Listener listener, InetSocketAddress address) {}

  Listeners(Engine engine) {
    this.engine = engine;
  }

  /**
   * The frontend whose socket has this name in the engine; the name itself if there is none. From
   * any thread.
   */
  String frontend(String socket) {
    return frontends.getOrDefault(socket, socket);
  }

  /** Where each frontend is bound. */
  Map<String, InetSocketAddress> addresses() {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    bound.forEach((name, socket) -> addresses.put(name, socket.address()));
    return addresses;
  }

  /**
   * Opens what is new; direct frontends have no socket.
   *
   * @return what then remains to be done; fails, with everything as before, if one cannot be opened
   */
  Future<Change> prepare(Map<String, FrontendConfig> all) {
    Map<String, FrontendConfig> wanted = new LinkedHashMap<>(all);
    wanted.values().removeIf(FrontendConfig::isDirect);
    Map<String, Bound> next = new LinkedHashMap<>();
    List<Future<Void>> opening = new ArrayList<>();
    List<Bound> opened = new ArrayList<>();
    Map<String, Bound> kept = kept(wanted);
    wanted.forEach(
        (name, frontend) -> {
          Engine.Listener listener = Mapping.listener(name, frontend);
          Bound same = kept.get(name);
          if (same != null) {
            next.put(name, new Bound(named(listener, same.listener().name()), same.address()));
            return;
          }
          Engine.Listener fresh = named(listener, freeName(name));
          next.put(name, new Bound(fresh, fresh.address())); // its place in the order
          opening.add(open(name, fresh).map(socket -> keep(socket, name, next, opened)));
        });
    return Future.join(opening)
        .map(_ -> new Change(next))
        .recover(
            cause ->
                Future.join(opened.stream().map(this::close).toList())
                    .transform(_ -> Future.failedFuture(cause)));
  }

  /** The sockets that go on, by the name their frontend will have: its own first. */
  private Map<String, Bound> kept(Map<String, FrontendConfig> wanted) {
    Map<String, Bound> kept = new HashMap<>();
    Map<String, Bound> left = new LinkedHashMap<>(bound);
    wanted.forEach(
        (name, frontend) -> {
          Bound own = bound.get(name);
          if (own != null && isAt(own, name, frontend)) {
            kept.put(name, own);
            left.remove(name);
          }
        });
    wanted.forEach(
        (name, frontend) -> {
          for (Map.Entry<String, Bound> other : left.entrySet()) {
            if (!kept.containsKey(name) && isAt(other.getValue(), name, frontend)) {
              kept.put(name, other.getValue());
            }
          }
          left.values().removeIf(socket -> socket.equals(kept.get(name)));
        });
    return kept;
  }

  private static boolean isAt(Bound socket, String name, FrontendConfig frontend) {
    return socket.listener().address().equals(Mapping.listener(name, frontend).address());
  }

  private Future<Bound> open(String frontend, Engine.Listener listener) {
    frontends.put(listener.name(), frontend);
    return engine
        .open(listener)
        .map(address -> new Bound(listener, address))
        .onFailure(_ -> frontends.remove(listener.name()));
  }

  private static @Nullable Void keep(
      Bound socket, String name, Map<String, Bound> next, List<Bound> opened) {
    opened.add(socket);
    next.put(name, socket);
    return null;
  }

  /** What a good preparation leaves to do: at once, and it cannot fail. */
  final class Change {
    private final Map<String, Bound> next;

    private Change(Map<String, Bound> next) {
      this.next = next;
    }

    /** Goes over to the new listeners; sessions of those that are closed go on. */
    Future<Void> apply() {
      List<Future<Void>> closing = new ArrayList<>();
      for (Bound old : bound.values()) {
        if (next.values().stream().noneMatch(b -> sameSocket(b, old))) {
          closing.add(close(old));
        }
      }
      next.forEach(
          (name, socket) -> {
            frontends.put(socket.listener().name(), name);
            engine.change(socket.listener());
          });
      bound = next;
      return Future.join(closing).mapEmpty();
    }
  }

  /** Stops accepting everywhere. */
  Future<Void> closeAll() {
    List<Future<Void>> closing = bound.values().stream().map(this::close).toList();
    bound = new LinkedHashMap<>();
    return Future.join(closing).mapEmpty();
  }

  private Future<Void> close(Bound socket) {
    String name = socket.listener().name();
    return engine
        .close(name)
        .onComplete(_ -> frontends.remove(name))
        .onFailure(
            cause ->
                LOG.atWarn()
                    .addKeyValue("listener", name)
                    .addKeyValue("address", socket.address())
                    .setCause(cause)
                    .log("listener did not close"));
  }

  private String freeName(String frontend) {
    String name = frontend;
    for (int n = 2; frontends.containsKey(name); n++) {
      name = frontend + "#" + n;
    }
    return name;
  }

  private static boolean sameSocket(Bound a, @Nullable Bound b) {
    return b != null && a.listener().name().equals(b.listener().name());
  }

  private static Engine.Listener named(Engine.Listener l, String name) {
    return new Engine.Listener(
        name,
        l.address(),
        l.acceptProxy(),
        l.peekServerName(),
        l.bufferBytes(),
        l.idle(),
        l.halfOpen(),
        l.hello(),
        l.keepalive());
  }
}
