package io.vigie.lab.chaos.load;

/**
 * One request of a client, over a connection of its own.
 *
 * @param dueMillis when it was to be made, from the start of the load: what it waits for its turn
 *     counts
 * @param tookMillis from then until its end
 */
public record Call(double dueMillis, double tookMillis, Outcome outcome) {

  /** A request is answered if its answer came within so much of when it was due. */
  public static final int LIMIT_MILLIS = 1_000;

  /** How it ended. */
  public enum Outcome {
    ANSWERED,
    /** Nobody listens, or nobody wants to. */
    REFUSED,
    /** A connection that was there was reset, or ended before the answer did. */
    CUT_OFF,
    /** No answer within {@value Call#LIMIT_MILLIS} ms. */
    TIMED_OUT,
    /** Something else answered, or there was no way there. */
    OTHER
  }

  /** Whether the answer came in time. */
  public boolean isAnswered() {
    return outcome == Outcome.ANSWERED;
  }
}
