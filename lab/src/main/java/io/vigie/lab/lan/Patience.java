package io.vigie.lab.lan;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waiting for a fact, for a minute at most. */
public final class Patience {

  private static final int SECONDS = 60;
  private static final int LOOK_MILLIS = 20;

  private Patience() {}

  /** What may be so, and may fail to be found out. */
  @FunctionalInterface
  public interface Fact {

    /** Whether it is so now. */
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Goes on when a fact holds.
   *
   * @param what is waited for, for the one who reads that it never came
   */
  public static void until(String what, Fact fact) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!fact.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("not within " + SECONDS + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
