package io.vigie.lb.net;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reference engine: plain NIO sockets on the selector of one Vert.x event loop.
 *
 * <p>Vert.x's own sockets close both directions on FIN, so neither they nor Netty's channels are
 * used; see docs/adr/0020. Thread rule: made and used on {@code loop} only.
 */
public final class NioEngine implements Engine {

  static final int PARTING_READ_BYTES = 16 * 1024;

  private final IoEventLoop loop;
  private final Reports reports;
  private final Deadlines deadlines;
  private final Map<String, Acceptor> listeners = new HashMap<>();
  private final LongObjectMap<Session> sessions = new LongObjectHashMap<>();
  private ByteBuffer readBuffer = ByteBuffer.allocateDirect(PARTING_READ_BYTES);
  private long lastSession;

  /**
   * An engine without listeners.
   *
   * @throws IllegalArgumentException if the loop runs on a native transport instead of NIO
   */
  public NioEngine(EventLoop loop, Reports reports) {
    if (!(loop instanceof IoEventLoop io && io.isIoType(NioIoHandler.class))) {
      throw new IllegalArgumentException(
          "event loop " + loop + " has no NIO selector: set Vert.x preferNativeTransport to false");
    }
    this.loop = io;
    this.reports = reports;
    this.deadlines = new Deadlines(loop);
  }

  @Override
  public Future<InetSocketAddress> open(Listener listener) {
    if (listeners.containsKey(listener.name())) {
      return Future.failedFuture(
          new IllegalArgumentException("listener " + listener.name() + " is open already"));
    }
    try {
      Acceptor acceptor = Acceptor.bind(this, Rules.of(listener));
      acceptor.begin(register(acceptor));
      listeners.put(listener.name(), acceptor);
      growReadBuffer(listener);
      return Future.succeededFuture(acceptor.address());
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public void change(Listener listener) {
    Acceptor open = listeners.get(listener.name());
    if (open != null) {
      growReadBuffer(listener);
      open.change(Rules.of(listener));
    }
  }

  @Override
  public Future<Void> close(String listener) {
    Acceptor open = listeners.remove(listener);
    if (open == null) {
      return Future.succeededFuture();
    }
    open.acceptWaiting();
    open.close();
    return selected();
  }

  @Override
  public Future<Void> resetsSent() {
    return selected();
  }

  /**
   * Done when the loop has selected once more, for that is when the JDK gives descriptors back. A
   * timer set by a task is never run in the same turn; one set while the selected keys are worked
   * off may be, if that takes longer than the timer.
   */
  private Future<Void> selected() {
    Promise<Void> done = Promise.promise();
    loop.execute(() -> loop.schedule(() -> done.complete(), 0, TimeUnit.MILLISECONDS));
    return done.future();
  }

  @Override
  public void admit(long session) {
    Session found = sessions.get(session);
    if (found != null) {
      found.admit();
    }
  }

  @Override
  public void connect(long session, Dial dial) {
    Session found = sessions.get(session);
    if (found != null) {
      found.connect(dial);
    }
  }

  @Override
  public void end(long session, Close how) {
    Session found = sessions.get(session);
    if (found != null) {
      found.end(Ended.Cause.CLOSED_BY_US, how);
    }
  }

  @Override
  public void meter(Meter meter) {
    for (Session session : sessions.values()) {
      session.meter(meter);
    }
  }

  @Override
  public Future<Void> shutdown() {
    listeners.values().forEach(Acceptor::close);
    listeners.clear();
    List<Session> all = new ArrayList<>(sessions.values());
    all.forEach(session -> session.end(Ended.Cause.CLOSED_BY_US, Close.RST));
    return selected();
  }

  // For acceptors and sessions. Reports go through the loop's queue: none happens inside a call,
  // and all are in order.

  IoEventLoop loop() {
    return loop;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** The one buffer all reads go through, empty; what is read must be gone before the next. */
  ByteBuffer readBuffer(int bytes) {
    return readBuffer.clear().limit(bytes);
  }

  private void growReadBuffer(Listener listener) {
    if (listener.bufferBytes() > readBuffer.capacity()) {
      readBuffer = ByteBuffer.allocateDirect(listener.bufferBytes());
    }
  }

  private IoRegistration register(NioIoHandle handle) throws IOException {
    io.netty.util.concurrent.Future<IoRegistration> registering = loop.register(handle);
    if (!registering.isSuccess()) { // decided at once on the loop's own thread
      handle.selectableChannel().close();
      throw new IOException(
          "the event loop does not take a socket: "
              + (registering.isDone() ? registering.cause() : "not called on its thread"),
          registering.cause());
    }
    return registering.getNow();
  }

  void arrived(Accepted accepted, Rules rules) throws IOException {
    Session session = new Session(this, ++lastSession, rules, accepted);
    session.client().registered(register(session.client()));
    sessions.put(session.id, session);
    String listener = rules.listener().name();
    loop.execute(
        () -> reports.arrived(session.id, listener, accepted.source(), accepted.destination()));
  }

  void acceptFailed(String listener, IOException failure) {
    loop.execute(() -> reports.acceptFailed(listener, failure));
  }

  /**
   * Begins to connect.
   *
   * @return the leg that tells when it is decided; null if it failed at once, which the session is
   *     told later
   */
  @Nullable Leg dial(Session session, int attempt, InetSocketAddress address, Listener listener) {
    if (address.isUnresolved()) {
      return failed(session, attempt, ConnectFailure.UNREACHABLE);
    }
    SocketChannel channel;
    try {
      channel = Sockets.dialing(address, listener);
    } catch (IOException e) {
      return failed(session, attempt, ConnectFailure.LOCAL); // no descriptor left
    }
    Leg leg = new Leg(channel, false, session);
    try {
      leg.registered(register(leg));
      channel.connect(address); // even a connect that is done at once is told by the selector
      leg.wantConnect();
      return leg;
    } catch (IOException e) {
      leg.close();
      return failed(session, attempt, Sockets.classify(e));
    }
  }

  private @Nullable Leg failed(Session session, int attempt, ConnectFailure failure) {
    loop.execute(() -> session.connectFailedAtOnce(attempt, failure));
    return null;
  }

  /** Says goodbye to a leg whose peer is to hear the end after everything else. */
  void part(Leg leg) {
    if (leg.sent() == 0 && !leg.holdsBack()) {
      leg.close(); // nothing that could get lost
    } else {
      new Parting(this, leg).begin();
    }
  }

  void ready(Session session, Hello hello) {
    loop.execute(() -> reports.ready(session.id, hello));
  }

  void connected(Session session) {
    loop.execute(() -> reports.connected(session.id));
  }

  void connectFailed(Session session, ConnectFailure failure) {
    loop.execute(() -> reports.connectFailed(session.id, failure));
  }

  void ended(Session session, Ended how) {
    sessions.remove(session.id);
    loop.execute(() -> reports.ended(session.id, how));
  }
}
