package io.vigie.lb.codec;

/** How far a decoder came with the bytes there are. */
public sealed interface Progress<T> {

  /** Ask again with more bytes. */
  record NeedMore<T>() implements Progress<T> {}

  /**
   * Decoded.
   *
   * @param length bytes it took, from the start
   */
  record Done<T>(T value, int length) implements Progress<T> {}

  /**
   * Will never be understood.
   *
   * @param reason for people
   */
  record Broken<T>(String reason) implements Progress<T> {}
}
