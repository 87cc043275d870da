package io.vigie.lb.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The reference engine: Netty's NIO channels on one Vert.x event loop.
 *
 * <p>Vert.x's own sockets close both directions on FIN, so the channels are used without them; see
 * docs/adr/0020. Thread rule: made and used on {@code loop} only.
 */
public final class NettyEngine implements Engine {

  private static final int BACKLOG = 4096;

  private final EventLoop loop;
  private final Reports reports;
  private final Deadlines deadlines;
  private final Map<String, Open> listeners = new HashMap<>();
  private final LongObjectMap<NettySession> sessions = new LongObjectHashMap<>();
  private long lastSession;

  /** A listener and its socket. */
  private static final class Open {
    private final Channel channel;
    private Listener listener;

    Open(Channel channel, Listener listener) {
      this.channel = channel;
      this.listener = listener;
    }
  }

  /** An engine without listeners. */
  public NettyEngine(EventLoop loop, Reports reports) {
    this.loop = loop;
    this.reports = reports;
    this.deadlines = new Deadlines(loop);
  }

  @Override
  public Future<InetSocketAddress> open(Listener listener) {
    if (listeners.containsKey(listener.name())) {
      return Future.failedFuture(
          new IllegalArgumentException("listener " + listener.name() + " is open already"));
    }
    Promise<InetSocketAddress> bound = Promise.promise();
    new ServerBootstrap()
        .group(loop)
        .channelFactory(() -> Sockets.listening(listener.address()))
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childHandler(
            new ChannelInitializer<NioSocketChannel>() {
              @Override
              protected void initChannel(NioSocketChannel channel) {
                accepted(listener.name(), channel);
              }
            })
        .bind(listener.address())
        .addListener(
            (ChannelFuture binding) -> {
              if (binding.isSuccess()) {
                listeners.put(listener.name(), new Open(binding.channel(), listener));
                bound.complete((InetSocketAddress) binding.channel().localAddress());
              } else {
                bound.fail(bindFailure(listener, binding.cause()));
              }
            });
    return bound.future();
  }

  private static Throwable bindFailure(Listener listener, Throwable cause) {
    BindException failure =
        new BindException(
            "frontend %s: cannot listen on %s: %s"
                .formatted(listener.name(), text(listener.address()), cause.getMessage()));
    failure.initCause(cause);
    return failure;
  }

  private static String text(InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + address.getPort();
  }

  @Override
  public void change(Listener listener) {
    Open open = listeners.get(listener.name());
    if (open != null) {
      open.listener = listener;
    }
  }

  @Override
  public Future<Void> close(String listener) {
    Open open = listeners.remove(listener);
    return open == null ? Future.succeededFuture() : closed(open.channel);
  }

  private static Future<Void> closed(Channel channel) {
    Promise<Void> done = Promise.promise();
    channel
        .close()
        .addListener(
            closing -> {
              if (closing.isSuccess()) {
                done.complete();
              } else {
                done.fail(closing.cause());
              }
            });
    return done.future();
  }

  @Override
  public void admit(long session) {
    NettySession found = sessions.get(session);
    if (found != null) {
      found.admit();
    }
  }

  @Override
  public void connect(long session, Dial dial) {
    NettySession found = sessions.get(session);
    if (found != null) {
      found.connect(dial);
    }
  }

  @Override
  public void end(long session, Close how) {
    NettySession found = sessions.get(session);
    if (found != null) {
      found.end(Ended.Cause.CLOSED_BY_US, how);
    }
  }

  @Override
  public void meter(Meter meter) {
    for (NettySession session : sessions.values()) {
      session.meter(meter);
    }
  }

  @Override
  public Future<Void> shutdown() {
    List<Future<Void>> closing = new ArrayList<>();
    for (String name : List.copyOf(listeners.keySet())) {
      closing.add(close(name));
    }
    for (NettySession session : List.copyOf(sessions.values())) {
      session.end(Ended.Cause.CLOSED_BY_US, Close.RST);
    }
    return Future.join(closing).mapEmpty();
  }

  private void accepted(String name, NioSocketChannel channel) {
    Open open = listeners.get(name);
    InetSocketAddress source = channel.remoteAddress();
    if (open == null || source == null) { // closed meanwhile, by us or by the client
      channel.close();
      return;
    }
    Sockets.prepare(channel, open.listener);
    Leg client = new Leg(channel, true);
    NettySession session = new NettySession(this, ++lastSession, open.listener, client);
    client.attach(session);
    sessions.put(session.id, session);
    channel.pipeline().addLast(client);
    loop.execute(() -> reports.arrived(session.id, name, source, channel.localAddress()));
  }

  // For sessions. Reports go through the loop's queue: none happens inside a call, all are in
  // order.

  Deadlines deadlines() {
    return deadlines;
  }

  Leg dial(
      InetSocketAddress address, Listener listener, BiConsumer<Leg, @Nullable Throwable> done) {
    NioSocketChannel channel = Sockets.connecting(address);
    Sockets.prepare(channel, listener);
    Leg leg = new Leg(channel, false);
    channel.pipeline().addLast(leg);
    loop.register(channel);
    channel
        .connect(address)
        .addListener(
            connecting ->
                loop.execute(
                    () -> done.accept(leg, connecting.isSuccess() ? null : connecting.cause())));
    return leg;
  }

  void ready(NettySession session, Hello hello) {
    loop.execute(() -> reports.ready(session.id, hello));
  }

  void connected(NettySession session) {
    loop.execute(() -> reports.connected(session.id));
  }

  void connectFailed(NettySession session, ConnectFailure failure) {
    loop.execute(() -> reports.connectFailed(session.id, failure));
  }

  void ended(NettySession session, Ended how) {
    sessions.remove(session.id);
    loop.execute(() -> reports.ended(session.id, how));
  }
}
