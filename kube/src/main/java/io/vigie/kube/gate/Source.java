package io.vigie.kube.gate;

/**
 * How far one input can be relied on.
 *
 * @param why it cannot, for people; empty if it can
 */
public record Source(State state, String why) {

  /** All of it, as it is now. */
  public static final Source FRESH = new Source(State.FRESH, "");

  /** Nothing of it was seen yet. */
  public static final Source NEVER = new Source(State.NEVER, "not seen yet");

  /** There is no such thing in this cluster. */
  public static final Source MISSING = new Source(State.MISSING, "not installed");

  /** What is known of an input. */
  public enum State {
    /** All of it, as it is now. */
    FRESH,
    /** Some of it, as it is now; the rest could not be read. */
    PARTLY,
    /** There is no such thing in this cluster. */
    MISSING,
    /** It was known, and may be another by now. */
    STALE,
    /** We may not see it. */
    REFUSED,
    /** It was never seen. */
    NEVER
  }

  /** It was known once. */
  public static Source stale(String why) {
    return new Source(State.STALE, why);
  }

  /** Some of it is not known. */
  public static Source partly(String why) {
    return new Source(State.PARTLY, why);
  }

  /** We may not see it. */
  public static Source refused(String why) {
    return new Source(State.REFUSED, why);
  }

  /** Whether what is known of it is so now. */
  public boolean isUsable() {
    return state == State.FRESH || state == State.PARTLY || state == State.MISSING;
  }
}
