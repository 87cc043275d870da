package io.vigie.lab.bench.traffic;

import java.nio.ByteBuffer;

/**
 * What some of the clients do: connect, and exchange a request and its answer again and again.
 *
 * @param connections at a time
 * @param exchanges over each connection before a new one takes its place; 0 for no limit
 * @param upload bytes sent behind the request
 * @param answer bytes that come back, at least 1
 * @param thinkMillis between an answer and the next request
 */
public record Kind(int connections, int exchanges, long upload, long answer, int thinkMillis) {

  /** Bytes of a request: how much follows it, how much is to come back, and zeros. */
  static final int REQUEST_BYTES = 128;

  /** Bytes of a small answer. */
  public static final int ANSWER_BYTES = 1024;

  private static final int FIELDS = 5;

  /** Checks the ranges. */
  public Kind {
    if (connections < 1 || exchanges < 0 || upload < 0 || answer < 1 || thinkMillis < 0) {
      throw new IllegalArgumentException(
          "%d:%d:%d:%d:%d".formatted(connections, exchanges, upload, answer, thinkMillis));
    }
  }

  /** Small requests and answers over kept connections. */
  public static Kind kept(int connections) {
    return new Kind(connections, 0, 0, ANSWER_BYTES, 0);
  }

  /** The same over a new connection each. */
  public static Kind fresh(int connections) {
    return new Kind(connections, 1, 0, ANSWER_BYTES, 0);
  }

  /** Reads {@link #toString}. */
  static Kind parse(String text) {
    String[] fields = text.split(":", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(text);
    }
    return new Kind(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Integer.parseInt(fields[4]));
  }

  /** This kind for one of {@code parts} threads; its connections may be none. */
  int share(int part, int parts) {
    return connections / parts + (part < connections % parts ? 1 : 0);
  }

  /** A request, to be read and not changed. */
  ByteBuffer request() {
    return ByteBuffer.allocateDirect(REQUEST_BYTES).putLong(upload).putLong(answer).clear();
  }

  /** As an argument of another process. */
  @Override
  public String toString() {
    return "%d:%d:%d:%d:%d".formatted(connections, exchanges, upload, answer, thinkMillis);
  }
}
