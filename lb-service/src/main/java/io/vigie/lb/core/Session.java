package io.vigie.lb.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client, from its arrival until the engine says that it is over. */
final class Session {

  /** What a session is doing. */
  enum Phase {
    /** Its hello is awaited. */
    HELLO,
    /** It waits for a place on a server. */
    WAITING,
    /** Every server failed it once: it waits a little before it tries again. */
    PAUSED,
    CONNECTING,
    OPEN,
    /** We told the engine to end it. */
    ENDING
  }

  final long id;
  final Frontend frontend;
  final long arrivedAt;

  /** Our address it connected to; null if the socket did not tell. */
  final @Nullable InetAddress local;

  private Source source;

  /** The address that holds a place of its source; null while it holds none. */
  @Nullable InetAddress countedAs;

  /** Whether it has a place in its frontend, and whether its source was found good. */
  boolean admitted;

  boolean checked;

  Phase phase = Phase.HELLO;

  /** From its hello until it has its server. */
  @Nullable Hello hello;

  @Nullable Pool pool;

  /** The server it is on or tried last. */
  @Nullable Server server;

  /** For {@link Occupants}: the list it is in, and who is beside it. */
  @Nullable Occupants on;

  @Nullable Session before;
  @Nullable Session after;

  /** Servers that failed it and are not to be tried again while another is left. */
  private List<Server> failed = List.of();

  int attempts;
  boolean redispatched;
  long dialedAt;
  long openedAt = -1;

  /** When its present wait is over, in a {@link Line}. */
  long due;

  long waitBegan;
  long waitedNanos;
  int ahead;

  long bytesIn;
  long bytesOut;

  /** Why we end it; null while we do not. */
  @Nullable Termination ending;

  @Nullable Rejection rejected;

  Session(Input.Arrived in, Frontend frontend, long now) {
    this.id = in.session();
    this.frontend = frontend;
    this.source = new Source(in.source());
    this.local = in.destination().getAddress();
    this.arrivedAt = now;
  }

  InetSocketAddress source() {
    return source.address();
  }

  /** A proxy has said for whom it speaks. */
  void speaksFor(InetSocketAddress client) {
    source = new Source(client);
  }

  boolean wasFailedBy(Server server) {
    return !failed.isEmpty() && failed.contains(server);
  }

  /** Whether a server has a place and has not failed it. */
  boolean mayUse(Server server) {
    return server.hasPlace() && !wasFailedBy(server);
  }

  void failedBy(Server server) {
    if (failed.isEmpty()) {
      failed = new ArrayList<>(2); // most sessions never need one
    }
    failed.add(server);
  }

  boolean hasFailed() {
    return !failed.isEmpty();
  }

  /** All may be tried again. */
  void forgive() {
    failed = List.of();
  }

  Hello hello() {
    if (hello == null) {
      throw new IllegalStateException("session " + id + " has no hello yet");
    }
    return hello;
  }

  SessionRecord record(Termination end, int process, long now) {
    Pool p = pool;
    Server s = server;
    return new SessionRecord(
        source.address(),
        arrivedAt,
        frontend.name,
        p == null ? null : p.name,
        s == null ? null : s.name,
        p == null ? -1 : waitedNanos / 1_000_000,
        openedAt < 0 ? -1 : (openedAt - dialedAt) / 1_000_000,
        (now - arrivedAt) / 1_000_000,
        bytesIn,
        bytesOut,
        end,
        rejected,
        process,
        frontend.sessions,
        p == null ? 0 : p.sessions,
        s == null ? 0 : s.sessions.size(),
        Math.max(0, attempts - 1),
        redispatched,
        ahead);
  }
}
