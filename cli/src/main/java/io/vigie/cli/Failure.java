package io.vigie.cli;

import io.vigie.kit.service.StartFailure;

/**
 * A command cannot do what it was asked, for a reason that a person can act on.
 *
 * <p>Its message is printed as it is, without a stack trace: what, where, what to do next.
 */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** A service could not start. */
  public static Failure of(StartFailure cause) {
    return new Failure(cause.exitCode(), String.valueOf(cause.getMessage()));
  }

  /** It was tried and did not work. */
  public static Failure failed(String message) {
    return new Failure(Exit.FAILED, message);
  }

  /** It was not understood. */
  public static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  /** The answer is not known. */
  public static Failure unknown(String message) {
    return new Failure(Exit.UNKNOWN, message);
  }

  /** A privilege or a tool is missing. */
  public static Failure missing(String message) {
    return new Failure(Exit.MISSING, message);
  }

  /** What the process ends with, see {@link Exit}. */
  public int exitCode() {
    return exitCode;
  }
}
