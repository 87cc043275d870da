package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client: its connection, and how far its exchange is. */
final class Client {

  private static final int MOST_CHUNKS = 4;

  final Kind kind;

  /** When its request was due, in a paced run. */
  long dueNanos;

  /** Whether it is done with its run. */
  boolean over;

  /** Exchanges over this connection. */
  int exchanges;

  private final InetSocketAddress target;
  private final ByteBuffer request;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private long toSend;
  private long toReceive;

  /**
   * A client without a connection.
   *
   * @param request shared by clients of one thread
   */
  Client(Kind kind, InetSocketAddress target, ByteBuffer request) {
    this.kind = kind;
    this.target = target;
    this.request = request;
  }

  /** Begins to connect; true if that is done already. */
  boolean connect(Selector selector) throws IOException {
    SocketChannel made = SocketChannel.open();
    channel = made;
    exchanges = 0;
    toSend = 0;
    toReceive = 0;
    made.configureBlocking(false);
    made.setOption(StandardSocketOptions.TCP_NODELAY, true);
    boolean done = made.connect(target);
    key = made.register(selector, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    return done;
  }

  /** The same, when the selector says so. */
  boolean finishConnect() throws IOException {
    if (channel == null || key == null || !channel.finishConnect()) {
      return false;
    }
    key.interestOps(SelectionKey.OP_READ);
    return true;
  }

  boolean isConnected() {
    return channel != null && channel.isConnected();
  }

  /** Whether it waits for anything. */
  boolean isBusy() {
    return channel != null && (toReceive > 0 || !channel.isConnected());
  }

  /** Sends a request, or what can be sent of it. */
  void begin(ByteBuffer zeros) throws IOException {
    toSend = Kind.REQUEST_BYTES + kind.upload();
    toReceive = kind.answer();
    write(zeros);
  }

  /** Goes on sending, some chunks at most. */
  void write(ByteBuffer zeros) throws IOException {
    if (channel == null || key == null) {
      return;
    }
    for (int i = 0; i < MOST_CHUNKS && toSend > 0; i++) {
      ByteBuffer next = next(zeros);
      toSend -= channel.write(next);
      if (next.hasRemaining()) {
        break;
      }
    }
    int wanted = toSend > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private ByteBuffer next(ByteBuffer zeros) {
    long requestLeft = toSend - kind.upload();
    return requestLeft > 0
        ? request.limit(Kind.REQUEST_BYTES).position((int) (Kind.REQUEST_BYTES - requestLeft))
        : zeros.clear().limit((int) Math.min(zeros.capacity(), toSend));
  }

  /**
   * Reads once; true if that completes an answer.
   *
   * @throws IOException if there is nothing to wait for, or the connection ended
   */
  boolean read(ByteBuffer buffer) throws IOException {
    if (channel == null) {
      return false;
    }
    int got = channel.read(buffer.clear());
    if (got < 0) {
      throw new IOException("the connection ended, %d bytes early".formatted(toReceive));
    }
    if (got > toReceive) {
      throw new IOException("%d bytes too many".formatted(got - toReceive));
    }
    toReceive -= got;
    if (got > 0 && toReceive == 0) {
      exchanges++;
      return true;
    }
    return false;
  }

  /** Closes; it may connect again. */
  void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        System.err.println("close: " + e.getMessage());
      }
    }
    channel = null;
    key = null;
  }
}
