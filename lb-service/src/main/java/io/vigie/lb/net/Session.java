package io.vigie.lb.net;

import static java.util.Objects.requireNonNull;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.core.Hello;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client and, after a while, its server.
 *
 * <p>A leg is read only while the other holds nothing back, so no more than one read of at most
 * {@code bufferBytes} waits in each direction. Thread rule: on the event loop only.
 */
final class Session extends Deadlines.Entry implements Leg.Owner {

  /** Reads in a row from one leg before others have their turn. */
  private static final int READS_PER_TURN = 4;

  private enum Phase {
    /** The policy has not said a word; nothing is read. */
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
  final InetSocketAddress source;
  final InetSocketAddress destination;

  private final NioEngine engine;
  private final Rules rules;
  private final Leg client;
  private final EarlyBytes early = new EarlyBytes();
  private Phase phase = Phase.ARRIVED;
  private @Nullable HelloReader helloReader;
  private @Nullable Dial dial;
  private @Nullable Leg server;
  private int attempts;
  private int prefaceBytes;
  private long activeNanos;

  Session(NioEngine engine, long id, Rules rules, Accepted accepted) {
    this.engine = engine;
    this.id = id;
    this.rules = rules;
    this.source = accepted.source();
    this.destination = accepted.destination();
    this.client = new Leg(accepted.channel(), true, this);
  }

  Leg client() {
    return client;
  }

  // What the policy asks for.

  void admit() {
    if (phase != Phase.ARRIVED) {
      return;
    }
    HelloReader reader = HelloReader.of(rules, source, destination);
    if (reader == null) {
      phase = Phase.WAITING;
      engine.ready(this, new Hello(source, destination, null));
    } else {
      helloReader = reader;
      phase = Phase.HELLO;
      touch();
      engine.deadlines().arm(this);
    }
    client.wantRead(true);
  }

  void connect(Dial next) {
    if (phase != Phase.WAITING && phase != Phase.CONNECTING) {
      return;
    }
    giveUpAttempt();
    dial = next;
    phase = Phase.CONNECTING;
    touch();
    engine.deadlines().arm(this);
    server = engine.dial(this, ++attempts, next.address(), rules.listener());
  }

  void end(Cause cause, Close how) {
    if (phase == Phase.CONNECTING) {
      giveUpAttempt();
    }
    end(cause, how == Close.RST ? Leg::reset : engine::part);
  }

  void meter(Engine.Meter meter) {
    if (phase == Phase.FLOWING) {
      meter.moved(id, bytesIn(), client.sent());
    }
  }

  // What the legs report.

  @Override
  public void connectable(Leg leg) {
    try {
      if (leg.finishConnect()) {
        connected(leg, requireNonNull(dial));
      }
    } catch (IOException e) {
      connectFailed(Sockets.classify(e));
    }
  }

  @Override
  public void readable(Leg leg) {
    if (phase == Phase.FLOWING) {
      carry(leg, other(leg));
    } else {
      readEarly();
    }
  }

  @Override
  public void writable(Leg leg) {
    try {
      if (leg.sendHeldBack()) {
        touch();
      }
      if (!leg.holdsBack()) {
        if (leg.finWanted) {
          finish(leg);
        } else {
          other(leg).wantRead(true);
        }
      }
    } catch (IOException e) {
      outputBroken(leg);
    }
  }

  @Override
  long deadlineNanos() {
    Engine.Listener listener = rules.listener();
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
        Cause cause =
            client.inputEnded
                ? Cause.SERVER_SILENT
                : other(client).inputEnded ? Cause.CLIENT_SILENT : Cause.IDLE;
        end(cause, this::cutOff);
      }
      case ARRIVED, WAITING, ENDED -> {}
    }
  }

  /** For the engine: the attempt failed before the system had anything to wait for. */
  void connectFailedAtOnce(int attempt, ConnectFailure failure) {
    if (phase == Phase.CONNECTING && attempt == attempts) {
      connectFailed(failure);
    }
  }

  private void connected(Leg leg, Dial reached) {
    phase = Phase.FLOWING;
    touch();
    engine.deadlines().arm(this);
    engine.connected(this);
    prefaceBytes = reached.preface().remaining();
    ByteBuffer first = early.after(reached.preface());
    leg.wantRead(true);
    try {
      if (first.hasRemaining()) {
        leg.send(first);
      }
      if (client.inputEnded) {
        finish(leg);
      } else {
        client.wantRead(!leg.holdsBack());
      }
    } catch (IOException e) {
      outputBroken(leg);
    }
  }

  private void carry(Leg from, Leg to) {
    int size = rules.listener().bufferBytes();
    for (int i = 0; i < READS_PER_TURN; i++) {
      ByteBuffer bytes = engine.readBuffer(size);
      int count = read(from, bytes);
      if (count < 0) {
        return;
      }
      touch();
      if (!to.outputBroken && !send(to, bytes.flip())) {
        return;
      }
      if (count < size) {
        return; // most likely all there was
      }
    }
  }

  /** Reads once; a negative count means that the session went on or ended without bytes. */
  private int read(Leg from, ByteBuffer bytes) {
    try {
      int count = from.read(bytes);
      if (count < 0) {
        inputEnded(from);
      }
      return count == 0 ? -1 : count;
    } catch (IOException e) {
      abortedBy(from);
      return -1;
    }
  }

  /** Sends; answers whether more may be read for this leg. */
  private boolean send(Leg to, ByteBuffer bytes) {
    try {
      to.send(bytes);
      if (to.holdsBack()) {
        other(to).wantRead(false);
        return false;
      }
      return true;
    } catch (IOException e) {
      outputBroken(to);
      return false;
    }
  }

  private void inputEnded(Leg leg) {
    if (leg.outputBroken) {
      abortedBy(leg); // the error was told to the write that failed
      return;
    }
    touch();
    engine.deadlines().arm(this); // from now on the half-open limit
    try {
      finish(other(leg));
    } catch (IOException e) {
      outputBroken(other(leg));
    }
  }

  private void finish(Leg leg) throws IOException {
    leg.finish();
    Leg other = other(leg);
    if (leg.outputEnded && other.outputEnded) {
      end(Cause.FINISHED, Leg::close);
    }
  }

  /**
   * A write failed: that peer takes no more. What it said before it went is still carried to the
   * other side, as it would have been without us; its end then is the end of the session.
   */
  private void outputBroken(Leg leg) {
    if (leg.inputEnded) {
      abortedBy(leg);
      return;
    }
    leg.outputBroken = true;
    leg.dropHeldBack();
    Leg other = other(leg);
    other.wantRead(false);
    leg.wantRead(!other.holdsBack());
  }

  private void abortedBy(Leg leg) {
    end(leg.isClient ? Cause.CLIENT_ABORTED : Cause.SERVER_ABORTED, this::cutOff);
  }

  private void readEarly() {
    ByteBuffer bytes = engine.readBuffer(rules.listener().bufferBytes());
    try {
      if (client.read(bytes) > 0) {
        early.add(bytes.flip());
      }
    } catch (IOException e) {
      end(Cause.CLIENT_ABORTED, Close.RST);
      return;
    }
    if (phase == Phase.HELLO) {
      readHello(requireNonNull(helloReader));
    }
    // A client may finish its request before it has a server: it is served all the same.
    client.wantRead(phase == Phase.HELLO || early.size() < rules.listener().bufferBytes());
  }

  private void readHello(HelloReader reader) {
    switch (reader.read(early)) {
      case HelloReader.More() -> {
        if (client.inputEnded) {
          end(Cause.CLIENT_ABORTED, Close.FIN);
        }
      }
      case HelloReader.Broken() -> end(Cause.HELLO_BROKEN, Close.FIN);
      case HelloReader.Whole(Hello hello) -> {
        engine.deadlines().disarm(this);
        helloReader = null;
        phase = Phase.WAITING;
        engine.ready(this, hello);
      }
    }
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
      attempt.reset();
    }
  }

  /** How a leg's end is told. */
  private interface Goodbye {
    void to(Leg leg);
  }

  private void end(Cause cause, Goodbye goodbye) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    engine.deadlines().disarm(this);
    goodbye.to(client);
    Leg reached = server;
    if (reached != null) {
      goodbye.to(reached);
    }
    engine.ended(this, new Ended(cause, bytesIn(), client.sent()));
  }

  /** RST, except for a side that has been told everything and its FIN already. */
  private void cutOff(Leg leg) {
    if (leg.outputEnded) {
      engine.part(leg);
    } else {
      leg.reset();
    }
  }

  private boolean halfOpen() {
    Leg reached = server;
    return client.inputEnded || (reached != null && reached.inputEnded);
  }

  private Leg other(Leg leg) {
    return leg.isClient ? requireNonNull(server) : client;
  }

  private long bytesIn() {
    Leg reached = server;
    return reached == null ? 0 : Math.max(0, reached.sent() - prefaceBytes);
  }

  private void touch() {
    activeNanos = System.nanoTime();
  }
}
