package io.vigie.lb.net;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.net.Leg.Move;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A leg whose session is over but whose peer has not taken everything yet.
 *
 * <p>Sends what is held back, then FIN, then reads and forgets until the peer's own FIN: closing
 * with unread bytes would make the system send RST, which may overtake the answer. Bounded by
 * {@link #LIMIT}. Thread rule: its loop's thread only.
 */
final class Parting extends Deadlines.Entry implements Leg.Owner {

  /** How long a peer may take to hear the end. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  /** What is read and forgotten at a time. */
  private static final int READ_BYTES = 16 * 1024;

  private static final int READS_PER_TURN = 8;

  private final Loop loop;
  private final Leg leg;
  private final long deadlineNanos;

  private Parting(Loop loop, Leg leg) {
    this.loop = loop;
    this.leg = leg;
    this.deadlineNanos = loop.now() + LIMIT.toNanos();
  }

  /** Says goodbye to a leg whose peer is to hear the end after everything else. */
  static void part(Loop loop, Leg leg) {
    if (leg.sent() == 0 && !leg.holdsBack()) {
      leg.close(); // nothing that could get lost
    } else {
      new Parting(loop, leg).begin();
    }
  }

  /** RST, except for a side that has been told everything and its FIN already. */
  static void cutOff(Loop loop, Leg leg) {
    if (leg.outputEnded) {
      part(loop, leg);
    } else {
      leg.reset();
    }
  }

  private void begin() {
    leg.hand(this);
    loop.arm(this);
    ready(leg);
  }

  @Override
  public void connected(Leg connected, @Nullable ConnectFailure failure) {
    throw new IllegalStateException("a leg that parts was connected before");
  }

  @Override
  public void ready(Leg same) {
    if (leg.holdsBack() && leg.flush() == Move.BROKEN) {
      over();
      return;
    }
    if (!leg.holdsBack() && !leg.outputEnded) {
      leg.outputEnded = true;
      leg.finish();
    }
    for (int i = 0; leg.readable && !leg.inputEnded; i++) {
      if (i == READS_PER_TURN) {
        leg.again(loop);
        return;
      }
      ByteBuffer forgotten = loop.buffer();
      switch (leg.read(forgotten, READ_BYTES)) {
        case MOVED, PLENTY -> {}
        case NOTHING -> {
          return;
        }
        case ENDED -> leg.inputEnded = true;
        case RESET, BROKEN -> {
          over();
          return;
        }
      }
    }
    if (leg.inputEnded && leg.outputEnded) {
      over();
    }
  }

  @Override
  protected long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  protected void expired() {
    if (leg.outputEnded) {
      leg.close();
    } else {
      leg.reset();
    }
  }

  private void over() {
    loop.disarm(this);
    leg.close();
  }
}
