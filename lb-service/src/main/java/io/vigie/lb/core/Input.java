package io.vigie.lb.core;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.ClusterChanged;
import io.vigie.event.CommandRequested;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged.ServerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can happen to a {@link Director}. The first five are the engine's reports. */
public sealed interface Input {

  /**
   * A client connected to a frontend.
   *
   * @param source the socket's peer: a proxy in front of us, perhaps
   * @param destination the socket's own address, whatever a PROXY header may say later
   */
  record Arrived(
      long session, String frontend, InetSocketAddress source, InetSocketAddress destination)
      implements Input {}

  /** A session's hello is there: it wants a server. */
  record Ready(long session, Hello hello) implements Input {}

  /** A session's server answered. Void if another attempt has been begun since. */
  record Connected(long session, int attempt) implements Input {}

  /** It did not. Likewise. */
  record Failed(long session, int attempt, ConnectFailure failure) implements Input {}

  /** A session is over: the last word on it. */
  record Over(long session, Ended how) implements Input {}

  /** How many bytes a session has moved since it began. */
  record Moved(long session, long bytesIn, long bytesOut) implements Input {}

  /**
   * What the kernel did for a direct frontend since it was asked last.
   *
   * @param servers by name, those of its pool
   * @param denied connections that an access list turned away
   * @param unserved connections for which there was no server
   */
  record Forwarded(String frontend, Map<String, Flows> servers, long denied, long unserved)
      implements Input {
    public Forwarded {
      servers = Map.copyOf(servers);
    }
  }

  /**
   * Connections that the kernel forwards to one server.
   *
   * @param begun since the last time
   * @param open now
   * @param bytesIn towards the server since the last time, headers of packets included
   * @param bytesOut towards clients, likewise
   */
  record Flows(long begun, int open, long bytesIn, long bytesOut) {}

  /** The verdict that counts on a node. */
  record NodeNews(String node, NodeStatus status, Because because) implements Input {}

  /** The word that counts on one check of a node. */
  record CheckNews(String node, String check, CheckStatus status, Because because)
      implements Input {}

  /** Where a node is; null if its name cannot be resolved. */
  record Located(String node, @Nullable InetAddress address) implements Input {}

  /** Whether this host's own observer doubts itself: then nothing is ejected or closed. */
  record Doubt(boolean impaired) implements Input {}

  /**
   * An operator wants something.
   *
   * @param askedMillis when, by the asker's clock, in ms since 1970
   * @param expired whether it is void by now
   */
  record Ordered(CommandRequested command, long askedMillis, boolean expired, Because because)
      implements Input {}

  /**
   * The vrrp-service of this host says what it is to a VIP.
   *
   * @param ref the event
   * @param fresh whether it may reset anything
   */
  record RoleNews(RoleChanged role, Fact.Ref ref, boolean fresh) implements Input {}

  /** What db-watcher says of a database, of whichever host it is. */
  record DatabaseNews(ClusterChanged word, Because because) implements Input {}

  /** The vrrp-service of this host is gone. */
  record RoleNewsLost() implements Input {}

  /** What was told of a server last, before this process: it is changed from there. */
  record ToldBefore(String pool, String server, ServerState state) implements Input {}

  /** History is folded, or has been waited for long enough: from now on every change is told. */
  record Announce() implements Input {}

  /** Another configuration. Sessions go on. */
  record Reconfigured(LbConfig config) implements Input {}

  /** Every session is to end now: the service has waited for them long enough. */
  record Stop() implements Input {}

  /** A timer fired, perhaps early or late. */
  record Tick() implements Input {}

  /**
   * The event behind an input.
   *
   * @param ref the event; null if there is none
   * @param fresh whether it may close or eject: neither history nor a change of observer
   * @param heardNanos when it reached this process, on the director's clock
   */
  record Because(Fact.@Nullable Ref ref, boolean fresh, long heardNanos) {}
}
