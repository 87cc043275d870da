package io.vigie.kit.news.kafka;

import java.util.concurrent.TimeUnit;

/** Wakes the one thread that waits for it. Raised while that thread is busy, it is not lost. */
final class Signal {

  private boolean raised;

  synchronized void raise() {
    raised = true;
    notifyAll();
  }

  /** Returns once it is raised, or was since the last call, at the latest after this time. */
  synchronized void await(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; !raised && left > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    raised = false;
  }
}
