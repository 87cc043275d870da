package io.vigie.lb.core;

import org.jspecify.annotations.Nullable;

/**
 * The last word on something that operators decide. Whatever the order and however often the words
 * arrive, the latest by its asker's clock holds (by id where two are of the same millisecond); so
 * every balancer ends with the same one.
 */
final class Wish<T extends @Nullable Object> {

  private T value;
  private long atMillis = Long.MIN_VALUE;
  private String id = "";

  Wish(T value) {
    this.value = value;
  }

  T value() {
    return value;
  }

  /**
   * Hears a word.
   *
   * @return whether it is the last one: new, or the same again
   */
  boolean hear(T wanted, long when, String who) {
    if (when < atMillis || (when == atMillis && who.compareTo(id) < 0)) {
      return false;
    }
    value = wanted;
    atMillis = when;
    id = who;
    return true;
  }
}
