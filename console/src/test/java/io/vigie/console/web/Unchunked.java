package io.vigie.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of a chunked answer (RFC 9112 §7.1), after its head. */
final class Unchunked extends InputStream {

  private final InputStream in;
  private int left = -1;

  Unchunked(InputStream in) throws IOException {
    this.in = in;
    String head = line();
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException(head);
    }
    while (!line().isEmpty()) {
      // a header
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    if (left == 0) {
      line(); // ends the chunk
      left = -1;
    }
    if (left < 0) {
      String size = line();
      left = size.isEmpty() ? 0 : Integer.parseInt(size, 16);
      if (left == 0) {
        return -1;
      }
    }
    int got = in.read(to, from, Math.min(most, left));
    left -= Math.max(0, got);
    return got;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }
}
