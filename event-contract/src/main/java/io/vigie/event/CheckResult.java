package io.vigie.event;

/**
 * How one probe or one connection attempt ended, in HAProxy's words.
 *
 * <p>Source: HAProxy {@code src/check.c}, check_status codes. The layer is the digit: 4 transport,
 * 6 TLS, 7 application.
 */
public enum CheckResult {
  /** Not checked yet. */
  INI(false),
  /** A local socket error: says nothing about the target. */
  SOCKERR(false),
  /** Connected. */
  L4OK(true),
  /** No answer to the connect within the timeout. */
  L4TOUT(false),
  /** Refused, unreachable or reset while connecting. */
  L4CON(false),
  /** TLS handshake completed. */
  L6OK(true),
  /** TLS handshake did not end within the timeout. */
  L6TOUT(false),
  /** The TLS handshake failed. */
  L6RSP(false),
  /** The application answered as expected. */
  L7OK(true),
  /** The application's answer did not end within the timeout. */
  L7TOUT(false),
  /** The application's answer could not be understood. */
  L7RSP(false),
  /** The application answered, but not what was expected. */
  L7STS(false);

  private final boolean passed;

  CheckResult(boolean passed) {
    this.passed = passed;
  }

  /** Whether this result counts as a success. */
  public boolean passed() {
    return passed;
  }
}
