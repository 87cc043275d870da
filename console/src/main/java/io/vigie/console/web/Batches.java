package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The history as messages of the stream, some at a time: those who are at the same place are given
 * the same bytes.
 *
 * <p>Thread rule: one thread.
 */
final class Batches {

  private static final int BATCH_BYTES = 128 << 10;

  private History history;
  private @Nullable Batch last;

  /**
   * Some messages.
   *
   * @param from the number of the first
   * @param end the number after the last
   */
  record Batch(long from, long end, Buffer bytes) {}

  /** Of this history. */
  Batches(History history) {
    this.history = history;
  }

  /** Goes over to another history. */
  void of(History other) {
    history = other;
    last = null;
  }

  /** The number after the last entry. */
  long end() {
    return history.end();
  }

  /** What follows, as much as fits; null if that is not kept any more. */
  @Nullable Batch from(long number) {
    Batch made = last;
    boolean fits =
        made != null
            && made.from() == number
            && (made.end() == history.end() || made.bytes().length() >= BATCH_BYTES);
    if (made != null && fits) {
      return made;
    }
    if (number < history.first()) {
      return null;
    }
    Buffer bytes = Buffer.buffer();
    long end = number;
    while (end < history.end() && bytes.length() < BATCH_BYTES) {
      long here = end++;
      history.at(here).ifPresent(e -> Frames.append(bytes, history.position(here), e));
    }
    Batch batch = new Batch(number, end, bytes);
    last = batch;
    return batch;
  }
}
