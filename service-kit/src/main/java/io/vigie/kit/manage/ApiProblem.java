package io.vigie.kit.manage;

/**
 * A request that cannot be done: thrown by a route, or given to {@code RoutingContext.fail}, and
 * answered as JSON.
 */
public final class ApiProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String hint;

  /**
   * A problem.
   *
   * @param status HTTP status, 400 to 599
   * @param message what is wrong
   * @param hint what to do about it; may be empty
   */
  public ApiProblem(int status, String message, String hint) {
    super(message, null, false, false); // no trace: it is an answer, not a fault
    this.status = status;
    this.hint = hint;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
