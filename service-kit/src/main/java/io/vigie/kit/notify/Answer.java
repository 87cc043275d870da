package io.vigie.kit.notify;

/** What came of one try to tell somebody. The texts are for people, and hold no secret. */
public sealed interface Answer {

  /** What the other side said, or what went wrong. */
  String said();

  /** It arrived. */
  record Taken(String said) implements Answer {}

  /** It will never be taken as it is. */
  record Refused(String said) implements Answer {}

  /**
   * It did not arrive, and may later.
   *
   * @param pauseMillis how long the other side asks to be left alone; 0 if it does not
   */
  record Failed(String said, long pauseMillis) implements Answer {}

  /** Nobody knows whether it arrived: there was no answer in time. */
  record Silent(String said) implements Answer {}

  /** What is to be called cannot be. */
  record Missing(String said) implements Answer {}
}
