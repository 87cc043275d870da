package io.vigie.lb.net.nio;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.vigie.lb.net.AcceptLog;
import io.vigie.lb.net.Rules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket.
 *
 * <p>When the system refuses to hand out a connection, most likely for want of descriptors, it
 * rests a moment: the connection stays in the backlog and readiness would be told again at once.
 * Thread rule: on the event loop only.
 */
final class Acceptor implements NioIoHandle {

  /** Connections that may wait in the kernel; it has its own limit, net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  private static final int ACCEPTS_PER_TURN = 64;
  private static final int REST_MILLIS = 50;

  private final NioEngine engine;
  private final ServerSocketChannel channel;
  private @Nullable IoRegistration registration;
  private Rules rules;
  private final AcceptLog log = new AcceptLog();
  private boolean resting;

  private Acceptor(NioEngine engine, ServerSocketChannel channel, Rules rules) {
    this.engine = engine;
    this.channel = channel;
    this.rules = rules;
  }

  /** Binds; {@link #begin} accepts. */
  static Acceptor bind(NioEngine engine, Rules rules) throws IOException {
    return new Acceptor(engine, Sockets.listen(rules.listener(), BACKLOG), rules);
  }

  void begin(IoRegistration with) {
    registration = with;
    with.submit(NioIoOps.ACCEPT);
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  void change(Rules next) {
    rules = next;
  }

  /** Takes those whose handshake is done already: to them the service said yes. */
  void acceptWaiting() {
    accept(BACKLOG);
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    accept(ACCEPTS_PER_TURN);
  }

  private void accept(int most) {
    for (int i = 0; i < most && channel.isOpen(); i++) {
      SocketChannel client;
      try {
        client = channel.accept();
      } catch (IOException e) {
        rest(e);
        return;
      }
      if (client == null) {
        return;
      }
      log.works(rules.listener().name());
      setUp(client);
    }
  }

  private void setUp(SocketChannel client) {
    try {
      Sockets.tune(client, rules.listener());
      engine.arrived(client, rules);
    } catch (IOException e) {
      // The client has reset the connection already: nobody was there.
      closeQuietly(client);
    }
  }

  private void rest(IOException why) {
    String listener = rules.listener().name();
    engine.later(() -> engine.reports().acceptFailed(listener, why));
    log.failed(listener, String.valueOf(why.getMessage()));
    if (!resting && registration != null) {
      resting = true;
      registration.submit(NioIoOps.NONE);
      engine.eventLoop().schedule(this::goOn, REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void goOn() {
    resting = false;
    if (registration != null) {
      registration.submit(NioIoOps.ACCEPT);
    }
  }

  /** The port is free once the loop has selected again. */
  @Override
  public void close() {
    if (registration != null) {
      registration.cancel();
    }
    closeQuietly(channel);
  }

  private static void closeQuietly(java.nio.channels.Channel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is left to be done about a socket that is gone.
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return channel;
  }
}
