package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A server's connection: takes a request and what follows it, answers, and so on. */
final class Served {

  private static final int MOST_CHUNKS = 4;
  private static final int FIELDS_BYTES = 2 * Long.BYTES;

  final SocketChannel channel;
  final Set<Served> siblings;

  private final ByteBuffer fields = ByteBuffer.allocate(FIELDS_BYTES);
  private int requestLeft = Kind.REQUEST_BYTES;
  private long uploadLeft;
  private long answerLeft;

  Served(SocketChannel channel, Set<Served> siblings) {
    this.channel = channel;
    this.siblings = siblings;
  }

  /** Reads once, and answers what it may; false at the end of the stream. */
  boolean read(SelectionKey key, ByteBuffer buffer, ByteBuffer zeros) throws IOException {
    buffer.clear();
    int got = channel.read(buffer);
    buffer.flip();
    while (buffer.hasRemaining()) {
      take(buffer);
      if (requestLeft == 0 && uploadLeft == 0) {
        answerLeft += fields.getLong(Long.BYTES);
        requestLeft = Kind.REQUEST_BYTES;
        fields.clear();
      }
    }
    if (answerLeft > 0) {
      write(key, zeros);
    }
    return got >= 0;
  }

  private void take(ByteBuffer buffer) {
    if (requestLeft == 0) {
      int skipped = (int) Math.min(buffer.remaining(), uploadLeft);
      buffer.position(buffer.position() + skipped);
      uploadLeft -= skipped;
      return;
    }
    int end = buffer.position() + Math.min(buffer.remaining(), requestLeft);
    requestLeft -= end - buffer.position();
    while (fields.hasRemaining() && buffer.position() < end) {
      fields.put(buffer.get());
    }
    buffer.position(end);
    if (requestLeft == 0) {
      uploadLeft = fields.getLong(0);
    }
  }

  /** Writes what the client takes, some chunks at most. While an answer waits nothing is read. */
  void write(SelectionKey key, ByteBuffer zeros) throws IOException {
    for (int i = 0; i < MOST_CHUNKS && answerLeft > 0; i++) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), answerLeft));
      int written = channel.write(zeros);
      answerLeft -= written;
      if (zeros.hasRemaining()) {
        break;
      }
    }
    int wanted = answerLeft > 0 ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }
}
