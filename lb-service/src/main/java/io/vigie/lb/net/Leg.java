package io.vigie.lb.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One of a session's two connections: a non-blocking socket that holds back at most what one write
 * did not take.
 *
 * <p>Thread rule: on the event loop only.
 */
final class Leg implements NioIoHandle {

  /** Whom a leg tells what it is ready for. */
  interface Owner {
    /** The connect is decided: ask {@link #finishConnect}. */
    void connectable(Leg leg);

    /** There are bytes, the end or a reset. */
    void readable(Leg leg);

    /** What was held back can go on. */
    void writable(Leg leg);
  }

  final SocketChannel channel;
  final boolean isClient;

  /** The peer's FIN, and all before it, was read. */
  boolean inputEnded;

  /** FIN is to follow what is held back. */
  boolean finWanted;

  /** FIN was handed to the system, after all that was to be written. */
  boolean outputEnded;

  /** A write failed: the peer has reset the connection, but what it sent before may be unread. */
  boolean outputBroken;

  private Owner owner;
  private @Nullable IoRegistration registration;
  private int interest;
  private boolean closed;
  private @Nullable ByteBuffer heldBack;
  private long sent;

  Leg(SocketChannel channel, boolean isClient, Owner owner) {
    this.channel = channel;
    this.isClient = isClient;
    this.owner = owner;
  }

  void registered(IoRegistration with) {
    registration = with;
  }

  void hand(Owner next) {
    owner = next;
  }

  /** Bytes the system took, ever. */
  long sent() {
    return sent;
  }

  boolean holdsBack() {
    return heldBack != null;
  }

  void wantConnect() {
    interest(SelectionKey.OP_CONNECT);
  }

  void wantRead(boolean wanted) {
    int read = SelectionKey.OP_READ;
    interest(wanted && !inputEnded ? interest | read : interest & ~read);
  }

  boolean finishConnect() throws IOException {
    boolean done = channel.finishConnect();
    if (done) {
      interest(0);
    }
    return done;
  }

  /**
   * Reads once into an empty buffer.
   *
   * @return bytes read, -1 for the end
   */
  int read(ByteBuffer into) throws IOException {
    int bytes = channel.read(into);
    if (bytes < 0) {
      inputEnded = true;
      wantRead(false);
    }
    return bytes;
  }

  /** Writes what the system takes and holds a copy of the rest. Only while nothing is held back. */
  void send(ByteBuffer bytes) throws IOException {
    sent += channel.write(bytes);
    if (bytes.hasRemaining()) {
      heldBack = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      interest(interest | SelectionKey.OP_WRITE);
    }
  }

  /**
   * Goes on with what was held back.
   *
   * @return whether anything moved
   */
  boolean sendHeldBack() throws IOException {
    if (heldBack == null) {
      return false;
    }
    int bytes = channel.write(heldBack);
    sent += bytes;
    if (!heldBack.hasRemaining()) {
      dropHeldBack();
    }
    return bytes > 0;
  }

  void dropHeldBack() {
    heldBack = null;
    interest(interest & ~SelectionKey.OP_WRITE);
  }

  /** Sends FIN, once nothing is held back. */
  void finish() throws IOException {
    if (heldBack != null) {
      finWanted = true;
    } else if (!outputEnded) {
      channel.shutdownOutput();
      outputEnded = true;
    }
  }

  /** Closes at once with RST: unread and unsent bytes are lost. */
  void reset() {
    if (!closed) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException _) {
        // The peer was quicker: there is no connection any more that could be reset.
      }
      close();
    }
  }

  /**
   * Closes. The system goes on to deliver what it has taken. The descriptor is freed when the loop
   * selects next.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    heldBack = null;
    if (registration != null) {
      registration.cancel();
    }
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is left to be done about a socket that is gone.
    }
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    NioIoOps ready = ((NioIoEvent) event).ops();
    if (ready.contains(NioIoOps.CONNECT)) {
      owner.connectable(this);
      return;
    }
    if (ready.contains(NioIoOps.WRITE)) {
      owner.writable(this);
    }
    if (ready.contains(NioIoOps.READ) && !closed) {
      owner.readable(this);
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return channel;
  }

  private void interest(int next) {
    if (next != interest && registration != null && !closed) {
      interest = next;
      registration.submit(NioIoOps.valueOf(next));
    }
  }
}
