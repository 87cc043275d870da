package io.vigie.kit.news.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** How a record lies in a file: body length (4 bytes), CRC-32C of the body (4 bytes), body. */
final class Frame {

  static final int HEAD_BYTES = 2 * Integer.BYTES;

  /** No body is longer; a length beyond it is damage. */
  static final int MOST_BODY_BYTES = 512 << 10;

  private Frame() {}

  /** Adds one to a buffer that has room for it. */
  static void put(ByteBuffer to, byte[] body) {
    to.putInt(body.length).putInt(crc(ByteBuffer.wrap(body))).put(body);
  }

  /**
   * Takes the next one's body.
   *
   * @return empty if what is next is not whole or not sound; nothing is taken then
   */
  static Optional<ByteBuffer> take(ByteBuffer from) {
    if (from.remaining() < HEAD_BYTES) {
      return Optional.empty();
    }
    int at = from.position();
    int length = from.getInt(at);
    if (length <= 0 || length > MOST_BODY_BYTES || length > from.remaining() - HEAD_BYTES) {
      return Optional.empty();
    }
    ByteBuffer body = from.slice(at + HEAD_BYTES, length);
    if (crc(body.duplicate()) != from.getInt(at + Integer.BYTES)) {
      return Optional.empty();
    }
    from.position(at + HEAD_BYTES + length);
    return Optional.of(body);
  }

  private static int crc(ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}
