package io.vigie.vrrp.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Simple text authentication of version 2 (RFC 2338 §5.3.10), as keepalived still does it. Sent in
 * the clear, so it guards against mistakes only.
 *
 * @param bytes the 8 bytes of authentication data, first byte highest
 */
public record Password(long bytes) {

  /** Of the authentication data that ends every version 2 message. */
  static final int BYTES = 8;

  /** What keepalived makes of {@code auth_pass}: the first 8 bytes, filled up with zeros. */
  public static Password of(String text) {
    byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), BYTES);
    return new Password(ByteBuffer.wrap(bytes).getLong());
  }

  @Override
  public String toString() {
    return "[hidden]";
  }
}
