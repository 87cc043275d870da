package io.vigie.lb.net;

import static java.util.Objects.requireNonNull;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.core.Hello;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import io.vigie.lb.net.Engine.Listener;
import io.vigie.lb.net.Engine.Meter;
import io.vigie.lb.net.Leg.Move;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client and, after a while, its server; the same on every engine.
 *
 * <p>A leg is read only while the other holds nothing back, so no more than one read of at most
 * {@code bufferBytes} waits in each direction. Thread rule: its loop's thread only.
 */
public final class Session extends Deadlines.Entry implements Leg.Owner {

  /** Moves in a row from one leg before others have their turn. */
  private static final int MOVES_PER_TURN = 8;

  /** A session that has lived as long is worth keepalive. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

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

  private final Loop loop;
  private final Rules rules;
  private Phase phase = Phase.ARRIVED;
  private @Nullable Leg client;
  private @Nullable Leg server;

  /** Until it has a server. */
  private @Nullable Prelude prelude;

  private @Nullable Dial dial;
  private int attempts;
  private int prefaceBytes;

  private long activeNanos;
  private long settleNanos = Long.MAX_VALUE;

  /** Bytes that were told of; their lowest 32 bits, which is enough to see a change. */
  private int metered;

  /**
   * A session that waits to be admitted.
   *
   * @param source the client's address
   * @param destination ours
   */
  public Session(
      long id, Loop loop, Rules rules, InetSocketAddress source, InetSocketAddress destination) {
    this.id = id;
    this.loop = loop;
    this.rules = rules;
    this.prelude = new Prelude(rules, new Hello(source, destination, null));
  }

  /** Its number. */
  public long id() {
    return id;
  }

  /** Gives it its client, first of all, and tells that it is there. */
  public void begin(Leg made) {
    client = made;
    Hello arrived = prelude().hello();
    String listener = rules.listener().name();
    loop.later(() -> loop.reports().arrived(id, listener, arrived.source(), arrived.destination()));
  }

  // What the policy asks for.

  /** See {@link Engine#admit}. */
  public void admit() {
    if (phase != Phase.ARRIVED) {
      return;
    }
    if (prelude().awaitsHello()) {
      phase = Phase.HELLO;
      touch();
      loop.arm(this);
    } else {
      ready();
    }
    listen();
  }

  /** See {@link Engine#connect}. An attempt that another has overtaken is none. */
  public void connect(Dial next) {
    if (next.attempt() <= attempts) {
      return;
    }
    if (phase == Phase.FLOWING) {
      end(Cause.CLOSED_BY_US, Close.RST); // the policy has given this server up already
      return;
    }
    if (phase != Phase.WAITING && phase != Phase.CONNECTING) {
      return;
    }
    giveUpAttempt();
    dial = next;
    attempts = next.attempt();
    phase = Phase.CONNECTING;
    touch();
    loop.arm(this);
    server = loop.dial(this, attempts, next.address(), rules.listener());
  }

  /** See {@link Engine#end}. */
  public void end(Cause cause, Close how) {
    if (phase == Phase.CONNECTING) {
      giveUpAttempt();
    }
    end(cause, how == Close.RST ? Leg::reset : each -> Parting.part(loop, each));
  }

  /** Tells how much has moved, if any has since the last time. */
  public void meter(Meter meter) {
    int moved = (int) (bytesIn() + client().sent());
    if (phase == Phase.FLOWING && moved != metered) {
      metered = moved;
      meter.moved(id, bytesIn(), client().sent());
    }
  }

  // What the legs tell.

  @Override
  public void connected(Leg leg, @Nullable ConnectFailure failure) {
    if (failure == null) {
      flow(leg, requireNonNull(dial));
    } else {
      connectFailed(failure);
    }
  }

  @Override
  public void ready(Leg leg) {
    if (phase == Phase.FLOWING) {
      if (leg.inputEnded && leg.isReset()) {
        abortedBy(leg);
        return;
      }
      carry(other(leg));
      if (phase == Phase.FLOWING) {
        carry(leg);
      }
    } else {
      listen();
    }
  }

  /** For the loop: the attempt failed before the system had anything to wait for. */
  public void connectFailedAtOnce(int attempt, ConnectFailure failure) {
    if (phase == Phase.CONNECTING && attempt == attempts) {
      connectFailed(failure);
    }
  }

  @Override
  protected long deadlineNanos() {
    Listener listener = rules.listener();
    return switch (phase) {
      case HELLO -> activeNanos + listener.hello().toNanos();
      case CONNECTING -> activeNanos + requireNonNull(dial).timeout().toNanos();
      default -> Math.min(settleNanos, silentAt(listener));
    };
  }

  private long silentAt(Listener listener) {
    return activeNanos + (halfOpen() ? listener.halfOpen() : listener.idle()).toNanos();
  }

  @Override
  protected void expired() {
    switch (phase) {
      case HELLO -> end(Cause.HELLO_TIMEOUT, Close.FIN);
      case CONNECTING -> connectFailed(ConnectFailure.TIMED_OUT);
      case FLOWING -> {
        if (loop.now() - silentAt(rules.listener()) >= 0) {
          end(silentCause(), each -> Parting.cutOff(loop, each));
        } else {
          settleNanos = Long.MAX_VALUE;
          client().settle(rules.listener());
          other(client()).settle(rules.listener());
          loop.arm(this);
        }
      }
      case ARRIVED, WAITING, ENDED -> {}
    }
  }

  private Cause silentCause() {
    if (client().inputEnded) {
      return Cause.SERVER_SILENT;
    }
    return other(client()).inputEnded ? Cause.CLIENT_SILENT : Cause.IDLE;
  }

  private void ready() {
    phase = Phase.WAITING;
    Hello known = prelude().hello();
    loop.later(() -> loop.reports().ready(id, known));
  }

  private void flow(Leg leg, Dial reached) {
    phase = Phase.FLOWING;
    dial = null;
    touch();
    settleNanos = activeNanos + SETTLE_NANOS;
    loop.arm(this);
    int attempt = reached.attempt();
    loop.later(() -> loop.reports().connected(id, attempt));
    prefaceBytes = reached.preface().remaining();
    ByteBuffer first = prelude().after(reached.preface());
    prelude = null;
    if (first.hasRemaining() && leg.send(first) == Move.BROKEN) {
      outputBroken(leg);
      return;
    }
    carry(client());
    if (phase == Phase.FLOWING) {
      carry(leg);
    }
  }

  /** Moves what there is from one leg to the other. */
  private void carry(Leg from) {
    Leg to = other(from);
    for (int i = 0; i < MOVES_PER_TURN; i++) {
      if (to.outputBroken || (to.holdsBack() && !flushed(to))) {
        return;
      }
      if (from.inputEnded) {
        finish(to);
        return;
      }
      if (!from.readable) {
        return;
      }
      switch (from.move(to, rules.listener().bufferBytes())) {
        case MOVED -> touch();
        case PLENTY -> {
          touch();
          from.again(loop);
          return;
        }
        case NOTHING -> {
          return;
        }
        case ENDED -> {
          inputEnded(from);
          return;
        }
        case RESET -> {
          abortedBy(from);
          return;
        }
        case BROKEN -> {
          outputBroken(to);
          return;
        }
      }
    }
    from.again(loop);
  }

  /** Goes on with what a leg holds back; answers whether all is gone. */
  private boolean flushed(Leg leg) {
    switch (leg.flush()) {
      case MOVED -> touch();
      case BROKEN -> outputBroken(leg);
      default -> {}
    }
    return phase == Phase.FLOWING && !leg.outputBroken && !leg.holdsBack();
  }

  private void inputEnded(Leg leg) {
    leg.inputEnded = true;
    if (leg.outputBroken) {
      abortedBy(leg); // the error was told to the write that failed
      return;
    }
    touch();
    loop.arm(this); // from now on the half-open limit
    if (!other(leg).holdsBack()) {
      finish(other(leg));
    }
  }

  private void finish(Leg leg) {
    if (leg.outputEnded) {
      return;
    }
    leg.outputEnded = true;
    if (other(leg).outputEnded) {
      end(Cause.FINISHED, Leg::close); // which sends the FIN
    } else {
      leg.finish();
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
    leg.drop();
    loop.arm(this); // from now on the half-open limit
    leg.readable = true; // its last words, or the error
    carry(leg);
  }

  private void abortedBy(Leg leg) {
    end(
        leg.isClient ? Cause.CLIENT_ABORTED : Cause.SERVER_ABORTED,
        each -> Parting.cutOff(loop, each));
  }

  /** Hears what a client says before it has a server, as far as that is needed. */
  private void listen() {
    while (phase != Phase.ENDED && phase != Phase.ARRIVED) {
      switch (prelude().hear(client(), loop.buffer(), rules.listener().bufferBytes())) {
        case NOTHING -> {
          return;
        }
        case SOMETHING -> {}
        case HELLO -> {
          loop.disarm(this);
          ready();
        }
        case BROKEN -> end(Cause.HELLO_BROKEN, Close.FIN);
        case LEFT -> end(Cause.CLIENT_ABORTED, Close.FIN);
        case RESET -> end(Cause.CLIENT_ABORTED, Close.RST);
      }
    }
  }

  private void connectFailed(ConnectFailure failure) {
    giveUpAttempt();
    loop.disarm(this);
    phase = Phase.WAITING;
    int attempt = attempts;
    loop.later(() -> loop.reports().connectFailed(id, attempt, failure));
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
    loop.disarm(this);
    Ended how = new Ended(cause, bytesIn(), client().sent());
    goodbye.to(client());
    Leg reached = server;
    if (reached != null) {
      goodbye.to(reached);
    }
    loop.forget(this);
    loop.later(() -> loop.reports().ended(id, how));
  }

  private boolean halfOpen() {
    Leg reached = server;
    return client().isHalf() || (reached != null && reached.isHalf());
  }

  private Leg client() {
    return requireNonNull(client);
  }

  private Prelude prelude() {
    return requireNonNull(prelude);
  }

  private Leg other(Leg leg) {
    return leg.isClient ? requireNonNull(server) : client();
  }

  private long bytesIn() {
    Leg reached = server;
    return reached == null ? 0 : Math.max(0, reached.sent() - prefaceBytes);
  }

  private void touch() {
    activeNanos = loop.now();
  }
}
