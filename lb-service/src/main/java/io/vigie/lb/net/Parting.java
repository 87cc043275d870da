package io.vigie.lb.net;

import java.io.IOException;
import java.time.Duration;

/**
 * A leg whose session is over but whose peer has not taken everything yet.
 *
 * <p>Sends what is held back, then FIN, then reads and forgets until the peer's own FIN: closing
 * with unread bytes would make the system send RST, which may overtake the answer. Bounded by
 * {@link #LIMIT}. Thread rule: on the event loop only.
 */
final class Parting extends Deadlines.Entry implements Leg.Owner {

  /** How long a peer may take to hear the end. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private final NioEngine engine;
  private final Leg leg;
  private final long deadlineNanos = System.nanoTime() + LIMIT.toNanos();

  Parting(NioEngine engine, Leg leg) {
    this.engine = engine;
    this.leg = leg;
  }

  void begin() {
    leg.hand(this);
    engine.deadlines().arm(this);
    try {
      leg.finish();
      leg.wantRead(true);
      done();
    } catch (IOException e) {
      over();
    }
  }

  @Override
  public void connectable(Leg connected) {
    throw new IllegalStateException("a leg that parts was connected before");
  }

  @Override
  public void readable(Leg from) {
    try {
      from.read(engine.readBuffer(NioEngine.PARTING_READ_BYTES));
      done();
    } catch (IOException e) {
      over();
    }
  }

  @Override
  public void writable(Leg to) {
    try {
      to.sendHeldBack();
      if (!to.holdsBack()) {
        to.finish();
        done();
      }
    } catch (IOException e) {
      over();
    }
  }

  @Override
  long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  void expired() {
    if (leg.outputEnded) {
      leg.close();
    } else {
      leg.reset();
    }
  }

  private void done() {
    if (leg.inputEnded && leg.outputEnded) {
      over();
    }
  }

  private void over() {
    engine.deadlines().disarm(this);
    leg.close();
  }
}
