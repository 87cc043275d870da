package io.vigie.lb.net;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.net.Engine.Listener;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One of a session's two connections: a non-blocking socket that holds back at most what one write
 * did not take. Who makes one says how bytes move; when they move is its session's business.
 *
 * <p>Thread rule: its loop's thread only.
 */
public abstract class Leg {

  /** Whom a leg tells what it is ready for. */
  public interface Owner {

    /**
     * The connect is decided.
     *
     * @param failure null if the server is reached
     */
    void connected(Leg leg, @Nullable ConnectFailure failure);

    /** There may be something to read, or room to write again, or it was reset. */
    void ready(Leg leg);
  }

  /** What became of an attempt to move bytes. */
  public enum Move {
    /** Some moved; there may be more. */
    MOVED,
    /** So much moved that others should have their turn; there may be more. */
    PLENTY,
    /** None did, for there was none or no room. */
    NOTHING,
    /** The peer's FIN, and all before it, was read. */
    ENDED,
    /** The peer has reset the connection, and all before that was read. */
    RESET,
    /** The other side takes no more: it has reset the connection. */
    BROKEN
  }

  /** Whether a client's, not a server's. */
  protected final boolean isClient;

  /** Whether there may be something to read. */
  protected boolean readable;

  /** The peer's FIN, and all before it, was read. */
  boolean inputEnded;

  /** Whether it is to go on soon. */
  private boolean queued;

  /** FIN was handed to the system, after all that was to be written. */
  boolean outputEnded;

  /** A write failed: the peer has reset the connection, but what it sent before may be unread. */
  boolean outputBroken;

  private Owner owner;

  /** Bytes the system took, ever. */
  protected long sent;

  /** A leg that tells {@code owner}. */
  protected Leg(boolean isClient, Owner owner) {
    this.isClient = isClient;
    this.owner = owner;
  }

  /** Whom it tells. */
  protected final Owner owner() {
    return owner;
  }

  final void hand(Owner next) {
    owner = next;
  }

  /** For the loop: others had their turn. */
  public final void readyAgain() {
    queued = false;
    if (!isClosed()) {
      owner.ready(this);
    }
  }

  /** Goes on soon; once, however often it is asked. */
  final void again(Loop loop) {
    if (!queued) {
      queued = true;
      loop.again(this);
    }
  }

  /** Whether one direction is over. */
  final boolean isHalf() {
    return inputEnded || outputBroken;
  }

  final long sent() {
    return sent;
  }

  /** Whether it was closed, however. */
  protected abstract boolean isClosed();

  /** Whether its peer is known to have reset the connection, without a read. */
  public abstract boolean isReset();

  /** Whether a reset shows without a read: then what comes early can wait in the kernel. */
  public abstract boolean showsResets();

  /** Whether something waits to be written that the system did not take. */
  public abstract boolean holdsBack();

  /**
   * Reads what is there, once, and writes it to another leg that holds nothing back.
   *
   * @param most bytes at a time that may have to be held back
   */
  protected abstract Move move(Leg to, int most);

  /** Goes on with what is held back; {@link Move#NOTHING} if the system takes nothing yet. */
  protected abstract Move flush();

  /** Writes, and holds back what the system does not take. Only while nothing is held back. */
  protected abstract Move send(ByteBuffer bytes);

  /**
   * Reads once.
   *
   * @param most bytes
   * @param into where they are put, in front; from 0 to the position
   */
  protected abstract Move read(ByteBuffer into, int most);

  /** Forgets what is held back. */
  protected abstract void drop();

  /** Sends FIN. */
  protected abstract void finish();

  /** It has lived for a while: time for what short sessions need not pay for, as keepalive. */
  protected abstract void settle(Listener listener);

  /** Closes; the system goes on to deliver what it has taken. May be called again. */
  protected abstract void close();

  /** Closes at once with RST: unread and unsent bytes are lost. May be called again. */
  protected abstract void reset();
}
