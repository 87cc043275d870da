package io.vigie.lb.net;

import java.nio.ByteBuffer;

/**
 * What a client said before it had a server. Its reader bounds it: nobody reads on once there is
 * enough.
 */
final class EarlyBytes {

  private ByteBuffer bytes = ByteBuffer.allocate(0);

  /** Appends all that remains. */
  void add(ByteBuffer more) {
    ByteBuffer both = ByteBuffer.allocate(bytes.remaining() + more.remaining());
    bytes = both.put(bytes).put(more).flip();
  }

  int size() {
    return bytes.remaining();
  }

  /** All of it, to look at. */
  ByteBuffer view() {
    return bytes.asReadOnlyBuffer();
  }

  /** Forgets the first bytes. */
  void skip(int count) {
    bytes.position(bytes.position() + count);
  }

  /** Takes all, put behind something else: together they go in one write. */
  ByteBuffer after(ByteBuffer preface) {
    ByteBuffer rest = bytes;
    bytes = ByteBuffer.allocate(0);
    if (!preface.hasRemaining()) {
      return rest;
    }
    return ByteBuffer.allocate(preface.remaining() + rest.remaining())
        .put(preface.duplicate())
        .put(rest)
        .flip();
  }
}
