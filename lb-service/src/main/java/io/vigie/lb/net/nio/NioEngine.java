package io.vigie.lb.net.nio;

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
import io.vigie.lb.net.Deadlines;
import io.vigie.lb.net.Engine;
import io.vigie.lb.net.Leg;
import io.vigie.lb.net.Loop;
import io.vigie.lb.net.Rules;
import io.vigie.lb.net.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
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
public final class NioEngine implements Engine, Loop {

  private static final int LEAST_BUFFER_BYTES = 16 * 1024;

  private final IoEventLoop loop;
  private final Reports reports;
  private final Ticker ticker;
  private final Map<String, Acceptor> listeners = new HashMap<>();
  private final LongObjectMap<Session> sessions = new LongObjectHashMap<>();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(LEAST_BUFFER_BYTES);
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
    this.ticker = new Ticker(loop);
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
      growBuffer(listener);
      return Future.succeededFuture(acceptor.address());
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public void change(Listener listener) {
    Acceptor open = listeners.get(listener.name());
    if (open != null) {
      growBuffer(listener);
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
    return turned();
  }

  /** Its loop is the service's own: who can ask does not wait for it. */
  @Override
  public Duration busiest() {
    return Duration.ZERO;
  }

  /**
   * Done when the loop has selected once more, for that is when the JDK gives descriptors back. A
   * timer set by a task is never run in the same turn; one set while the selected keys are worked
   * off may be, if that takes longer than the timer.
   */
  @Override
  public Future<Void> turned() {
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
    List.copyOf(sessions.values()).forEach(session -> session.meter(meter));
  }

  @Override
  public Future<Void> shutdown() {
    listeners.values().forEach(Acceptor::close);
    listeners.clear();
    List<Session> all = new ArrayList<>(sessions.values());
    all.forEach(session -> session.end(Ended.Cause.CLOSED_BY_US, Close.RST));
    return turned();
  }

  // For acceptors and sessions. Reports go through the loop's queue: none happens inside a call,
  // and all are in order.

  IoEventLoop eventLoop() {
    return loop;
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public void arm(Deadlines.Entry entry) {
    ticker.arm(entry);
  }

  @Override
  public void disarm(Deadlines.Entry entry) {
    ticker.disarm(entry);
  }

  @Override
  public void later(Runnable what) {
    loop.execute(what);
  }

  @Override
  public void again(Leg leg) {
    loop.execute(leg::readyAgain);
  }

  @Override
  public Reports reports() {
    return reports;
  }

  @Override
  public ByteBuffer buffer() {
    return buffer.clear();
  }

  private void growBuffer(Listener listener) {
    if (listener.bufferBytes() > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(listener.bufferBytes());
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

  void arrived(SocketChannel client, Rules rules) throws IOException {
    InetSocketAddress source = (InetSocketAddress) client.getRemoteAddress();
    InetSocketAddress destination = (InetSocketAddress) client.getLocalAddress();
    Session session = new Session(++lastSession, this, rules, source, destination);
    NioLeg leg = new NioLeg(client, true, session, this);
    leg.registered(register(leg), SelectionKey.OP_READ);
    sessions.put(session.id(), session);
    session.begin(leg);
  }

  @Override
  public @Nullable Leg dial(
      Session session, int attempt, InetSocketAddress address, Listener listener) {
    if (address.isUnresolved()) {
      return failed(session, attempt, ConnectFailure.UNREACHABLE);
    }
    SocketChannel channel;
    try {
      channel = Sockets.dialing(address, listener);
    } catch (IOException e) {
      return failed(session, attempt, ConnectFailure.LOCAL); // no descriptor left
    }
    NioLeg leg = new NioLeg(channel, false, session, this);
    try {
      IoRegistration registration = register(leg);
      channel.connect(address); // even a connect that is done at once is told by the selector
      leg.registered(registration, SelectionKey.OP_CONNECT);
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

  @Override
  public void forget(Session session) {
    sessions.remove(session.id());
  }
}
