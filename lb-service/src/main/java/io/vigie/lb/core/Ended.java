package io.vigie.lb.core;

/**
 * How a session ended, as the engine saw it.
 *
 * @param cause what ended it
 * @param bytesIn bytes taken from the client and written to the server
 * @param bytesOut bytes taken from the server and written to the client
 */
public record Ended(Cause cause, long bytesIn, long bytesOut) {

  /** What ended a session. */
  public enum Cause {
    /** Both sides finished, each with a FIN. */
    FINISHED,
    /** The client reset the connection, or left before it had a server. */
    CLIENT_ABORTED,
    /** The server reset the connection. */
    SERVER_ABORTED,
    /** No byte in either direction for the idle time. */
    IDLE,
    /** The server had finished, and the client was silent for the half-open time. */
    CLIENT_SILENT,
    /** The client had finished, and the server was silent for the half-open time. */
    SERVER_SILENT,
    /** The PROXY header or the ClientHello did not come in time. */
    HELLO_TIMEOUT,
    /** The PROXY header or the ClientHello could not be understood. */
    HELLO_BROKEN,
    /** {@code end} was called. */
    CLOSED_BY_US
  }
}
