package io.vigie.lb.net.linux;

import io.vigie.lb.net.Engine.Listener;
import io.vigie.lb.net.Leg;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that a loop watches.
 *
 * <p>Edge-triggered: that there is something to read, or room to write, is told once and remembered
 * here until the system says otherwise. Bytes go through the loop's one buffer; when a leg fills it
 * again and again, through a pipe, without being copied (splice(2)), until it has less to say.
 */
final class EpollLeg extends Leg implements Watched {

  /** What a leg is watched for, all its life. */
  static final int EVENTS = Poll.IN | Poll.OUT | Poll.RDHUP | Poll.EDGE;

  /** Full buffers in a row that make a leg worth a pipe. */
  private static final int BULK_AFTER = 2;

  /** A splice of less is a small one, and so many small ones in a row end it. */
  private static final int SMALL_BYTES = 8 * 1024;

  private static final int SMALL_ENOUGH = 8;

  private final LinuxLoop loop;
  private int fd;
  private boolean connecting;
  private boolean writable;

  /** The peer has sent its FIN or a reset: no more events may come, so all is read to the end. */
  private boolean hungUp;

  private boolean failed;

  /**
   * Whether small segments would wait for others. A socket's first never does (RFC 9293, 3.7.4).
   */
  private boolean nagle;

  /** Whether what is read from this leg goes through a pipe. */
  private boolean bulk;

  /** In a row: full reads, or small ones once it is bulk. */
  private byte inARow;

  private @Nullable Held held;
  private Pipes.@Nullable Pipe pipe;

  EpollLeg(LinuxLoop loop, int fd, boolean isClient, Owner owner) {
    super(isClient, owner);
    this.loop = loop;
    this.connecting = !isClient;
    this.writable = isClient;
    this.nagle = !isClient; // a client's socket has its options from the listening one
    this.fd = fd;
  }

  @Override
  public int fd() {
    return fd;
  }

  @Override
  public void ready(int events) {
    boolean over = (events & (Poll.ERR | Poll.HUP)) != 0;
    failed |= (events & Poll.ERR) != 0;
    hungUp |= over || (events & Poll.RDHUP) != 0;
    readable |= hungUp || (events & Poll.IN) != 0;
    writable |= over || (events & Poll.OUT) != 0;
    if (!connecting) {
      owner().ready(this);
    } else if (writable) {
      connecting = false;
      int error = over ? loop.linux().pendingError(fd) : 0;
      owner().connected(this, Sockets.failure(error));
    }
  }

  @Override
  protected boolean isClosed() {
    return fd < 0;
  }

  @Override
  public boolean isReset() {
    return failed;
  }

  @Override
  public boolean showsResets() {
    return true;
  }

  @Override
  public boolean holdsBack() {
    return held != null || (pipe != null && pipe.filled > 0);
  }

  @Override
  protected Move move(Leg other, int most) {
    EpollLeg to = (EpollLeg) other;
    if (bulk) {
      Pipes.Pipe through = to.pipe();
      if (through != null) {
        return splice(to, through);
      }
      bulk = false;
      inARow = 0;
    }
    to.dropPipe();
    return copy(to, most);
  }

  private Move copy(EpollLeg to, int most) {
    long address = loop.bufferAddress();
    int count = receive(address, most);
    if (count <= 0) {
      return outcome(count);
    }
    if (count < most) {
      inARow = 0;
    } else if (++inARow >= BULK_AFTER) {
      inARow = 0;
      bulk = true;
    }
    return to.send(address, count);
  }

  private Move splice(EpollLeg to, Pipes.Pipe through) {
    int count = (int) loop.linux().splice(fd, through.writeEnd, Pipes.PIPE_BYTES);
    if (count <= 0) {
      readable = count != -Errno.EAGAIN && readable;
      to.dropPipe();
      return outcome(count);
    }
    through.filled = count;
    inARow = count < SMALL_BYTES ? (byte) (inARow + 1) : 0;
    if (inARow >= SMALL_ENOUGH) {
      inARow = 0;
      bulk = false;
    }
    return to.flush() == Move.BROKEN ? Move.BROKEN : Move.PLENTY;
  }

  /** Reads once; a count below 0 is an error number negated. */
  private int receive(long address, int most) {
    int count = (int) loop.linux().receive(fd, address, most);
    if (count < most && !(hungUp && count > 0)) {
      readable = false; // all there was; what comes is told
    }
    return count;
  }

  private static Move outcome(int count) {
    return count == 0 ? Move.ENDED : count == -Errno.EAGAIN ? Move.NOTHING : Move.RESET;
  }

  /** Before every write: most connections that are new for each request never write twice. */
  private void hurry() {
    if (nagle && sent > 0) {
      nagle = false;
      loop.linux().setOption(fd, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, 1);
    }
  }

  private Move send(long address, int length) {
    hurry();
    int count = (int) loop.linux().send(fd, address, length);
    if (count < 0) {
      if (count != -Errno.EAGAIN) {
        return Move.BROKEN;
      }
      count = 0;
    }
    sent += count;
    if (count < length) {
      held = new Held(address + count, length - count);
      writable = false;
    }
    return Move.MOVED;
  }

  @Override
  protected Move flush() {
    if (!writable) {
      return Move.NOTHING;
    }
    hurry();
    Held waiting = held;
    if (waiting != null) {
      int count = (int) loop.linux().send(fd, waiting.address(), waiting.length());
      return took(count, waiting.length());
    }
    Pipes.Pipe filled = pipe;
    if (filled != null && filled.filled > 0) {
      int count = (int) loop.linux().splice(filled.readEnd, fd, filled.filled);
      return took(count, filled.filled);
    }
    return Move.NOTHING;
  }

  private Move took(int count, int of) {
    if (count < 0) {
      if (count != -Errno.EAGAIN) {
        return Move.BROKEN;
      }
      writable = false;
      return Move.NOTHING;
    }
    sent += count;
    if (held != null) {
      held.skip(count);
      if (count == of) {
        held.free();
        held = null;
      }
    } else if (pipe != null) {
      pipe.filled -= count;
    }
    return Move.MOVED;
  }

  @Override
  protected Move send(ByteBuffer bytes) {
    int length = bytes.remaining();
    long copy = loop.bufferAddress(length);
    Memory.at(copy, length).copyFrom(MemorySegment.ofBuffer(bytes));
    return send(copy, length);
  }

  @Override
  protected Move read(ByteBuffer into, int most) {
    int count = receive(loop.bufferAddress(), most);
    into.position(Math.max(count, 0));
    return count > 0 ? Move.MOVED : outcome(count);
  }

  @Override
  protected void drop() {
    if (held != null) {
      held.free();
      held = null;
    }
    dropPipe();
  }

  private Pipes.@Nullable Pipe pipe() {
    if (pipe == null) {
      pipe = loop.pipes().take();
    }
    return pipe;
  }

  private void dropPipe() {
    if (pipe != null) {
      loop.pipes().give(pipe);
      pipe = null;
    }
  }

  @Override
  protected void finish() {
    dropPipe();
    loop.linux().finish(fd);
  }

  @Override
  protected void settle(Listener listener) {
    if (!isClient) { // a client's socket has its options from the listening one
      Sockets.keepAlive(loop.linux(), fd, listener);
    }
  }

  @Override
  public void close() {
    if (!isClosed()) {
      drop();
      loop.poll().close(this);
      fd = -1;
    }
  }

  @Override
  protected void reset() {
    if (!isClosed()) {
      loop.linux().resetOnClose(fd);
      close();
    }
  }
}
