package io.vigie.sim.play;

/**
 * Something that is so or not.
 *
 * @param is whether it is
 * @param at since when, in ms since the epoch
 */
record Since(boolean is, long at) {

  /** The same if it was so already. */
  Since now(boolean next, long now) {
    return next == is ? this : new Since(next, now);
  }
}
