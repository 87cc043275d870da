package io.vigie.lb.net;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.core.Hello;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import io.vigie.lb.net.Engine.Listener;
import org.jspecify.annotations.Nullable;

/**
 * One client and, after a while, its server.
 *
 * <p>Bytes are read only while the other side can take them: at most {@code bufferBytes} wait to be
 * written in each direction, and one read more. Thread rule: on the event loop only.
 */
final class NettySession extends Deadlines.Entry {

  private enum Phase {
    /** Nothing was read; the policy has not said a word. */
    ARRIVED,
    /** Reading the PROXY header or the ClientHello. */
    HELLO,
    /** Reported ready; no server yet. */
    WAITING,
    CONNECTING,
    FLOWING,
    ENDED
  }

  final long id;
  final Listener listener;
  final Leg client;

  private final NettyEngine engine;
  private Phase phase = Phase.ARRIVED;
  private @Nullable Leg server;
  private @Nullable Dial dial;
  private @Nullable HelloReader helloReader;

  /** What the client sent before it had a server. */
  private ByteBuf held = Unpooled.EMPTY_BUFFER;

  private long bytesIn;
  private long bytesOut;
  private long activeNanos;

  NettySession(NettyEngine engine, long id, Listener listener, Leg client) {
    this.engine = engine;
    this.id = id;
    this.listener = listener;
    this.client = client;
  }

  // What the policy asks for.

  void admit() {
    if (phase != Phase.ARRIVED) {
      return;
    }
    activeNanos = System.nanoTime();
    HelloReader reader = HelloReader.of(listener, client.channel);
    if (reader == null) {
      waitForServer(new Hello(client.channel.remoteAddress(), client.channel.localAddress(), null));
    } else {
      helloReader = reader;
      phase = Phase.HELLO;
      engine.deadlines().arm(this);
    }
    client.wantRead();
  }

  void connect(Dial next) {
    if (phase != Phase.WAITING && phase != Phase.CONNECTING) {
      return;
    }
    giveUpAttempt();
    dial = next;
    phase = Phase.CONNECTING;
    activeNanos = System.nanoTime();
    Leg leg = engine.dial(next.address(), listener, this::connectDone);
    server = leg;
    engine.deadlines().arm(this);
  }

  void end(Cause cause, Close how) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    engine.deadlines().disarm(this);
    held.release();
    held = Unpooled.EMPTY_BUFFER;
    Leg reached = server;
    client.attach(null);
    if (reached != null) {
      reached.attach(null);
    }
    if (how == Close.RST) {
      client.reset();
      if (reached != null) {
        reached.reset();
      }
    } else {
      client.closeFlushed();
      if (reached != null) {
        reached.channel.close();
      }
    }
    engine.ended(this, new Ended(cause, bytesIn, bytesOut));
  }

  void meter(Engine.Meter meter) {
    if (phase == Phase.FLOWING) {
      meter.moved(id, bytesIn, bytesOut);
    }
  }

  // What the channels report.

  private void connectDone(Leg leg, @Nullable Throwable failure) {
    if (leg != server || phase != Phase.CONNECTING) {
      leg.reset(); // an attempt that was given up
      return;
    }
    if (failure != null) {
      connectFailed(Sockets.classify(failure));
      return;
    }
    phase = Phase.FLOWING;
    leg.attach(this);
    touch();
    engine.deadlines().arm(this);
    engine.connected(this);
    ByteBuf preface = Unpooled.wrappedBuffer(requireNonNull(dial).preface());
    leg.channel.write(preface, leg.channel.voidPromise());
    bytesIn += held.readableBytes();
    leg.channel.writeAndFlush(held, leg.channel.voidPromise());
    held = Unpooled.EMPTY_BUFFER;
    leg.wantRead();
    if (client.inputEnded) {
      finishOutput(leg);
    } else if (leg.channel.isWritable()) {
      client.wantRead();
    }
  }

  void read(Leg from, ByteBuf bytes) {
    if (phase == Phase.FLOWING) {
      if (from.isClient) {
        bytesIn += bytes.readableBytes();
      } else {
        bytesOut += bytes.readableBytes();
      }
      Leg to = other(from);
      to.channel.write(bytes, to.channel.voidPromise());
    } else {
      hold(bytes);
    }
  }

  void readComplete(Leg from) {
    switch (phase) {
      case FLOWING -> {
        touch();
        Leg to = other(from);
        to.channel.flush();
        if (phase == Phase.FLOWING && to.channel.isWritable()) {
          from.wantRead();
        }
      }
      case HELLO -> readHello();
      case WAITING, CONNECTING -> {
        if (held.readableBytes() < listener.bufferBytes()) {
          from.wantRead();
        }
      }
      case ARRIVED, ENDED -> {}
    }
  }

  /** A leg can take more. */
  void drained(Leg leg) {
    if (phase == Phase.FLOWING) {
      touch();
      other(leg).wantRead();
    }
  }

  void inputEnded(Leg leg) {
    switch (phase) {
      case FLOWING -> {
        touch();
        engine.deadlines().arm(this); // from now on the half-open limit
        finishOutput(other(leg));
      }
      case HELLO -> {
        readHello();
        if (phase == Phase.HELLO) {
          end(Cause.CLIENT_ABORTED, Close.FIN);
        }
      }
      // A client may finish its request before it has a server: it is served all the same.
      case ARRIVED, WAITING, CONNECTING, ENDED -> {}
    }
  }

  void broken(Leg leg) {
    end(leg.isClient ? Cause.CLIENT_ABORTED : Cause.SERVER_ABORTED, Close.RST);
  }

  @Override
  long deadlineNanos() {
    return activeNanos
        + switch (phase) {
          case HELLO -> listener.hello().toNanos();
          case CONNECTING -> requireNonNull(dial).timeout().toNanos();
          default -> (halfOpen() ? listener.halfOpen() : listener.idle()).toNanos();
        };
  }

  @Override
  void expired() {
    switch (phase) {
      case HELLO -> end(Cause.HELLO_TIMEOUT, Close.FIN);
      case CONNECTING -> connectFailed(ConnectFailure.TIMED_OUT);
      case FLOWING -> {
        Leg reached = requireNonNull(server);
        Cause cause =
            client.inputEnded
                ? Cause.SERVER_SILENT
                : reached.inputEnded ? Cause.CLIENT_SILENT : Cause.IDLE;
        end(cause, Close.RST);
      }
      case ARRIVED, WAITING, ENDED -> {}
    }
  }

  private void readHello() {
    HelloReader reader = requireNonNull(helloReader);
    switch (reader.read(held)) {
      case HelloReader.More() -> client.wantRead();
      case HelloReader.Broken() -> end(Cause.HELLO_BROKEN, Close.FIN);
      case HelloReader.Whole(Hello hello) -> {
        engine.deadlines().disarm(this);
        waitForServer(hello);
        if (held.readableBytes() < listener.bufferBytes()) {
          client.wantRead();
        }
      }
    }
  }

  private void waitForServer(Hello hello) {
    phase = Phase.WAITING;
    engine.ready(this, hello);
  }

  private void connectFailed(ConnectFailure failure) {
    giveUpAttempt();
    engine.deadlines().disarm(this);
    phase = Phase.WAITING;
    engine.connectFailed(this, failure);
  }

  private void giveUpAttempt() {
    Leg attempt = server;
    server = null;
    if (attempt != null) {
      attempt.attach(null);
      attempt.reset();
    }
  }

  /** Sends FIN after all that is to be written. */
  private void finishOutput(Leg leg) {
    leg.channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (phase != Phase.FLOWING || !written.isSuccess()) {
                return;
              }
              leg.outputEnded = true;
              if (other(leg).outputEnded) {
                end(Cause.FINISHED, Close.FIN);
              } else {
                leg.channel.shutdownOutput();
              }
            });
  }

  private void hold(ByteBuf bytes) {
    if (held.isReadable()) {
      ByteBuf both = client.channel.alloc().buffer(held.readableBytes() + bytes.readableBytes());
      both.writeBytes(held).writeBytes(bytes);
      held.release();
      bytes.release();
      held = both;
    } else {
      held.release();
      held = bytes;
    }
  }

  private boolean halfOpen() {
    Leg reached = server;
    return client.inputEnded || (reached != null && reached.inputEnded);
  }

  private Leg other(Leg leg) {
    return leg.isClient ? requireNonNull(server) : client;
  }

  private void touch() {
    activeNanos = System.nanoTime();
  }
}
