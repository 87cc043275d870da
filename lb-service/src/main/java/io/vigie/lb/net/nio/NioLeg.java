package io.vigie.lb.net.nio;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.vigie.lb.net.Engine.Listener;
import io.vigie.lb.net.Leg;
import io.vigie.lb.net.Loop;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket channel on the selector of the event loop.
 *
 * <p>The selector tells of readiness as long as it lasts: interest in reading rests while there is
 * something that nobody takes. Thread rule: on the event loop only.
 */
final class NioLeg extends Leg implements NioIoHandle {

  private final SocketChannel channel;
  private final Loop loop;
  private @Nullable IoRegistration registration;
  private int interest;
  private boolean closed;
  private @Nullable ByteBuffer heldBack;

  NioLeg(SocketChannel channel, boolean isClient, Owner owner, Loop loop) {
    super(isClient, owner);
    this.channel = channel;
    this.loop = loop;
  }

  void registered(IoRegistration with, int wanted) {
    registration = with;
    interest(wanted);
  }

  @Override
  protected boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isReset() {
    return false; // only a read or a write tells
  }

  @Override
  public boolean showsResets() {
    return false;
  }

  @Override
  public boolean holdsBack() {
    return heldBack != null;
  }

  @Override
  protected Move move(Leg to, int most) {
    ByteBuffer bytes = loop.buffer();
    Move read = read(bytes, most);
    return read == Move.MOVED ? ((NioLeg) to).send(bytes.flip()) : read;
  }

  @Override
  protected Move read(ByteBuffer into, int most) {
    try {
      int count = channel.read(into.limit(most));
      if (count < most) { // most likely all there was
        readable = false;
        interest(count < 0 ? interest & ~SelectionKey.OP_READ : interest | SelectionKey.OP_READ);
      }
      return count < 0 ? Move.ENDED : count == 0 ? Move.NOTHING : Move.MOVED;
    } catch (IOException e) {
      return Move.RESET;
    }
  }

  @Override
  protected Move send(ByteBuffer bytes) {
    try {
      sent += channel.write(bytes);
    } catch (IOException e) {
      return Move.BROKEN;
    }
    if (bytes.hasRemaining()) {
      heldBack = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      interest(interest | SelectionKey.OP_WRITE);
    }
    return Move.MOVED;
  }

  @Override
  protected Move flush() {
    if (heldBack == null) {
      return Move.NOTHING;
    }
    try {
      int bytes = channel.write(heldBack);
      sent += bytes;
      if (!heldBack.hasRemaining()) {
        drop();
      }
      return bytes > 0 ? Move.MOVED : Move.NOTHING;
    } catch (IOException e) {
      return Move.BROKEN;
    }
  }

  @Override
  protected void drop() {
    heldBack = null;
    interest(interest & ~SelectionKey.OP_WRITE);
  }

  @Override
  protected void finish() {
    try {
      channel.shutdownOutput();
    } catch (IOException _) {
      // The peer has reset the connection: the next read tells.
    }
  }

  @Override
  protected void settle(Listener listener) {
    // Its options were set at once.
  }

  @Override
  protected void reset() {
    if (!closed) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException _) {
        // The peer was quicker: there is no connection any more that could be reset.
      }
      close();
    }
  }

  /** The descriptor is freed when the loop selects next. */
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
      connected();
      return;
    }
    readable |= ready.contains(NioIoOps.READ);
    owner().ready(this);
    if (readable) {
      interest(interest & ~SelectionKey.OP_READ);
    }
  }

  private void connected() {
    try {
      if (channel.finishConnect()) {
        interest(SelectionKey.OP_READ);
        owner().connected(this, null);
      }
    } catch (IOException e) {
      owner().connected(this, Sockets.classify(e));
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
