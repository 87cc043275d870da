package io.vigie.kit.news.kafka;

import io.vigie.kit.news.spool.Backlog.Taken;
import io.vigie.kit.news.spool.SpoolRecord;

/** A record between backlog and acknowledgement. */
final class InFlight {

  private final Taken taken;
  private final long sinceNanos;
  private volatile boolean settled;

  InFlight(Taken taken, long nowNanos) {
    this.taken = taken;
    this.sinceNanos = nowNanos;
  }

  Taken taken() {
    return taken;
  }

  SpoolRecord record() {
    return taken.record();
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** Whether it needs no more sending. */
  boolean settled() {
    return settled;
  }

  /** From any thread. */
  void settle() {
    settled = true;
  }
}
