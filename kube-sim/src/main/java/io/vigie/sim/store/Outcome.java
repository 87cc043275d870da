package io.vigie.sim.store;

/** What a write came to. */
public sealed interface Outcome {

  /**
   * It is as asked.
   *
   * @param object it now; of a deleted one its last state
   * @param still whether it is still there
   */
  record Done(Stored object, boolean still) implements Outcome {}

  /** It was not done. */
  record Refused(Refusal why) implements Outcome {}

  /** A refusal as an outcome. */
  static Outcome no(Refusal why) {
    return new Refused(why);
  }
}
