package io.vigie.lb.net.linux;

import io.vigie.lb.net.Leg;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A socket that talks through the loop's ring as long as nobody has to wait for anybody: what
 * arrives lies in one of the ring's buffers, and is sent on from there.
 *
 * <p>When its peer takes no more, or says so much at a time that splicing pays, it leaves the ring
 * for good and goes on as any other leg, so that nobody keeps the ring's buffers from the others.
 */
final class RingLeg extends EpollLeg implements Ring.Party {

  /** Full buffers in a row that make a leg worth a pipe. */
  private static final byte BULK_AFTER = 2;

  /** Buffers that may wait for the other leg before this one leaves. */
  private static final byte MOST_WAITING = 4;

  private final Ring ring;
  private final int number;

  /** Requests that have not had their last completion. */
  private byte pending;

  private boolean receiving;
  private boolean left;
  private boolean ended;
  private boolean broken;
  private boolean sendFailed;

  /** The buffer that is being sent; -1 for none. */
  private short sending = -1;

  /** What has arrived and not been moved: the first and the last buffer of a list, or -1. */
  private short first = -1;

  private short last = -1;
  private byte waiting;
  private byte fullReads;

  /** What had arrived when it left. */
  private @Nullable ArrayDeque<Held> kept;

  private RingLeg(LinuxLoop loop, Ring ring, int fd, boolean isClient, Owner owner) {
    super(loop, fd, isClient, owner);
    this.ring = ring;
    this.number = ring.enter(this);
  }

  /** A client's. */
  static RingLeg of(LinuxLoop loop, Ring ring, int fd, Owner owner) {
    RingLeg leg = new RingLeg(loop, ring, fd, true, owner);
    leg.receive();
    return leg;
  }

  /** A server's, which tells when it is reached. */
  static RingLeg dial(LinuxLoop loop, Ring ring, int fd, Owner owner, InetSocketAddress address) {
    RingLeg leg = new RingLeg(loop, ring, fd, false, owner);
    leg.pending++;
    ring.connect(leg.number, fd, address);
    return leg;
  }

  private void receive() {
    receiving = true;
    pending++;
    ring.receive(number, fd());
  }

  @Override
  public void completed(Ring.Request request, int result, boolean more, int buffer) {
    if (!more) {
      pending--;
    }
    if (isClosed()) {
      forget(request, buffer);
      return;
    }
    switch (request) {
      case RECEIVE -> received(result, more, buffer);
      case SEND -> sent(result);
      case CONNECT -> connected(result);
      case ERROR -> {
        if ((result & Poll.ERR) != 0) {
          fail();
          owner().ready(this);
        }
      }
      case NOTHING, ACCEPT, EPOLL -> throw new IllegalStateException("never asked for " + request);
    }
  }

  private void forget(Ring.Request request, int buffer) {
    if (buffer >= 0) {
      ring.buffers().give(buffer);
    }
    if (request == Ring.Request.SEND) {
      ring.buffers().give(sending);
    }
    if (pending == 0) {
      ring.leave(number);
    }
  }

  private void connected(int result) {
    if (result == 0) {
      opened();
      receive();
    }
    owner().connected(this, Sockets.failure(-result));
  }

  private void received(int result, boolean more, int buffer) {
    receiving = more;
    if (result > 0) {
      ring.buffers().append(last, buffer, result);
      first = first < 0 ? (short) buffer : first;
      last = (short) buffer;
      waiting++;
      fullReads = result < RingBuffers.BYTES ? 0 : (byte) (fullReads + 1);
    } else if (result == 0) {
      ended = true;
    } else if (result != -Errno.ECANCELED && result != -Errno.ENOBUFS) {
      broken = true;
    }
    readable = true;
    owner().ready(this);
    if (isClosed()) {
      return;
    }
    if (fullReads >= BULK_AFTER || waiting > MOST_WAITING) {
      leave();
    }
    if (left) {
      keep();
    } else if (!receiving && ended) {
      pending++;
      ring.awaitError(number, fd());
    } else if (!receiving && !broken) {
      receive();
    }
  }

  private void sent(int result) {
    int buffer = sending;
    sending = -1;
    if (result < 0 && result != -Errno.EAGAIN) {
      sendFailed = true;
    } else {
      int taken = Math.max(result, 0);
      sent += taken;
      int rest = ring.buffers().length(buffer) - taken;
      if (rest > 0) {
        hold(ring.buffers().address(buffer) + taken, rest);
      }
    }
    ring.buffers().give(buffer);
    owner().ready(this);
  }

  /** From now on the loop's epoll tells what it is ready for. */
  private void leave() {
    if (left) {
      return;
    }
    left = true;
    if (receiving) {
      ring.cancel(number, Ring.Request.RECEIVE);
    }
    keep();
    if (loop().poll().add(this, EVENTS) != 0) { // fs.epoll.max_user_watches
      broken = true;
      readable = true;
      loop().again(this);
    }
  }

  /** Copies what waits, so that the ring has its buffers back. */
  private void keep() {
    if (first < 0) {
      return;
    }
    ArrayDeque<Held> all = kept == null ? new ArrayDeque<>(MOST_WAITING) : kept;
    kept = all;
    RingBuffers buffers = ring.buffers();
    while (first >= 0) {
      int buffer = takeFirst();
      all.add(new Held(buffers.address(buffer), buffers.length(buffer)));
      buffers.give(buffer);
    }
  }

  private int takeFirst() {
    int buffer = first;
    first = (short) ring.buffers().follower(buffer);
    last = first < 0 ? -1 : last;
    waiting--;
    return buffer;
  }

  @Override
  void noRoom() {
    super.noRoom();
    leave();
  }

  @Override
  public boolean showsResets() {
    return left && !receiving;
  }

  @Override
  public boolean holdsBack() {
    return sending >= 0 || sendFailed || super.holdsBack();
  }

  @Override
  protected Move flush() {
    if (sendFailed) {
      return Move.BROKEN;
    }
    return sending >= 0 ? Move.NOTHING : super.flush();
  }

  @Override
  protected Move move(Leg other, int most) {
    RingLeg to = (RingLeg) other;
    Held early = kept == null ? null : kept.poll();
    if (early != null) {
      Move moved = to.send(early.address(), early.length());
      early.free();
      return moved;
    }
    if (first >= 0) {
      return to.take(takeFirst());
    }
    if (left && !receiving && !ended && !broken) {
      return super.move(to, most);
    }
    return nothing();
  }

  private Move nothing() {
    if (broken) {
      return Move.RESET;
    }
    if (ended) {
      return Move.ENDED;
    }
    readable = false;
    return Move.NOTHING;
  }

  /** Sends a buffer on. */
  private Move take(int buffer) {
    RingBuffers buffers = ring.buffers();
    if (left) {
      Move moved = send(buffers.address(buffer), buffers.length(buffer));
      buffers.give(buffer);
      return moved;
    }
    sending = (short) buffer;
    pending++;
    ring.send(number, fd(), buffers.address(buffer), buffers.length(buffer));
    return Move.MOVED;
  }

  @Override
  protected Move read(ByteBuffer into, int most) {
    if (first >= 0) {
      keep();
    }
    ArrayDeque<Held> all = kept;
    Held early = all == null ? null : all.peek();
    if (all == null || early == null) {
      return left && !receiving && !ended && !broken ? super.read(into, most) : nothing();
    }
    int length = Math.min(early.length(), most);
    into.put(Memory.at(early.address(), length).asByteBuffer());
    early.skip(length);
    if (early.length() == 0) {
      all.remove().free();
    }
    return Move.MOVED;
  }

  @Override
  protected void drop() {
    sendFailed = false;
    super.drop();
  }

  @Override
  void closeSocket() {
    while (first >= 0) {
      ring.buffers().give(takeFirst());
    }
    if (kept != null) {
      kept.forEach(Held::free);
      kept = null;
    }
    if (left) {
      loop().poll().forget(this);
    }
    if (pending > 0) {
      ring.cancelAll(fd());
    } else {
      ring.leave(number);
    }
    ring.close(fd());
  }
}
