package io.vigie.lb.net.nio;

import io.netty.channel.EventLoop;
import io.vigie.lb.net.Deadlines;
import java.util.concurrent.TimeUnit;

/** Turns the wheel of deadlines by an event loop's timer, while something is armed. */
final class Ticker {

  private final EventLoop loop;
  private final Deadlines deadlines = new Deadlines();
  private boolean ticking;

  Ticker(EventLoop loop) {
    this.loop = loop;
  }

  void arm(Deadlines.Entry entry) {
    deadlines.arm(entry, System.nanoTime());
    if (!ticking) {
      again();
    }
  }

  void disarm(Deadlines.Entry entry) {
    deadlines.disarm(entry);
  }

  private void turn() {
    deadlines.advance(System.nanoTime());
    again();
  }

  /** At the next tick at the earliest: an entry that is armed meanwhile may be due then. */
  private void again() {
    ticking = deadlines.nanosToNext(System.nanoTime()) != Long.MAX_VALUE;
    if (ticking) {
      loop.schedule(this::turn, Deadlines.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
