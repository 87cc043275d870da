package io.vigie.lb.net;

import io.vigie.lb.net.Engine.Listener;
import io.vigie.lb.net.Engine.Reports;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What sessions need of the loop they live on. Thread rule: the loop's thread only. */
public interface Loop {

  /** The present, by {@link System#nanoTime}; perhaps that of the last wake-up. */
  long now();

  /** Wakes an entry at its deadline. */
  void arm(Deadlines.Entry entry);

  /** Forgets an entry. */
  void disarm(Deadlines.Entry entry);

  /** Runs something soon, in order, but not inside what runs now. */
  void later(Runnable what);

  /** Lets a leg that could go on do so, when others had their turn: {@link Leg#readyAgain}. */
  void again(Leg leg);

  /** Who hears of what happens; only by {@link #later}. */
  Reports reports();

  /** A buffer that all share: what is read into it must be gone before the next read. */
  ByteBuffer buffer();

  /**
   * Begins to connect.
   *
   * @return the leg that tells when it is decided; null if it failed at once, which the session is
   *     told later
   */
  @Nullable Leg dial(Session session, int attempt, InetSocketAddress address, Listener listener);

  /** A session is over. */
  void forget(Session session);
}
